/** The English words for what reports come to, and how they look: for people on a page and at a terminal alike. */

import type { Count, FailureState, PolicyState, Sessions, SessionsOutcome, StepStatus } from "../types.ts";

export const FAILURE_STATE_LOOKS: Record<FailureState, StepStatus> = {
  "still-there": "failed",
  fixed: "passed",
  gone: "skipped",
  "not-known": "inconclusive",
};

export const POLICY_STATE_LOOKS: Record<PolicyState, StepStatus> = {
  same: "passed",
  different: "warned",
  "now-there": "passed",
  "now-missing": "failed",
  "not-sts": "skipped",
  "not-known": "inconclusive",
};

const SESSIONS_OUTCOME_LOOKS: Record<SessionsOutcome, StepStatus> = {
  failed: "failed",
  "failed-uncounted": "warned",
  succeeded: "passed",
  "no-policy": "inconclusive",
  none: "inconclusive",
};

/** How the sessions of a domain look. Of what could not be read nobody knows whether it failed, so then nothing is green. */
export function sessionsLook(outcome: SessionsOutcome, unreadable: number): StepStatus {
  const look = SESSIONS_OUTCOME_LOOKS[outcome];
  return look === "passed" && unreadable > 0 ? "inconclusive" : look;
}

/** `48,113`, exact whatever its size. */
export const count = (sessions: Count): string => BigInt(sessions).toLocaleString("en-GB");

/** `1 report`, `2 reports`. */
export const several = (number: Count, one: string, many = `${one}s`): string =>
  `${count(number)} ${Number(number) === 1 ? one : many}`;

/** Which part of sessions failed, as `2.5 %`; what is little is not shown as nothing, and what is not all not as all. */
export function failedPart({ successful, failed }: Sessions): string {
  const part = (100 * Number(failed)) / (Number(successful) + Number(failed));
  if (part > 0 && part < 0.1) return "under 0.1 %";
  if (part < 100 && part > 99.9) return "over 99.9 %";
  const isFine = !Number.isInteger(part) && (part < 10 || part > 99);
  return `${part.toFixed(isFine ? 1 : 0)} %`;
}

/** What sessions come to, in a sentence. */
export function outcome({ successful, failed }: Sessions): string {
  const all = BigInt(successful) + BigInt(failed);
  if (all === 0n) return "No sessions were counted.";
  if (BigInt(failed) === 0n) return `All of ${several(String(all), "session")} succeeded.`;
  return `${count(failed)} of ${several(String(all), "session")} failed (${failedPart({ successful, failed })}).`;
}

/** `2026-11-20 – 2026-11-25`, or the one day. */
export const days = (first: string | null, last: string | null): string =>
  first === null || last === null ? "without a date" : first === last ? first : `${first} – ${last}`;
