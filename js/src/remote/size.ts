/** How much a worker is handed. */

import { MtaStsError } from "../error.ts";

const MIB = 1024 * 1024;
/** What an object or a list costs for each thing in it, in octets: about what it takes to copy one. */
const ENTRY = 64;

/**
 * Refuses what is larger than some MiB, before it is copied: copying it would keep the page from everything else. It stops
 * counting at the limit, so it takes no longer for 100 MiB than for one. A UTF-16 code unit counts as an octet.
 *
 * @throws {MtaStsError} of code `argument`.
 */
export function requireSize(name: string, value: unknown, mebibytes: number): void {
  let left = mebibytes * MIB;
  const waiting = [value];
  while (waiting.length > 0 && left >= 0) {
    const item = waiting.pop();
    if (typeof item === "string") left -= item.length;
    else if (ArrayBuffer.isView(item)) left -= item.byteLength;
    else if (Array.isArray(item)) {
      left -= item.length * ENTRY;
      if (left >= 0) for (const part of item as unknown[]) waiting.push(part);
    } else if (typeof item === "object" && item !== null) {
      for (const [key, part] of Object.entries(item)) {
        left -= key.length + ENTRY;
        waiting.push(part);
      }
    }
  }
  if (left >= 0) return;
  const sentence = `${name}() was given more than ${mebibytes} MiB. That much is not handed to a worker: give it less.`;
  throw new MtaStsError("argument", sentence);
}
