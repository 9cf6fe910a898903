/** Findings: what was seen, what follows, what to do, and what that rests on. */

import type { Finding, StepStatus } from "../types.ts";
import { el, prose } from "./dom.ts";
import { glyph } from "./glyph.ts";
import { SEVERITY_WORDS } from "../show/words.ts";
import { text } from "./text.ts";

const LOOKS = { error: "failed", warning: "warned", note: "passed" } as const;

function finding(found: Finding): HTMLElement {
  const notes = [
    el("a", { attributes: { href: found.rfcUrl, target: "_blank", rel: "noopener" } }, found.rfc),
    found.location && el("span", null, text.place(found.location.line, found.location.column)),
    found.sendersDiffer && el("span", null, text.sendersDiffer),
    found.resultType && el("span", null, text.reportedAs(found.resultType)),
  ];
  return el(
    "li",
    { class: `finding finding-${found.severity}`, part: "finding", attributes: { "data-finding": found.id } },
    el(
      "p",
      { class: "finding-saw" },
      found.severity === "note" ? null : glyph(LOOKS[found.severity]),
      el("span", { class: "visually-hidden" }, `${SEVERITY_WORDS[found.severity]}: `),
      el("span", null, ...prose(found.saw)),
    ),
    el("p", null, ...prose(found.consequence)),
    el("p", { class: "finding-fix" }, ...prose(found.fix)),
    el("p", { class: "finding-notes" }, ...notes),
  );
}

/** Of a step that was not looked at, or not yet, no word says that it is fine: then there is `null`. */
export function findings(list: readonly Finding[], status: StepStatus): HTMLElement | null {
  if (list.length === 0) {
    return status === "passed" || status === "warned" ? el("p", { class: "quiet" }, text.fine) : null;
  }
  return el("ul", { class: "findings" }, ...list.map(finding));
}
