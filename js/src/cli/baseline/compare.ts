/** A report in the light of a baseline: what has changed since, and which findings were accepted with it. */

import type { Finding, PreviousPolicy, Report } from "../../types.ts";
import type { Change } from "./change.ts";
import { drift } from "./drift.ts";
import { findingKey } from "./finding-key.ts";
import { seenIn } from "./seen.ts";
import { findingsOf, stateOf, type State } from "./state.ts";

export interface Comparison {
  /** The time of the check that the baseline comes from, in seconds since 1970-01-01T00:00:00Z. */
  since: number;
  changes: Change[];
  /** All of it could be looked at, and so compared. */
  isWhole: boolean;
  /** Findings that were in the baseline already: they fail no run. */
  accepted: ReadonlySet<Finding>;
}

/** What is said where a part is missing. */
export const PART_UNSEEN = "Part of it could not be looked at, so it is not compared.";

export function compare(before: State, report: Report): Comparison {
  const left = [...before.findings];
  const accepted = new Set<Finding>();
  for (const finding of findingsOf(report)) {
    const at = left.indexOf(findingKey(finding));
    if (at === -1) continue;
    // Each accepts one: a second finding of the same kind is new.
    left.splice(at, 1);
    accepted.add(finding);
  }
  const seen = seenIn(report);
  return { since: before.checkedAt, changes: drift(before, stateOf(report), seen), isWhole: seen.whole, accepted };
}

/** The policy of a baseline, which senders may still hold. */
export function previousPolicyOf({ mode, maxAge, mx, policyMissedAt }: State): PreviousPolicy | null {
  if (mode === null || maxAge === null) return null;
  return { mode, maxAge, mx, lastServedAt: policyMissedAt, source: "remembered" };
}
