/** A domain in a line, and below it what is to be done: for many domains at once. */

import type { Finding, Outcome, Report } from "../../types.ts";
import { PART_UNSEEN, type Comparison } from "../baseline/compare.ts";
import { SEVERITY_LOOKS, type Style } from "../terminal/style.ts";
import { padEnd } from "../terminal/width.ts";
import { visible } from "../../show/visible.ts";
import { OUTCOME_LOOKS, OUTCOME_WORDS } from "../../show/words.ts";
import { outcomeMark } from "../words.ts";

export interface BriefContext {
  comparison: Comparison | null;
  notes: readonly string[];
  /** Columns for the domains. */
  nameWidth: number;
}

const adviceLines = (style: Style, { saw, fix }: Finding, margin: string): string[] => [
  ...style.labelled("saw", saw, margin, 5),
  ...style.labelled("fix", fix, margin, 5),
];

export function briefReport(style: Style, report: Report, { comparison, notes, nameWidth }: BriefContext): string[] {
  const look = OUTCOME_LOOKS[report.outcome];
  const margin = " ".repeat(style.markWidth + 1 + 2);
  const { doFirst, outcome } = report;
  // A domain that does not use MTA-STS asked for no advice, and what was accepted needs none.
  const isQuiet = outcome === "not-announced" || (doFirst !== null && comparison?.accepted.has(doFirst));
  const advice = doFirst === null || isQuiet ? [] : adviceLines(style, doFirst, margin);
  return [
    ...style.marked("", style.mark(look, outcomeMark(outcome)), (inner) =>
      style.row(inner, [
        [`${padEnd(visible(report.domain), nameWidth)}  `],
        [OUTCOME_WORDS[outcome], style.colourOf(look)],
      ]),
    ),
    ...notes.flatMap((note) => style.prose(note, margin)),
    ...(outcome === "inconclusive" ? style.prose(report.verdict, margin, "dim") : advice),
    ...(comparison?.changes ?? []).flatMap(({ severity, sentence }) =>
      style.labelled("since then:", sentence, margin, 12, style.colourOf(SEVERITY_LOOKS[severity])),
    ),
    ...(comparison?.isWhole === false ? style.labelled("since then:", PART_UNSEEN, margin, 12) : []),
  ];
}

/** `12 domains: 9 protected, 2 testing, 1 not known.` */
export function tally(outcomes: readonly Outcome[], unread: number): string {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) {
    const word = OUTCOME_WORDS[outcome];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const parts = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([word, count]) => `${count} ${word.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())}`);
  if (unread > 0) parts.push(`${unread} not checked`);
  const all = outcomes.length + unread;
  return `${all} ${all === 1 ? "domain" : "domains"}: ${parts.join(", ")}.`;
}
