/**
 * Many files in one, so that a benchmark reads them in a stream and the file system does not count: for each the lengths of its name and of
 * its octets (32 bits, little-endian), the name, the octets.
 */

import { Buffer } from "node:buffer";
import { closeSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** Writes files, `{ name, bytes }`, one after the other. */
export function writePack(path, files) {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "w");
  for (const { name, bytes } of files) {
    const named = Buffer.from(name);
    const head = Buffer.alloc(8);
    head.writeUInt32LE(named.length, 0);
    head.writeUInt32LE(bytes.length, 4);
    writeSync(file, Buffer.concat([head, named, bytes]));
  }
  closeSync(file);
}

/** Reads them back, one after the other. */
export function* readPack(path) {
  const file = openSync(path, "r");
  let ahead = Buffer.alloc(0);
  const take = (count) => {
    if (ahead.length < count) {
      const more = Buffer.alloc(Math.max(1 << 16, count - ahead.length));
      const length = readSync(file, more);
      ahead = Buffer.concat([ahead, more.subarray(0, length)]);
    }
    const taken = ahead.subarray(0, count);
    ahead = ahead.subarray(count);
    return taken;
  };
  for (let head = take(8); head.length === 8; head = take(8)) {
    const name = take(head.readUInt32LE(0)).toString();
    // A copy: nothing may hold on to what was read ahead.
    yield { name, bytes: new Uint8Array(take(head.readUInt32LE(4))) };
  }
  closeSync(file);
}
