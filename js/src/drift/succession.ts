/** What becomes of a state when a later check takes its place, and for how long its policy lives on. */

import { date } from "../show/format.ts";
import type { PreviousPolicy } from "../types.ts";
import type { DomainState } from "./state.ts";

/** Whether senders could get a policy: one that no record announces is fetched by none of them (RFC 8461 §3.1). */
const isOffered = ({ id, mode }: DomainState): boolean => id !== null && mode !== null;

/** Until when a sender may hold the policy of a state: it may have fetched it up to the later check, or until it was missed. */
function heldUntil(before: DomainState, after: DomainState): number {
  return (before.policyMissedAt ?? after.checkedAt) + (before.maxAge ?? 0);
}

/** The same as a date; `null` where nobody holds it any more. */
export function lastDay(before: DomainState, after: DomainState): string | null {
  const until = heldUntil(before, after);
  return !isOffered(before) || until < after.checkedAt ? null : date(until);
}

/**
 * The state after a check. Senders forget no policy because a check finds none: as long as one of them may hold the former
 * one, it stays, and with it the id by which senders tell policies apart (RFC 8461 §3.1).
 */
export function succeed(before: DomainState | null, after: DomainState): DomainState {
  if (before === null || !isOffered(before) || before.mode === "none") return after;
  if (isOffered(after) || heldUntil(before, after) < after.checkedAt) return after;
  const { id, policySha256, mode, maxAge, mx, policyMissedAt } = before;
  return { ...after, id, policySha256, mode, maxAge, mx, policyMissedAt: policyMissedAt ?? after.checkedAt };
}

/**
 * The policy of a state, which senders may still hold: for `previousPolicy` of a check. `null` where senders could get none.
 * Where it was there at one check and gone at the next, it counts as served until the next.
 *
 * ```js
 * const entry = { checkedAt: 1_800_000_000, outcome: "protected", id: "1", policySha256: null, mode: "enforce" };
 * const state = { ...entry, maxAge: 86400, mx: ["mx1.example.com"], policyMissedAt: null, mxHosts: [], findings: [] };
 * const { mode, source } = previousPolicyOf({ ...state, certificateNotBefore: null, certificateNotAfter: null });
 * console.log(mode, source); // enforce remembered
 * ```
 */
export function previousPolicyOf(state: DomainState): PreviousPolicy | null {
  const { id, mode, maxAge, mx, policyMissedAt } = state;
  if (id === null || mode === null || maxAge === null) return null;
  return { mode, maxAge, mx, lastServedAt: policyMissedAt, source: "remembered" };
}
