/** Findings: what was seen, what follows, what to do, and what that rests on. */

import type { Finding, Location, StepStatus } from "../types.ts";
import { el, prose, type Child } from "./dom.ts";
import { glyph } from "./glyph.ts";
import { SEVERITY_WORDS } from "../show/words.ts";
import { text } from "./text.ts";

/** Leads to a place in the text. */
export type OnLocate = (location: Location) => void;

const LOOKS = { error: "failed", warning: "warned", note: "passed" } as const;

/** What the reader sees apart: what was seen, what follows, what to do. */
function sentence(kind: string, label: Child[], said: string): HTMLElement {
  return el("p", { class: `finding-${kind}` }, el("span", { class: "finding-label" }, ...label, " "), span(said));
}

const span = (said: string): HTMLElement => el("span", null, ...prose(said));

/** Where it is, in words; a button where somebody can lead there. */
function place(location: Location, onLocate: OnLocate | null): HTMLElement {
  const words = text.place(location.line, location.column);
  if (onLocate === null) return el("span", null, words);
  const button = el("button", { class: "link", part: "place", attributes: { type: "button" } }, words);
  button.addEventListener("click", () => onLocate(location));
  return button;
}

function finding(found: Finding, onLocate: OnLocate | null): HTMLElement {
  const notes = [
    el("a", { attributes: { href: found.rfcUrl, target: "_blank", rel: "noopener" } }, found.rfc),
    found.location && place(found.location, onLocate),
    found.sendersDiffer && el("span", null, text.sendersDiffer),
    found.resultType && el("span", null, text.reportedAs(found.resultType)),
  ];
  return el(
    "li",
    { class: `finding finding-${found.severity}`, part: "finding", attributes: { "data-finding": found.id } },
    sentence(
      "saw",
      [found.severity === "note" ? null : glyph(LOOKS[found.severity]), SEVERITY_WORDS[found.severity]],
      found.saw,
    ),
    sentence("effect", [text.effect], found.consequence),
    sentence("fix", [text.fix], found.fix),
    el("p", { class: "finding-notes" }, ...notes),
  );
}

/** All of them, in their order. */
export function findingList(list: readonly Finding[], onLocate: OnLocate | null = null): HTMLElement {
  return el("ul", { class: "findings" }, ...list.map((found) => finding(found, onLocate)));
}

/** Of a step that was not looked at, or not yet, no word says that it is fine: then there is `null`. */
export function findings(list: readonly Finding[], status: StepStatus): HTMLElement | null {
  if (list.length === 0) {
    return status === "passed" || status === "warned" ? el("p", { class: "quiet" }, text.fine) : null;
  }
  return findingList(list);
}
