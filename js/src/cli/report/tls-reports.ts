/** What many reports come to, at a terminal: each domain, what could not be counted, and how many there were. */

import type { ReportSummary } from "../../types.ts";
import type { Style } from "../../show/text/style.ts";
import { count, several } from "../../show/tls-reports.ts";
import { domainLines, type DomainContext } from "./reported-domain.ts";

/** So many documents are listed that were not counted. */
const MOST_ROWS = 10;
/** So many files are named in a line. */
const MOST_NAMED = 4;

/** What is known besides the summary. */
export interface ReportContext extends DomainContext {
  /** Files of folders in which there is no report. */
  others: readonly string[];
}

export function summaryLines(style: Style, summary: ReportSummary, context: ReportContext): string[] {
  return [
    ...summary.domains.flatMap((domain) => [...domainLines(style, domain, context), ""]),
    ...documentLines(style, summary),
    ...otherLines(style, context.others),
    totalLine(summary),
  ];
}

function documentLines(style: Style, { documents, unreadable, problems }: ReportSummary): string[] {
  const unread = documents.filter(({ state }) => state === "unreadable");
  const more = unreadable - Math.min(unread.length, MOST_ROWS);
  const remarks = problems
    .map(({ kind, count: number }) => `${kind.replaceAll("-", " ")} (${count(number)})`)
    .join(", ");
  return [
    ...(unread.length === 0 ? [] : [style.heading("Not counted", "")]),
    ...unread
      .slice(0, MOST_ROWS)
      .flatMap(({ name, note }) => [
        ...style.prose(name, "  ", "bold"),
        ...(note === null ? [] : style.prose(note, "    ")),
      ]),
    ...(unread.length > 0 && more > 0 ? [`  and ${count(more)} more`] : []),
    ...(unread.length === 0 ? [] : [""]),
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

/** `93 files: 90 reports, 2 of them twice, 1 not read.` */
function totalLine({ files, reports, duplicates, unreadable }: ReportSummary): string {
  const parts = [
    several(reports, "report"),
    duplicates === 0 ? null : `${count(duplicates)} that had been counted before`,
    unreadable === 0 ? null : `${count(unreadable)} not counted`,
  ];
  return `${several(files, "file")}: ${parts.filter((part) => part !== null).join(", ")}.`;
}
