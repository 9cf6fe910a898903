/** What is said of parts of a report in the same words at a terminal, in a ticket's text and in Markdown. */

import type { Basis, Finding, Report, SenderOutlook, SenderReading, StepId } from "../types.ts";
import { date } from "./format.ts";
import { READING_WORDS, SENDER_TITLES } from "./words.ts";

export const BASIS_WORDS: Record<Basis, string> = {
  "rfc-must": "MUST",
  "rfc-should": "SHOULD",
  "sender-practice": "what senders do",
  advice: "our advice",
};

export const HEADINGS = {
  doFirst: "Do this first",
  firstSteps: "What to do, in this order",
  senders: "What senders do",
  readings: "How senders read it",
  findings: "Findings",
  proof: "What was seen",
} as const;

/** Of a report that is no final one. */
export const UNFINISHED = "Not all answers were in: this is not the final report.";

/** Until when a sender does so, and what that rests on. */
export function span({ from, until, message }: SenderOutlook, at: number): string {
  const start = from > at ? `from ${date(from)}` : "now";
  const isIf = message.provided === null ? "" : `, if ${message.provided}`;
  if (until === null) return (start === "now" ? "from now on" : start) + isIf;
  return (until < at ? `until ${date(until)}` : `${start} until at the latest ${date(until)}`) + isIf;
}

/** Which sender: where it holds a policy, with its mode. */
export const senderTitle = ({ sender, policy }: SenderOutlook): string =>
  sender === "holds-policy" && policy !== null ? `${SENDER_TITLES[sender]} (${policy.mode})` : SENDER_TITLES[sender];

/** Of senders that all do the same with mail. */
export function readAlike(readings: readonly SenderReading[], { verdict, mode }: SenderReading): string {
  const inMode = mode === null ? "" : `, mode ${mode}`;
  return `All ${readings.length} senders that we know read it alike: each ${READING_WORDS[verdict]}${inMode}.`;
}

/** What to know of a finding besides its sentences. */
export function remarks({ severity, location, sendersDiffer, resultType }: Finding): string[] {
  return [
    severity,
    location === null ? null : `line ${location.line}, column ${location.column}`,
    sendersDiffer ? "senders differ" : null,
    resultType === null ? null : `reported as ${resultType}`,
  ].filter((remark) => remark !== null);
}

const ORDER = { error: 0, warning: 1, note: 2 } as const;

/** The findings with their steps, the gravest first. */
export function byGravity({ steps }: Report): { step: StepId; finding: Finding }[] {
  return steps
    .flatMap((step) => step.findings.map((finding) => ({ step: step.id, finding })))
    .sort((a, b) => ORDER[a.finding.severity] - ORDER[b.finding.severity]);
}
