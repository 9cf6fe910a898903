/** The status and the header fields of a response, and what a response must not look like. */

import type { IncomingMessage } from "node:http";

import type { Header, HttpResponse } from "../../types.ts";
import { bytesOf, octetsOfBinary } from "../../octets.ts";
import { StageFailure } from "./failure.ts";

const MAX_HEADERS = 64;
/** Of one header field, its name included. */
const MAX_FIELD_BYTES = 8 * 1024;

/** A response that cannot be taken for one. */
export class HttpError extends Error {}

/** The response without its body. */
export function headOf(message: IncomingMessage): HttpResponse {
  const status = message.statusCode ?? 0;
  const headers = headersOf(message.rawHeaders);
  if (headers.length > MAX_HEADERS) throw new HttpError("message head is too large");
  if (!["1.0", "1.1"].includes(message.httpVersion)) throw new HttpError(`its version is ${message.httpVersion}`);
  if (status < 100) throw new HttpError("its status code is none");
  // RFC 9110 §5.5: a tab is the only control character of a field value.
  if (message.rawHeaders.some((text) => /[\0-\x08\x0a-\x1f\x7f]/.test(text))) {
    throw new HttpError("a header field has a control character");
  }
  const location = message.headers.location;
  return {
    status,
    headers,
    body: "",
    truncated: false,
    // RFC 8461 §3.3: never followed.
    redirectTarget:
      status >= 300 && status < 400 && location !== undefined ? Buffer.from(location, "latin1").toString() : null,
    elapsedMs: 0,
  };
}

/** What the parser lets pass in a head, and a policy host should not send. */
export function checkHead({ headers }: HttpResponse, host: string): void {
  const has = (wanted: string) => headers.some(({ name }) => name === wanted);
  if (has("transfer-encoding") && has("content-length")) {
    // RFC 9112 §6.3: this “ought to be handled as an error”.
    throw new StageFailure(
      "http-protocol",
      `${host} says twice how long the body is, with Transfer-Encoding and with Content-Length; one of them has to go.`,
    );
  }
  const long = headers.find(({ name, value }) => name.length + bytesOf(value).length > MAX_FIELD_BYTES);
  if (long !== undefined) {
    const detail = `${host} sent the header field ${long.name} with more than ${MAX_FIELD_BYTES} bytes.`;
    throw new StageFailure("http-protocol", detail);
  }
}

/** Fields of one name together, as the evidence has them. Node gives names and values in turn. */
function headersOf(raw: string[]): Header[] {
  const byName = new Map<string, Header[]>();
  for (let at = 0; at < raw.length; at += 2) {
    const name = (raw[at] ?? "").toLowerCase();
    const header = { name, value: octetsOfBinary(raw[at + 1] ?? "") };
    byName.set(name, [...(byName.get(name) ?? []), header]);
  }
  return [...byName.values()].flat();
}
