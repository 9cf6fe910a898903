/** What many reports come to, at a terminal: each domain, what could not be counted, and how many there were. */

import type { ReportSummary } from "../../types.ts";
import type { Style } from "../../show/text/style.ts";
import { count, outcome, several } from "../../show/tls-reports.ts";
import { domainLines, type DomainContext } from "./reported-domain.ts";

/** So many documents are listed that were not counted. */
const MOST_ROWS = 10;
/** So many files are named in a line. */
const MOST_NAMED = 4;

/** Of folders without reports. */
export const NOTHING = "There is no report in what was named.";

/** What is known besides the summary. */
export interface ReportContext extends DomainContext {
  /** Files of folders in which there is no report. */
  others: readonly string[];
}

export function summaryLines(style: Style, summary: ReportSummary, context: ReportContext): string[] {
  return [
    ...summary.domains.flatMap((domain) => [...domainLines(style, domain, context, summary.unreadable), ""]),
    ...documentLines(style, summary),
    ...otherLines(style, context.others),
    ...helpLines(style, context),
    ...style.prose(total(summary), ""),
  ];
}

/** Where it says what to do. */
function helpLines(style: Style, { meanings }: ReportContext): string[] {
  const [type] = meanings.keys();
  if (type === undefined) return [];
  return [...style.prose(`What may cause a failure, and what to do: mta-sts explain ${type}`, "", "dim"), ""];
}

function documentLines(style: Style, { documents, unreadable, problems }: ReportSummary): string[] {
  const unread = documents.filter(({ state }) => state === "unreadable").slice(0, MOST_ROWS);
  // After many documents none is listed any more.
  const more = unreadable - unread.length;
  const remarks = problems
    .map(({ kind, count: number }) => `${kind.replaceAll("-", " ")} (${count(number)})`)
    .join(", ");
  return [
    ...(unreadable === 0 ? [] : [style.heading("Not counted", "")]),
    ...unread.flatMap(({ name, note }) => [
      ...style.prose(name, "  ", "bold"),
      ...(note === null ? [] : style.prose(note, "    ")),
    ]),
    ...(more === 0
      ? []
      : [unread.length === 0 ? `  ${count(more)}, beyond the documents listed` : `  and ${count(more)} more`]),
    ...(unreadable === 0 ? [] : [""]),
    ...(remarks === "" ? [] : [...style.labelled("Remarks:", remarks, "", 9, "dim"), ""]),
  ];
}

function otherLines(style: Style, others: readonly string[]): string[] {
  if (others.length === 0) return [];
  const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : "";
  const holds = others.length === 1 ? "holds no report" : "hold no report";
  const sentence = `${several(others.length, "file")} of the folders ${holds}: ${others.slice(0, MOST_NAMED).join(", ")}${more}.`;
  return [...style.prose(sentence, "", "dim"), ""];
}

/** `93 files: 90 reports, 2 that had been counted before, 1 not counted. 5 of 900 sessions failed (0.6 %).` */
function total({ files, reports, duplicates, unreadable, sessions }: ReportSummary): string {
  const parts = [
    several(reports, "report"),
    duplicates === 0 ? null : `${count(duplicates)} that had been counted before`,
    unreadable === 0 ? null : `${count(unreadable)} not counted`,
  ];
  if (files === 0) return NOTHING;
  const what = `${several(files, "file")}: ${parts.filter((part) => part !== null).join(", ")}.`;
  return reports === 0 ? what : `${what} ${outcome(sessions)}`;
}
