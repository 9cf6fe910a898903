/** Says at the top what could not be read, and why: whoever sees only the rest would take it for all. */

import type { ReportSummary } from "../../../js/src/browser.ts";
import { glyph } from "../../../js/src/element.ts";
import { el, prose } from "../../../js/src/element/dom.ts";
import { brief, code } from "./raw.ts";
import { words } from "./words.ts";

const MOST = 5;

export function unreadableNotice(summary: ReportSummary, showAll: () => void): HTMLElement[] {
  const { unreadable, documents, omittedDocuments } = summary;
  if (unreadable === 0) return [];
  const found = documents.filter(({ state }) => state === "unreadable");
  const button = el("button", { class: "is-quiet", attributes: { type: "button" } }, words.showUnreadable);
  button.addEventListener("click", showAll);
  return [
    el(
      "aside",
      { class: "unreadable", attributes: { "data-look": "inconclusive" } },
      el(
        "p",
        null,
        glyph("inconclusive"),
        el("strong", null, words.unreadable(unreadable, documents.length + omittedDocuments)),
      ),
      el(
        "ul",
        null,
        ...found
          .slice(0, MOST)
          .map(({ name, note }) => el("li", null, code(brief(name)), note !== null && ": ", ...prose(note ?? ""))),
      ),
      unreadable > MOST && el("p", { class: "quiet" }, words.moreUnreadable(unreadable - MOST)),
      el("p", null, button),
    ),
  ];
}
