/** Which parts of a domain a check could look at: only those can be held against a former state. */

import type { LookupState, Report, StepId, StepStatus } from "../types.ts";

export interface Seen {
  record: boolean;
  /** DNS says that there is no record, not even one that senders cannot use. */
  lacksRecord: boolean;
  /** What the policy host serves, its certificate included. */
  host: boolean;
  /** The policy, from the record that announces it to its text. */
  policy: boolean;
  mx: boolean;
  /** All of it, the verdict included. */
  whole: boolean;
}

/** Answers that can be relied on: one that fails DNSSEC shows nothing. */
const ANSWERED: readonly LookupState[] = ["found", "no-data", "no-name"];

/** Whether a step could not be looked at: nobody answered, or a recording lacks the answer. */
export const isUnseen = (status: StepStatus): boolean => status === "inconclusive" || status === "pending";

/** Whether a step could not be looked at. Then the report says too little to be kept, or to be called fine. */
export function isInconclusive(report: Report): boolean {
  return !report.isComplete || report.steps.some(({ status }) => isUnseen(status));
}

export function seenIn(report: Report): Seen {
  const isSeen = (...ids: StepId[]): boolean =>
    !report.steps.some(({ id, status }) => ids.includes(id) && isUnseen(status));
  const { lookup, texts } = report.observed.record;
  return {
    record: isSeen("record"),
    lacksRecord: ANSWERED.includes(lookup.state) && texts.every(({ role }) => role === "other"),
    host: isSeen("fetch"),
    policy: isSeen("record", "fetch", "policy"),
    mx: isSeen("mx"),
    whole: !isInconclusive(report),
  };
}
