/** From a report to the exit code of its domain. The core has judged; this holds it against what the caller asked for. */

import type { Report, StepId } from "../types.ts";
import type { Comparison } from "./baseline/compare.ts";
import { isInconclusive } from "../drift/seen.ts";
import { findingsOf } from "../drift/state.ts";
import { COULD_NOT_TELL, FINE, FOUND, fails, type ExitCode, type FailOn } from "./exit.ts";

export const REQUIREMENTS = ["enforce", "testing"] as const;
export type Requirement = (typeof REQUIREMENTS)[number];

/** The steps that show whether a mode is announced and served. */
const DECIDING: readonly StepId[] = ["record", "fetch", "policy"];

export interface Demands {
  failOn: FailOn;
  /** The least mode that has to be announced and served; `null` for none. */
  require: Requirement | null;
}

/** Why a report does not meet `--require`, in a sentence; `null` where it does, or where nobody could look. */
export function unmet(report: Report, { require }: Demands): string | null {
  const isUnseen = report.steps.some(({ id, status }) => DECIDING.includes(id) && status === "inconclusive");
  if (require === null || isUnseen || !report.isComplete) return null;
  const mode = report.observed.record.record === null ? null : (report.observed.policy?.policy?.mode ?? null);
  if (mode === "enforce" || mode === require) return null;
  const found = mode === null ? "senders find no policy" : `the mode is ${mode}`;
  return `Mode ${require} is required, and ${found}.`;
}

export function judge(report: Report, demands: Demands, comparison: Comparison | null): ExitCode {
  const { failOn } = demands;
  const isNew = findingsOf(report).filter((finding) => !comparison?.accepted.has(finding));
  const hasFailed =
    isNew.some(({ severity }) => fails(severity, failOn)) ||
    (comparison?.changes ?? []).some(({ severity }) => fails(severity, failOn));
  if (hasFailed || unmet(report, demands) !== null) return FOUND;
  return isInconclusive(report) ? COULD_NOT_TELL : FINE;
}
