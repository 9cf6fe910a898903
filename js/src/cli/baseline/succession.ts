/** What becomes of an entry of a baseline when a later check takes its place. */

import { date } from "../../show/format.ts";
import type { State } from "./state.ts";

/** Until when a sender may hold the policy of a baseline: it may have fetched it up to the later check, or until it was missed. */
function heldUntil(before: State, after: State): number {
  return (before.policyMissedAt ?? after.checkedAt) + (before.maxAge ?? 0);
}

/** The same as a date; `null` where nobody holds it any more. */
export function lastDay(before: State, after: State): string | null {
  const until = heldUntil(before, after);
  return before.mode === null || until < after.checkedAt ? null : date(until);
}

/**
 * The entry after a check. Senders forget no policy because a check finds none: as long as one of them may hold the former
 * one, it stays, and with it the id by which senders tell policies apart (RFC 8461 §3.1).
 */
export function succeed(before: State | null, after: State): State {
  if (before === null || before.mode === null || before.mode === "none") return after;
  if (after.mode !== null || heldUntil(before, after) < after.checkedAt) return after;
  const { id, policySha256, mode, maxAge, mx, policyMissedAt } = before;
  return { ...after, id, policySha256, mode, maxAge, mx, policyMissedAt: policyMissedAt ?? after.checkedAt };
}
