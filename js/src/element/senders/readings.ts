/** How named senders read the policy: one line where they agree, a row for each where they do not. */

import type { PolicyReadings, SenderReading } from "../../types.ts";
import { el, prose } from "../dom.ts";
import { duration } from "../../show/format.ts";
import { glyph } from "../glyph.ts";
import type { Heading } from "../heading.ts";
import { READING_LOOKS, READING_WORDS } from "../../show/words.ts";
import { text } from "../text.ts";

/** Leads to the finding that says the same, in the steps below. */
function findingLink(id: string): HTMLElement {
  const button = el("button", { class: "link", attributes: { type: "button" } }, text.seeFinding);
  button.addEventListener("click", () => {
    const found = button.closest(".view")?.querySelector<HTMLElement>(`[data-finding="${CSS.escape(id)}"]`);
    if (!found) return;
    const details = found.closest("details");
    if (details) details.open = true;
    found.tabIndex = -1;
    found.focus();
  });
  return button;
}

function row(read: SenderReading): HTMLElement {
  const kept = read.maxAge === null ? text.noMatch : duration(read.maxAge);
  const place = read.location && ` ${text.place(read.location.line, read.location.column)}.`;
  return el(
    "tr",
    { attributes: { "data-reading": read.sender, "data-verdict": read.verdict } },
    el(
      "th",
      { attributes: { scope: "row" } },
      el("strong", null, read.sender),
      el("span", { class: "quiet version" }, read.version),
    ),
    el(
      "td",
      { attributes: { "data-look": READING_LOOKS[read.verdict] } },
      el("span", { class: "reading-word" }, glyph(READING_LOOKS[read.verdict]), READING_WORDS[read.verdict]),
    ),
    el("td", null, read.mode ?? text.noMatch),
    el("td", null, kept),
    el("td", null, ...prose(read.reason), place, read.finding && " ", read.finding && findingLink(read.finding)),
  );
}

export function readings({ readings: list, agree }: PolicyReadings, heading: Heading): HTMLElement {
  const first = list[0];
  if (agree && first) {
    const names = list.map((read) => read.sender).join(", ");
    const verdict = READING_WORDS[first.verdict];
    return el(
      "section",
      { class: "readings", part: "readings", attributes: { "data-agree": "true" } },
      heading("title", text.readings),
      el("p", null, text.allAgree(list.length, verdict, first.mode)),
      el("p", { class: "quiet" }, names),
    );
  }
  const heads = [text.sender, text.whatItMakes, text.mode, text.keptFor, text.why];
  return el(
    "section",
    { class: "readings", part: "readings", attributes: { "data-agree": "false" } },
    heading("title", text.readings),
    el("p", null, text.disagree),
    el(
      "div",
      { class: "table", attributes: { tabindex: "0", role: "group", "aria-label": text.readings } },
      el(
        "table",
        null,
        el("thead", null, el("tr", null, ...heads.map((head) => el("th", { attributes: { scope: "col" } }, head)))),
        el("tbody", null, ...list.map(row)),
      ),
    ),
    el("p", { class: "quiet" }, text.readingsBasis),
  );
}
