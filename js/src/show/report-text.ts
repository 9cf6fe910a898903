/** A report as plain text. */

import type { Report } from "../types.ts";
import { UNFINISHED } from "./phrases.ts";
import { fullReport } from "./text/full.ts";
import { Style } from "./text/style.ts";
import { visible } from "./visible.ts";

/** What mail programs and trackers show without breaking lines anew. */
const COLUMNS = 80;
const PLAIN = new Style({ redraws: false, colours: false, signs: false, columns: COLUMNS });

/**
 * A report as plain text for a ticket or a mail: 80 columns, links and what was seen not broken. It is what the command
 * prints, notes shortened, and at the end the texts that were found. Characters that hide or reorder others are written out
 * (`\u{202e}`), so no text of a domain can pass for a line of the report.
 *
 * ```js
 * const resolvers = [RESOLVERS.cloudflare];
 * const report = await replay({ name: "", domain: "example.com", now: 1_800_000_000, resolvers, answers: {} });
 * console.log(reportAsText(report).split("\n")[0].replace(/ +/, " ")); // example.com 15 January 2027, 08:00 UTC
 * ```
 */
export function reportAsText(report: Report): string {
  const lines = fullReport(PLAIN, report, {
    notes: report.isComplete ? [] : [UNFINISHED],
    allReadings: false,
    since: [],
    isAccepted: () => false,
    isForTicket: true,
  });
  return `${lines.map(visible).join("\n").trimEnd()}\n`;
}
