/** The whole report of a domain. */

import type { Finding, Report, StepId } from "../../types.ts";
import { bytesOf } from "../../octets.ts";
import { dateTime } from "../format.ts";
import { HEADINGS, byGravity } from "../phrases.ts";
import type { Style } from "./style.ts";
import { width } from "./width.ts";
import { visible } from "../visible.ts";
import { OUTCOME_LOOKS, OUTCOME_WORDS, outcomeMark } from "../words.ts";
import { briefFindingLines, findingLines } from "./finding.ts";
import { proofLines } from "./proof.ts";
import { outlookLines, readingLines } from "./senders.ts";
import { stepLines } from "./steps.ts";

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
    report.doFirst === null ? [] : ["", style.heading(HEADINGS.doFirst), ...style.prose(report.doFirst.fix, "    ")];
  if (firstSteps.length === 0) return first;
  const numbered = firstSteps.flatMap((step, index) => style.labelled(`${index + 1}.`, step, "    ", 3));
  return [...first, "", style.heading(HEADINGS.firstSteps), ...numbered];
}

export interface FullContext {
  /** A note about the input, or why `--require` is not met. */
  notes: readonly string[];
  /** Each of the named senders, also where they agree. */
  allReadings: boolean;
  /** What has changed since an earlier check; empty where there is none to compare with. */
  since: readonly string[];
  isAccepted: (finding: Finding) => boolean;
  /** For somebody who was not there: notes in a line each, and at the end what was seen. */
  isForTicket: boolean;
}

export function fullReport(style: Style, report: Report, context: FullContext): string[] {
  const { notes, allReadings, since, isAccepted, isForTicket } = context;
  const findings = byGravity(report);
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
    ...(since.length === 0 ? [] : ["", ...since]),
    ...(findings.length === 0 ? [] : ["", style.heading(HEADINGS.findings)]),
    ...findings.flatMap(({ step, finding }) => [
      "",
      ...(isForTicket && finding.severity === "note"
        ? briefFindingLines(style, finding)
        : findingLines(style, finding, { bytes: textOf(report, step), isAccepted: isAccepted(finding) })),
    ]),
    ...(isForTicket ? ["", ...proofLines(style, report)] : []),
    "",
  ];
}
