/** The timeline as a table, made when somebody opens it: a row for each day, and one for each time without reports. */

import type { DaySessions } from "../../../js/src/browser.ts";
import { el } from "../../../js/src/element/dom.ts";
import { dayName, dayNumber, figure, span } from "./figures.ts";
import { inSteps } from "./fold.ts";
import { words } from "./words.ts";

function rowsOf(days: readonly DaySessions[]): (() => HTMLElement)[] {
  const rows: (() => HTMLElement)[] = [];
  let before: number | null = null;
  for (const { day, sessions } of days) {
    const number = dayNumber(day ?? "");
    const [from, to] = [(before ?? number) + 1, number - 1];
    if (before !== null && from <= to) {
      rows.push(() =>
        el(
          "tr",
          { class: "is-gap" },
          el("th", { attributes: { scope: "row" } }, span(from, to)),
          el("td", { attributes: { colspan: "2" } }, words.noReports),
        ),
      );
    }
    before = number;
    rows.push(() =>
      el(
        "tr",
        null,
        el("th", { attributes: { scope: "row" } }, dayName(number)),
        el("td", { class: "number" }, figure(sessions.successful)),
        el("td", { class: BigInt(sessions.failed) > 0n ? "number has-failed" : "number" }, figure(sessions.failed)),
      ),
    );
  }
  return rows;
}

export function dayTable(days: readonly DaySessions[]): HTMLElement {
  const fold = el("details", { class: "as-table" }, el("summary", null, words.asTable));
  const fill = (): void => {
    const heads = [words.day, words.succeeded, words.failedSessions];
    const body = el("tbody", null);
    const table = el(
      "table",
      { class: "figures" },
      el("caption", { class: "visually-hidden" }, words.chart),
      el(
        "thead",
        null,
        el(
          "tr",
          null,
          ...heads.map((head, index) =>
            el("th", { class: index > 0 ? "number" : "", attributes: { scope: "col" } }, head),
          ),
        ),
      ),
      body,
    );
    fold.append(table, ...inSteps(rowsOf(days), body, 100));
  };
  fold.addEventListener("toggle", fill, { once: true });
  return fold;
}
