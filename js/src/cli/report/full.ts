/** The whole report of a domain. */

import type { Finding, Report, StepId } from "../../types.ts";
import { bytesOf } from "../baseline/state.ts";
import type { Comparison } from "../baseline/compare.ts";
import { dateTime } from "../../show/format.ts";
import type { Style } from "../terminal/style.ts";
import { width } from "../terminal/width.ts";
import { visible } from "../../show/visible.ts";
import { OUTCOME_LOOKS, OUTCOME_WORDS } from "../../show/words.ts";
import { outcomeMark } from "../words.ts";
import { driftLines } from "./drift.ts";
import { findingLines } from "./finding.ts";
import { outlookLines, readingLines } from "./senders.ts";
import { stepLines } from "./steps.ts";

const ORDER = { error: 0, warning: 1, note: 2 } as const;

/** The text that a finding of a step has its place in. */
function textOf(report: Report, step: StepId): Uint8Array | null {
  const body = step === "policy" ? report.observed.fetch.evidence?.response?.body : undefined;
  return body === undefined ? null : bytesOf(body);
}

function titleLines(style: Style, report: Report): string[] {
  const domain = visible(report.domain);
  const time = dateTime(report.checkedAt);
  const gap = style.surface.columns - width(domain) - time.length;
  return style.row("", [
    [domain + " ".repeat(Math.max(2, gap)), "bold"],
    [time, "dim"],
  ]);
}

function verdictLines(style: Style, { outcome, verdict }: Report): string[] {
  const look = OUTCOME_LOOKS[outcome];
  return style.marked("  ", style.mark(look, outcomeMark(outcome)), (inner) => [
    inner + style.paint(OUTCOME_WORDS[outcome], "bold", style.colourOf(look)),
    ...style.prose(verdict, inner),
  ]);
}

function adviceLines(style: Style, report: Report): string[] {
  const { firstSteps } = report.outlook;
  if (report.doFirst === null && firstSteps.length === 0) return [];
  const first =
    report.doFirst === null ? [] : ["", style.heading("Do this first"), ...style.prose(report.doFirst.fix, "    ")];
  if (firstSteps.length === 0) return first;
  const numbered = firstSteps.flatMap((step, index) => style.labelled(`${index + 1}.`, step, "    ", 3));
  return [...first, "", style.heading("What to do, in this order"), ...numbered];
}

export interface FullContext {
  comparison: Comparison | null;
  /** A note about the input, or why `--require` is not met. */
  notes: readonly string[];
  /** Each of the named senders, also where they agree. */
  allReadings: boolean;
}

export function fullReport(style: Style, report: Report, { comparison, notes, allReadings }: FullContext): string[] {
  const findings: { step: StepId; finding: Finding }[] = report.steps
    .flatMap((step) => step.findings.map((finding) => ({ step: step.id, finding })))
    .sort((a, b) => ORDER[a.finding.severity] - ORDER[b.finding.severity]);
  const readings = readingLines(style, report.readings, report.readingsAgree, allReadings);
  return [
    ...titleLines(style, report),
    ...notes.flatMap((note) => style.prose(note, "  ")),
    "",
    ...stepLines(style, report),
    "",
    ...verdictLines(style, report),
    ...adviceLines(style, report),
    "",
    ...outlookLines(style, report.outlook),
    ...(readings.length === 0 ? [] : ["", ...readings]),
    ...(comparison === null ? [] : ["", ...driftLines(style, comparison)]),
    ...(findings.length === 0 ? [] : ["", style.heading("Findings")]),
    ...findings.flatMap(({ step, finding }) => [
      "",
      ...findingLines(style, finding, {
        bytes: textOf(report, step),
        isAccepted: comparison?.accepted.has(finding) ?? false,
      }),
    ]),
    "",
  ];
}
