/** Octets of evidence, which come as a string or in hexadecimal digits. */

import { units, type Unit } from "../../show/visible.ts";
import type { Octets } from "../../types.ts";

export function bytesOf(octets: Octets): Uint8Array {
  if (typeof octets === "string") return new TextEncoder().encode(octets);
  return Uint8Array.from(octets.hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}

/** Their characters; an octet that is not UTF-8 is written out. */
export const shownOctets = (octets: Octets): string => [...units(bytesOf(octets))].map(({ shown }) => shown).join("");

/** The first lines of a text, each without its LF (RFC 8461 §3.2). */
export function lineUnits(bytes: Uint8Array, most: number): Unit[][] {
  const lines: Unit[][] = [];
  for (let begin = 0; begin < bytes.length && lines.length < most;) {
    const lineEnd = bytes.indexOf(0x0a, begin);
    const end = lineEnd === -1 ? bytes.length : lineEnd;
    lines.push([...units(bytes.subarray(begin, end))]);
    begin = end + 1;
  }
  return lines;
}
