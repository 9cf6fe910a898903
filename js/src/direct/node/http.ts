/**
 * The fourth stage: one GET, one response, read with limits (RFC 8461 §3.3). No redirect is followed, nothing is cached
 * or asked for twice.
 *
 * Node does not tell the end of a connection that TLS announced (close_notify) from one that broke off: a body without
 * length and without chunks counts as whole here, where the helper says that it is incomplete.
 */

import { request as prepare, type ClientRequest, type IncomingMessage } from "node:http";
import type { TLSSocket } from "node:tls";

import type { HttpResponse, PolicyFetch } from "../../types.ts";
import { MAX_POLICY_BYTES, PolicyBody } from "../body.ts";
import { PATH, elapsedMs } from "../fetcher.ts";
import { octets } from "../../octets.ts";
import type { Deadline } from "./deadline.ts";
import { decode, encodings } from "./decode.ts";
import { StageFailure, codeOf, saidBy, words } from "./failure.ts";
import { HttpError, checkHead, headOf } from "./response-head.ts";
import { alertOf } from "./tls-failure.ts";

const AGENT = "mta-sts-checker/0.1.0";
const MAX_HEAD_BYTES = 16 * 1024;
/** The policy, the head, and as much again for the framing between them. */
const MAX_WIRE_BYTES = 2 * MAX_POLICY_BYTES;
/** RFC 9110 §15.2: interim responses may come before the final one, unasked for; it names no number. */
const MAX_INTERIM = 8;

/** Asks for the policy and writes down the response as far as it came. */
export async function get(socket: TLSSocket, host: string, deadline: Deadline, seen: PolicyFetch): Promise<void> {
  const start = performance.now();
  const body = new PolicyBody();
  const request = ask(socket, host);
  const { head, end } = receive(request, body);
  request.end();
  const response = await deadline.untilEnd(
    head.then(headOf).catch((error: Error) => {
      throw headFailure(error, host);
    }),
    () => {
      const limit = words(deadline.limitMs);
      throw new StageFailure("http-timeout", `${host} sent no HTTP response within the ${limit} of the fetch.`);
    },
  );
  response.elapsedMs = elapsedMs(start);
  seen.response = response;
  checkHead(response, host);
  try {
    await deadline.untilEnd(
      end.catch((error: Error) => {
        throw bodyFailure(error, host, body.length, response);
      }),
      () => {
        const limit = words(deadline.limitMs);
        const detail = `The response of ${host} did not end within the ${limit} of the fetch, after ${body.length} bytes.`;
        throw new StageFailure("body-timeout", detail);
      },
    );
    response.truncated = body.isTruncated;
    addDecoding(response, body.bytes());
  } finally {
    response.truncated ||= body.isTruncated;
    if (response.decoding !== "done") response.body = body.octets();
    response.elapsedMs = elapsedMs(start);
  }
}

/** Puts the text in place of a body that the server encoded; where that fails, the body stays as it was received. */
function addDecoding(response: HttpResponse, body: Uint8Array): void {
  const named = encodings(response.headers);
  if (named.length === 0) return;
  const text = response.truncated ? "too-large" : decode(named, body);
  response.truncated = text === "too-large";
  response.decoding = typeof text === "string" ? text : "done";
  if (typeof text !== "string") response.body = octets(text);
}

/** The host goes into the `Host` field and nowhere else: the connection stands already. */
function ask(socket: TLSSocket, host: string): ClientRequest {
  const request = prepare({
    createConnection: () => socket,
    path: PATH,
    // Takes line ends and lengths as senders do (RFC 9112 §2.2, §6.3). Nothing else is on this connection that a
    // strange response could be mixed up with; what no sender should take is looked for in its head.
    insecureHTTPParser: true,
    maxHeaderSize: MAX_HEAD_BYTES,
    headers: {
      host,
      accept: "text/plain",
      "accept-encoding": "identity",
      "user-agent": AGENT,
      connection: "close",
    },
  });
  // Node would leave out what is beyond this count without a word; they are counted in `headOf`.
  request.maxHeadersCount = 0;
  return request;
}

/** Listens from the beginning, so that nothing of what comes with the head is lost. */
function receive(request: ClientRequest, body: PolicyBody): { head: Promise<IncomingMessage>; end: Promise<void> } {
  let message: IncomingMessage | undefined;
  const broken = new Promise<never>((_, reject) => {
    // What comes after a whole response is none of ours.
    request.on("error", (error) => {
      if (!message?.complete) reject(error);
    });
    let interim = 0;
    request.on("information", () => {
      interim += 1;
      if (interim <= MAX_INTERIM) return;
      reject(new HttpError(`more than ${MAX_INTERIM} interim responses (1xx)`));
      request.destroy();
    });
    // Whatever the framing of a response hides, such as endless interim responses, chunk extensions or trailers, it has
    // to come through here.
    let wireBytes = 0;
    request.once("socket", (socket) =>
      socket.on("data", (bytes: Buffer) => {
        wireBytes += bytes.length;
        if (wireBytes > MAX_WIRE_BYTES) request.destroy(new HttpError("too many bytes around the policy"));
      }),
    );
  });
  const head = new Promise<IncomingMessage>((resolve) => {
    request.once("response", resolve);
    // RFC 9110 §15.2.2: nobody asked for an upgrade; it is a response like any other that is not 200.
    request.once("upgrade", (message: IncomingMessage) => {
      message.push(null);
      resolve(message);
    });
  });
  const end = new Promise<void>((resolve, reject) => {
    const read = (received: IncomingMessage) => {
      message = received;
      message.on("data", (chunk: Buffer) => {
        body.add(chunk);
        if (body.isTruncated) resolve();
      });
      message.once("end", resolve);
      message.on("error", reject);
    };
    request.once("response", read);
    request.once("upgrade", read);
  });
  const whole = Promise.race([end, broken]);
  // Nobody waits for the end of a response that did not begin in time.
  whole.catch(() => {});
  return { head: Promise.race([head, broken]), end: whole };
}

function headFailure(error: Error, host: string): StageFailure {
  const alert = alertOf(error, host);
  if (alert !== null) return alert;
  if (isEnd(error)) {
    return new StageFailure("http-protocol", `${host} closed the connection without an HTTP response.`);
  }
  const why = codeOf(error) === "HPE_HEADER_OVERFLOW" ? "message head is too large" : saidBy(error);
  return new StageFailure("http-protocol", `${host} sent no acceptable HTTP/1.1 response: ${why}.`);
}

function bodyFailure(error: Error, host: string, count: number, response: HttpResponse): StageFailure {
  const alert = alertOf(error, host);
  if (alert !== null) return alert;
  // Framing that cannot be read is the server's mistake; anything else is a connection that ended early.
  const code = codeOf(error);
  if (!isEnd(error) && (error instanceof HttpError || code.startsWith("HPE_") || code.startsWith("ERR_SSL_"))) {
    const detail = `The body that ${host} sends cannot be read after ${count} bytes: ${saidBy(error)}.`;
    return new StageFailure("http-protocol", detail);
  }
  const length = response.headers.find(({ name }) => name === "content-length")?.value;
  const announced = typeof length === "string" ? ` of ${length}` : "";
  return new StageFailure("body-incomplete", `The connection to ${host} ended after ${count}${announced} bytes.`);
}

/** The connection ended in the middle. Node makes this error up itself; that of a system call has the call's name. */
function isEnd(error: Error): boolean {
  const code = codeOf(error);
  return code === "HPE_INVALID_EOF_STATE" || (code === "ECONNRESET" && !("syscall" in error));
}
