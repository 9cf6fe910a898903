/** Tables of a summary as CSV (RFC 4180), for spreadsheets: no text in them is taken for a formula. */

import { MtaStsError, kind } from "../error.ts";
import { visible } from "../show/visible.ts";
import type { ReportSummary, SessionShare } from "../types.ts";

/** A table of a summary. */
export type ReportTable = "sessions" | "failures" | "documents";

type Cell = string | number | boolean | null;

interface Table {
  head: readonly string[];
  rows: (summary: ReportSummary) => Cell[][];
}

const TABLES: Record<ReportTable, Table> = {
  sessions: {
    head: ["domain", "day", "successful-sessions", "failed-sessions"],
    rows: ({ domains }) =>
      domains.flatMap(({ domain, days }) =>
        days.map(({ day, sessions }) => [domain, day, sessions.successful, sessions.failed]),
      ),
  },
  failures: {
    head: [
      "domain",
      "result-type",
      "is-registered",
      "sessions",
      "first-day",
      "last-day",
      "mx-hosts",
      "receiving-ips",
      "senders",
      "sending-ips",
      "reasons",
      "information",
    ],
    rows: ({ domains }) =>
      domains.flatMap(({ domain, failures }) =>
        failures.map((failure) => [
          domain,
          failure.resultType,
          failure.isRegistered,
          failure.sessions,
          failure.firstDay,
          failure.lastDay,
          shares(failure.mxHosts),
          shares(failure.receivingIps),
          shares(failure.senders),
          shares(failure.sendingIps),
          shares(failure.reasons),
          shares(failure.information),
        ]),
      ),
  },
  documents: {
    head: [
      "document",
      "state",
      "organization",
      "report-id",
      "day",
      "domain",
      "successful-sessions",
      "failed-sessions",
      "notices",
      "note",
    ],
    rows: ({ documents }) =>
      documents.map((line) => [
        line.name,
        line.state,
        line.organization,
        line.reportId,
        line.day,
        line.domain,
        line.sessions.successful,
        line.sessions.failed,
        line.notices,
        line.note,
      ]),
  },
};

export const REPORT_TABLES = Object.keys(TABLES) as ReportTable[];

/**
 * A table of a summary as CSV (RFC 4180), with a line of names above: `sessions` of each domain and day, `failures` of each
 * domain and kind, with what they have in common and how many sessions that were, or the `documents` that were read. What is not
 * known is empty.
 *
 * Reports come from anybody, and spreadsheets take a text that begins with `=`, `+`, `-` or `@` for a formula: such a text gets
 * an apostrophe before it. Characters that cannot be seen are written out, so a record is always one line. What is longer than a
 * cell may be in Excel, 32,767 characters, ends with `…`; the summary has all of it.
 *
 * ```js
 * const text = `{ "policies": [{
 *   "policy": { "policy-type": "sts", "policy-domain": "example.com" },
 *   "summary": { "total-successful-session-count": 40, "total-failure-session-count": 2 }
 * }], "organization-name": "=1+1", "report-id": "1", "contact-info": "tls@mail.example",
 *   "date-range": { "start-datetime": "2026-11-25T00:00:00Z", "end-datetime": "2026-11-25T23:59:59Z" } }`;
 * const summary = await readReports([{ name: "a.json", bytes: new TextEncoder().encode(text) }]);
 * console.log(reportsAsCsv(summary, "sessions").split("\r\n")[1]); // example.com,2026-11-25,40,2
 * console.log(reportsAsCsv(summary, "documents").includes("counted,'=1+1,1,")); // true
 * ```
 *
 * @throws {MtaStsError} of code `argument` for another table.
 */
export function reportsAsCsv(summary: ReportSummary, table: ReportTable): string {
  if (!Object.hasOwn(TABLES, table)) {
    throw new MtaStsError("argument", `The table is one of ${REPORT_TABLES.join(", ")}, not ${kind(table)}.`);
  }
  const { head, rows } = TABLES[table];
  return [head, ...rows(summary)].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** What sessions have in common, and how many they are, where reports tell. */
const shares = (list: readonly SessionShare[]): string =>
  list.flatMap(({ name, sessions }) => (name === null ? [] : [`${name} (${sessions})`])).join("; ");

/**
 * What a spreadsheet takes for the beginning of a formula, also in full width, and behind what it may drop before it looks:
 * white space, quotes, what cannot be seen.
 */
const FORMULA = /^[\s\p{C}"'“”‘’`]*[=+\-@\t\r＝＋－＠]/u;

/** Of a longer text Excel puts the rest into the next row, where it may begin a formula. */
const MOST_CHARACTERS = 32_767;

function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const whole = (FORMULA.test(value) ? "'" : "") + visible(value);
  const text = whole.length > MOST_CHARACTERS ? `${whole.slice(0, MOST_CHARACTERS - 1)}…` : whole;
  return /[",;]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
