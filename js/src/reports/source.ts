/** Files as they are handed in, and how they are opened: as often as it takes. */

import { MtaStsError, kind } from "../error.ts";

/**
 * One file to read: a `File`, what has a name and can be opened, or its bytes. It may be opened a second time. Bytes are held
 * until all is read; what is opened is given back at once.
 */
export type ReportSource = OpenableSource | BytesSource;

/** A file that can be opened, such as a `File`. */
export interface OpenableSource {
  /** The file’s name. */
  name: string;
  /** How many bytes it has, if that is known: what is too large is then not opened at all. */
  size?: number | undefined;
  /** Gives its bytes. A failure makes this file an unreadable one, and no other. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** The bytes of a file. */
export interface BytesSource {
  /** The file’s name. */
  name: string;
  /** Its bytes. */
  bytes: Uint8Array;
}

/** No larger file is read: what the module takes at most (MAX_FILE of crates/reports). */
export const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** @throws {MtaStsError} of code `argument` for what is no file. */
export function requireSource(source: unknown): asserts source is ReportSource {
  if (typeof source !== "object" || source === null) {
    throw new MtaStsError("argument", `A file of reports is a File or an object with a name, not ${kind(source)}.`);
  }
  const { name, bytes, arrayBuffer } = source as Record<string, unknown>;
  if (typeof name !== "string") throw new MtaStsError("argument", `A file’s name is a string, not ${kind(name)}.`);
  if (typeof arrayBuffer !== "function" && !(bytes instanceof Uint8Array)) {
    throw new MtaStsError("argument", `The file “${name.slice(0, 80)}” has neither arrayBuffer() nor a Uint8Array.`);
  }
}

const hasBytes = (source: ReportSource): source is BytesSource =>
  "bytes" in source && source.bytes instanceof Uint8Array;

/** How many bytes it has; `undefined` where only opening it tells. */
export const sizeOf = (source: ReportSource): number | undefined =>
  hasBytes(source) ? source.bytes.length : source.size;

/** Its bytes, in a buffer of their own where they are handed in as a part of one. */
export const bytesOf = async (source: ReportSource): Promise<ArrayBuffer> =>
  hasBytes(source) ? new Uint8Array(source.bytes).buffer : source.arrayBuffer();

/** Its bytes, or a sentence about why there are none. */
export async function open(source: ReportSource): Promise<Uint8Array | string> {
  const size = sizeOf(source);
  if (size !== undefined && size > MAX_FILE_BYTES) return tooLarge(size);
  if (hasBytes(source)) return source.bytes;
  try {
    const bytes = new Uint8Array(await source.arrayBuffer());
    return bytes.length > MAX_FILE_BYTES ? tooLarge(bytes.length) : bytes;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `It could not be opened: ${why.replace(/\.$/, "")}.`;
  }
}

const tooLarge = (size: number): string =>
  `It has ${(size / 1024 / 1024).toFixed(1)} MiB, and at most ${MAX_FILE_BYTES / 1024 / 1024} MiB are read: hand in the reports it holds one by one.`;

/** The bytes of one file; of one too large, enough for the module to say so. @throws {MtaStsError} of code `argument`. */
export async function bytesOfReport(given: unknown): Promise<Uint8Array> {
  const most = MAX_FILE_BYTES + 1;
  if (given instanceof Uint8Array) return given.subarray(0, most);
  if (given instanceof ArrayBuffer) return new Uint8Array(given, 0, Math.min(given.byteLength, most));
  // A character takes a byte at least.
  if (typeof given === "string") return new TextEncoder().encode(given.slice(0, most)).subarray(0, most);
  if (given instanceof Blob) return new Uint8Array(await given.slice(0, most).arrayBuffer());
  const sentence = `readReport() takes a Uint8Array, an ArrayBuffer, a Blob or a string, not ${kind(given)}.`;
  throw new MtaStsError("argument", sentence);
}
