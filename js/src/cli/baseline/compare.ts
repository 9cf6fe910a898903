/** A report in the light of a baseline: what has changed since, and which findings were accepted with it. */

import { changesBetween, type Changes, type DomainState } from "../../node.ts";
import { findingKey } from "../../drift/finding-key.ts";
import { findingsOf } from "../../drift/state.ts";
import type { Finding, Report } from "../../types.ts";

export interface Comparison extends Changes {
  /** The time of the check that the baseline comes from, in seconds since 1970-01-01T00:00:00Z. */
  since: number;
  /** Findings that were in the baseline already: they fail no run. */
  accepted: ReadonlySet<Finding>;
}

/** What is said where a part is missing. */
export const PART_UNSEEN = "Part of it could not be looked at, so it is not compared.";

export async function compare(before: DomainState, report: Report): Promise<Comparison> {
  const left = [...before.findings];
  const accepted = new Set<Finding>();
  for (const finding of findingsOf(report)) {
    const at = left.indexOf(findingKey(finding));
    if (at === -1) continue;
    // Each accepts one: a second finding of the same kind is new.
    left.splice(at, 1);
    accepted.add(finding);
  }
  return { since: before.checkedAt, ...(await changesBetween(before, report)), accepted };
}
