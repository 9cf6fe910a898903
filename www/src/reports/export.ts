/** What the reader may take along: tables, all of it, paper. */

import type { ReportSummary } from "../../../js/src/browser.ts";
import { reportsAsCsv } from "../../../js/src/remote.ts";
import { el } from "../../../js/src/element/dom.ts";
import { download, downloadJson } from "../download.ts";
import { words } from "./words.ts";

const TABLES = { sessions: words.csvSessions, failures: words.csvFailures, documents: words.csvDocuments } as const;

const fileName = ({ firstDay, lastDay }: ReportSummary): string =>
  ["tls-reports", firstDay, lastDay].filter((part) => part !== null).join("-");

export function exportTools(summary: ReportSummary): HTMLElement {
  const button = (label: string, act: () => void): HTMLElement => {
    const made = el("button", { class: "is-quiet", attributes: { type: "button" } }, label);
    made.addEventListener("click", act);
    return made;
  };
  const tables = (Object.keys(TABLES) as (keyof typeof TABLES)[]).map((table) =>
    button(TABLES[table], () =>
      download(`${fileName(summary)}-${table}.csv`, "text/csv", reportsAsCsv(summary, table)),
    ),
  );
  return el(
    "section",
    { class: "part share" },
    el("h2", null, words.keep),
    el(
      "div",
      { class: "tools" },
      ...tables,
      button(words.json, () => downloadJson(fileName(summary), summary)),
      button(words.print, () => print()),
    ),
    el("p", { class: "quiet" }, words.keepWhy),
  );
}
