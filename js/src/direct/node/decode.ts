/**
 * A body that the server encoded although it was asked not to (RFC 9110 §8.4). RFC 8461 is silent about it, so a person is
 * shown both: that it was encoded, and what it says.
 *
 * The limit of a policy file holds for what comes out as well, and what is longer is refused, not cut: a bomb ends there.
 */

import { gunzipSync, inflateSync } from "node:zlib";

import type { Decoding, Header } from "../../types.ts";
import { MAX_POLICY_BYTES } from "../body.ts";
import { bytesOf } from "../../octets.ts";
import { codeOf } from "./failure.ts";

/** The values of all `Content-Encoding` fields; none where the body comes as it is. */
export function encodings(headers: readonly Header[]): string[] {
  const fields = headers.filter(({ name }) => name === "content-encoding");
  const values = fields.map(({ value }) => Buffer.from(bytesOf(value)).toString("latin1").toLowerCase());
  return values.every((value) => value === "identity") ? [] : values;
}

/** The body before it was encoded; or what was in the way of that. */
export function decode(encodings: readonly string[], body: Uint8Array): Uint8Array | Decoding {
  const [encoding = "", ...others] = encodings;
  // A list of more than one is one encoding inside another, which nobody has a use for but whoever wants work done.
  const decoder = others.length === 0 ? decoderOf(encoding.trim()) : undefined;
  if (decoder === undefined) return "unsupported";
  try {
    // Node refuses by itself what is longer; the chunk keeps it from taking more memory than that.
    return decoder(body, { maxOutputLength: MAX_POLICY_BYTES, chunkSize: MAX_POLICY_BYTES + 1 });
  } catch (error) {
    return codeOf(error) === "ERR_BUFFER_TOO_LARGE" ? "too-large" : "broken";
  }
}

function decoderOf(encoding: string): typeof gunzipSync | undefined {
  switch (encoding) {
    // RFC 9110 §8.4.1.3: `x-gzip` is the same. RFC 1952 §2.2: a file has one member or more.
    case "gzip":
    case "x-gzip":
      return gunzipSync;
    // RFC 9110 §8.4.1.2: the zlib format (RFC 1950).
    case "deflate":
      return inflateSync;
    default:
      return undefined;
  }
}
