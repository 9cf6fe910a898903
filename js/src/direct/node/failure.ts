/** How a stage says that it failed. */

import type { FailureClass, FetchFailure } from "../../types.ts";

/** The most characters of one sentence; some of them quote what a stranger wrote. */
const MAX_DETAIL = 300;

/** Thrown by the stage that failed, caught where the evidence is put together. */
export class StageFailure extends Error {
  readonly failure: FetchFailure;

  constructor(failureClass: FailureClass, detail: string) {
    super(detail);
    this.failure = { class: failureClass, detail: shorten(detail, MAX_DETAIL) };
  }
}

/** At most `limit` characters; what was longer ends in an ellipsis. */
export function shorten(text: string, limit: number): string {
  const characters = Array.from(text);
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join("")}…`;
}

/** A limit in words: `5 seconds`, or in milliseconds where it is not whole seconds. */
export function words(limitMs: number): string {
  if (limitMs === 1000) return "1 second";
  return limitMs % 1000 === 0 ? `${limitMs / 1000} seconds` : `${limitMs} milliseconds`;
}

/** What Node adds to an error of a system call, of DNS or of OpenSSL. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** The words of an error, without a full stop. */
export function saidBy(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.trim().replace(/\.$/, "");
}
