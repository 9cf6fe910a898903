/** A report as Markdown. */

import type { Finding, Report, SenderReading, Step } from "../types.ts";
import { dateTime } from "./format.ts";
import { block, code, prose, section } from "./markdown.ts";
import { HEADINGS, UNFINISHED, readAlike, remarks, senderTitle, span } from "./phrases.ts";
import { proofs } from "./proof.ts";
import { MAIL_WORDS, OUTCOME_WORDS, READING_WORDS, STATUS_WORDS, STEP_TITLES } from "./words.ts";

function advice({ doFirst, outlook }: Report): string[] {
  const first = doFirst === null ? [] : ["", `**${HEADINGS.doFirst}.** ${prose(doFirst.fix)}`];
  if (outlook.firstSteps.length === 0) return first;
  const steps = outlook.firstSteps.map((step, index) => `${index + 1}. ${prose(step)}`);
  return [...first, "", `**${HEADINGS.firstSteps}:**`, "", ...steps];
}

function senders({ outlook }: Report): string[] {
  const rows = outlook.senders.map((sender) => {
    const does = `${MAIL_WORDS[sender.message.outcome]}, ${span(sender, outlook.at)}`;
    return `- **${prose(senderTitle(sender))}**: ${prose(does)}.`;
  });
  return ["", `**${HEADINGS.senders}.** ${prose(outlook.summary)}`, "", ...rows];
}

function reading({ sender, verdict, mode, reason }: SenderReading): string {
  const inMode = mode === null ? "" : `, mode ${mode}`;
  const why = verdict === "applied" ? "" : ` ${prose(reason)}`;
  return `- ${prose(sender)}: ${prose(`${READING_WORDS[verdict]}${inMode}`)}.${why}`;
}

function readings({ readings, readingsAgree }: Report): string[] {
  const [first] = readings;
  if (first === undefined) return [];
  const title = `**${HEADINGS.readings}.**`;
  if (readingsAgree) return ["", `${title} ${prose(readAlike(readings, first))}`];
  return ["", `${title} They do not agree.`, "", ...readings.map(reading)];
}

function finding(found: Finding): string[] {
  const { id, severity, saw, consequence, fix, rfc, rfcUrl } = found;
  const source = section(rfc, rfcUrl);
  if (severity === "note") return [`  - Note ${code(id)}: ${prose(saw)} (${source})`];
  return [
    `  - **${code(id)}** (${prose(remarks(found).join(", "))}): ${prose(saw)}`,
    `    - means: ${prose(consequence)}`,
    `    - fix: ${prose(fix)}`,
    `    - see: ${source}`,
  ];
}

const step = ({ id, status, summary, findings }: Step): string[] => [
  `- **${STEP_TITLES[id]}: ${STATUS_WORDS[status]}.** ${prose(summary)}`,
  ...findings.flatMap(finding),
];

/**
 * A report as Markdown for a ticket: verdict, what to do, what senders do and until when, the steps with their findings, and
 * what was seen. Links lead to RFCs only. Texts of the domain stand as code, whatever is in them: no link, `@name`, heading or
 * HTML comes of them.
 *
 * ```js
 * const resolvers = [RESOLVERS.cloudflare];
 * const report = await replay({ name: "", domain: "example.com", now: 1_800_000_000, resolvers, answers: {} });
 * console.log(reportAsMarkdown(report).split("\n")[0]); // ## MTA-STS of `example.com`
 * ```
 */
export function reportAsMarkdown(report: Report): string {
  const lines = [
    `## MTA-STS of ${code(report.domain)}`,
    "",
    `**${OUTCOME_WORDS[report.outcome]}.** ${prose(report.verdict)}`,
    "",
    `Checked on ${prose(dateTime(report.checkedAt))}.${report.isComplete ? "" : ` ${UNFINISHED}`}`,
    ...advice(report),
    ...senders(report),
    ...readings(report),
    "",
    "### Steps",
    "",
    ...report.steps.flatMap(step),
    "",
    `### ${HEADINGS.proof}`,
    ...proofs(report).flatMap(({ title, lines }) => ["", `${prose(title)}:`, "", ...block(lines)]),
  ];
  return `${lines.join("\n")}\n`;
}
