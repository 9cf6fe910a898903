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

/** The files of a pack, each opened when it is its turn: `{ name, size, arrayBuffer() }`. */
export function* openPack(path) {
  const file = openSync(path, "r");
  const read = (position, length) => {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, position));
  };
  for (let position = 0; ;) {
    const head = Buffer.from(read(position, 8));
    if (head.length < 8) return;
    const [named, size] = [head.readUInt32LE(0), head.readUInt32LE(4)];
    const start = position + 8 + named;
    const name = Buffer.from(read(position + 8, named)).toString();
    yield { name, size, arrayBuffer: async () => read(start, size).buffer };
    position = start + size;
  }
}
