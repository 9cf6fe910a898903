/** One GET, and what came of it. */

import type { FailureReason } from "./types.ts";
import { TimeLimit, within } from "./within.ts";

/** A request of a check, as the module hands it out. */
export interface Request {
  /** Names it when its answer is handed in. */
  id: string;
  /** The URL to GET; `null` for the policy fetch. */
  url: string | null;
  /** For the header field `Accept`. */
  accept: string;
  /** The most of a body that is read, in bytes. */
  maxBytes: number;
}

/** What came of a request. Times are milliseconds. */
export type Answer =
  | { status: number; body: Uint8Array; age: number; elapsedMs: number }
  | { given: Uint8Array; elapsedMs: number }
  | { reason: FailureReason; detail: string; elapsedMs: number };

/** How to send it. */
export interface Sending {
  fetch: typeof globalThis.fetch;
  /** What a platform wants said besides. */
  init: RequestInit;
  /** Ends it at once. */
  signal: AbortSignal;
  timeoutMs: number;
}

/** Sends a request. Trouble is an answer of its own; only the caller's abort is an error, with the signal's reason. */
export async function get(
  request: Request & { url: string },
  { fetch, init, signal, timeoutMs }: Sending,
): Promise<Answer> {
  const started = performance.now();
  const elapsedMs = (): number => Math.max(0, performance.now() - started);
  try {
    return await within(timeoutMs, signal, async (either) => {
      const response = await fetch(request.url, { ...init, headers: { accept: request.accept }, signal: either });
      const body = await readBody(response, request.maxBytes);
      if (body === null) return { reason: "too-large", detail: "", elapsedMs: elapsedMs() };
      return { status: response.status, body, age: ageOf(response), elapsedMs: elapsedMs() };
    });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TimeLimit) return { reason: "timeout", detail: "", elapsedMs: elapsedMs() };
    return { reason: "network", detail: wordsOf(error), elapsedMs: elapsedMs() };
  }
}

/** What browsers say of every fetch that failed, and so of none. */
const NOTHING = /^(Failed to fetch|NetworkError when attempting to fetch resource\.|Load failed)$/;

/** The platform's own words, if it has any; Node hides the reason of a failed fetch in its cause. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (NOTHING.test(error.message)) return "";
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** RFC 9111 §5.1: whole seconds. */
function ageOf(response: Response): number {
  const age = Number(response.headers.get("age") ?? 0);
  return Number.isInteger(age) && age > 0 ? Math.min(age, 2 ** 31) : 0;
}

/** Reads the body piece by piece, and gives up on one that is larger than `maxBytes` without reading the rest. */
export async function readBody(response: Response, maxBytes: number): Promise<Uint8Array | null> {
  if (response.body === null) return new Uint8Array();
  const reader = response.body.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > maxBytes) {
      // Nothing is lost if the other side is gone already.
      reader.cancel().catch(() => {});
      return null;
    }
    parts.push(value);
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.length;
  }
  return body;
}
