/** Exit codes: what a run comes to, and what wins when several domains come to different ends. */

import type { Severity } from "../types.ts";

export const FINE = 0;
/** Something at or above the threshold of `--fail-on`, or what `--require` asks for is not there. */
export const FOUND = 1;
/** Could not tell: a wrong argument, an unreadable file, an answer that did not come. */
export const COULD_NOT_TELL = 2;
/** As a shell reports a program that a signal ended. */
export const INTERRUPTED = { SIGINT: 130, SIGTERM: 143 } as const;
/** As a shell reports a program that SIGPIPE ended: the reader went away, so nobody may take the run for fine. */
export const PIPE_CLOSED = 141;

export type ExitCode = typeof FINE | typeof FOUND | typeof COULD_NOT_TELL;

export const FAIL_ON = ["error", "warning", "never"] as const;
export type FailOn = (typeof FAIL_ON)[number];

export function fails(severity: Severity, failOn: FailOn): boolean {
  if (failOn === "never" || severity === "note") return false;
  return severity === "error" || failOn === "warning";
}

/** What is certainly wrong wins over what is not known, and that over what is fine. */
export function worst(codes: Iterable<ExitCode>): ExitCode {
  const all = new Set(codes);
  if (all.has(FOUND)) return FOUND;
  return all.has(COULD_NOT_TELL) ? COULD_NOT_TELL : FINE;
}
