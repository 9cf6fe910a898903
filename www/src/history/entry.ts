/** What the history keeps of a domain: its last check, and the states in which it was found. */

import type { Change, DomainState, Outcome, Report } from "../../../js/src/browser.ts";
import { stateOf } from "../../../js/src/remote.ts";

/** A state, from the check that found it first to the one that found it last. */
export interface Kept {
  /** When it was found first; when last, the state says itself. */
  since: number;
  state: DomainState;
  /** How it differed from the state before it, as it was told then. */
  changes: Change[];
}

/** What is kept of a domain. It is JSON as it is. */
export interface Entry {
  domain: string;
  last: {
    checkedAt: number;
    outcome: Outcome;
    /** The check, packed; `null` where there was no room for it. */
    packed: string | null;
  };
  /** Newest first; empty while no check could look at all of the domain. */
  states: Kept[];
}

/** States of one domain; the oldest makes room. */
export const MOST_STATES = 12;

/** What makes a state another one. Findings and certificates come and go while a domain stays as it is. */
const identity = (state: DomainState): string => {
  const { outcome, id, policySha256, mode, maxAge, mx, mxHosts, policyMissedAt } = state;
  return JSON.stringify([outcome, id, policySha256, mode, maxAge, mx, mxHosts, policyMissedAt]);
};

/** The entry after a check. */
export async function withCheck(
  entry: Entry | null,
  report: Report,
  changes: Change[],
  packed: string | null,
): Promise<Entry> {
  const { domain, checkedAt, outcome } = report;
  // What claims to be later was kept under a wrong clock; beside this check, nothing of the entry could be read back.
  const before = (entry?.states ?? []).filter(({ state }) => state.checkedAt <= checkedAt);
  const [newest] = before;
  const state = await stateOf(report, newest?.state ?? null);
  const last = { checkedAt, outcome, packed };
  // Where not all of it could be looked at, what was kept stays.
  if (state === null || state === newest?.state) return { domain, last, states: before };
  const isSame = newest !== undefined && identity(newest.state) === identity(state);
  const states = isSame
    ? [{ ...newest, state }, ...before.slice(1)]
    : [{ since: checkedAt, state, changes }, ...before].slice(0, MOST_STATES);
  return { domain, last, states };
}

/** One entry of two about the same domain: the later last check, and the states of both. */
export function merge(one: Entry, other: Entry): Entry {
  const [later, earlier] = one.last.checkedAt >= other.last.checkedAt ? [one, other] : [other, one];
  const known = new Set(later.states.map(({ since }) => since));
  const states = [...later.states, ...earlier.states.filter(({ since }) => !known.has(since))];
  states.sort((a, b) => b.state.checkedAt - a.state.checkedAt);
  return { ...later, states: states.slice(0, MOST_STATES) };
}
