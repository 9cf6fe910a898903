/** Bytes as the evidence carries them (`crates/core/src/octets.rs`). */

import type { Octets } from "./types.ts";

/** A string when the bytes are UTF-8, else their digits: nothing is replaced or dropped, not even a byte-order mark. */
export function octets(bytes: Uint8Array): Octets {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { hex: Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("") };
  }
}

/** A value that a platform gives as one character for each byte, such as that of a header field. */
export function octetsOfBinary(text: string): Octets {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  // A platform that has decoded the value already leaves nothing to undo.
  return codes.some((code) => code > 0xff) ? text : octets(Uint8Array.from(codes));
}

/** The bytes again. */
export const bytesOf = (octets: Octets): Uint8Array<ArrayBuffer> =>
  typeof octets === "string"
    ? new TextEncoder().encode(octets)
    : Uint8Array.from(octets.hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
