/** The corrected text beside the one that was given, line by line, and what nobody else can decide. */

import type { Correction, Finding } from "../../types.ts";
import { el, prose, type Child } from "../dom.ts";
import { marked } from "../evidence/marked.ts";
import { raw } from "../evidence/parts.ts";
import type { Heading } from "../heading.ts";
import { text } from "../text.ts";
import type { Validation } from "./events.ts";
import { lineDiff, type DiffLine } from "./line-diff.ts";

/** So many lines that stay are shown on both sides of a change, and so many lines in all. */
const AROUND = 2;
const MOST = 200;

const SIGNS = { same: " ", removed: "−", added: "+" } as const;
const WORDS = { same: "", removed: text.removedLine, added: text.addedLine } as const;

function row({ kind, units, hasLineEnd }: DiffLine): HTMLElement {
  const line = el(
    "span",
    { class: `diff diff-${kind}` },
    el("span", { class: "sign", attributes: { "aria-hidden": "true" } }, `${SIGNS[kind]} `),
    WORDS[kind] === "" ? null : el("span", { class: "visually-hidden" }, WORDS[kind]),
    // The CR before an LF may be all that changes.
    marked(units, [], kind !== "same"),
    hasLineEnd || kind === "same" ? null : el("small", null, `   ${text.noLineEnd}`),
  );
  return line;
}

const gap = (count: number): HTMLElement => el("small", null, text.sameLines(count));

/** Of a long stretch without change only its edges. */
function rows(lines: readonly DiffLine[]): HTMLElement[] {
  const made: HTMLElement[] = [];
  for (let at = 0; at < lines.length && made.length < MOST;) {
    let end = at;
    while (end < lines.length && lines[end]?.kind === "same") end += 1;
    const before = at === 0 ? at : at + AROUND;
    const after = end === lines.length ? end : end - AROUND;
    if (after - before > 1) {
      made.push(...lines.slice(at, before).map(row), gap(after - before), ...lines.slice(after, end).map(row));
    } else {
      made.push(...lines.slice(at, end).map(row));
    }
    for (at = end; at < lines.length && lines[at]?.kind !== "same" && made.length < MOST; at += 1) {
      const line = lines[at];
      if (line) made.push(row(line));
    }
  }
  return made;
}

/** What the correction leaves as it is, each with what to do. */
function unresolved({ unresolved: ids }: Correction, findings: readonly Finding[]): Child {
  const fixes = new Set(findings.filter(({ id }) => ids.includes(id)).map(({ fix }) => fix));
  if (fixes.size === 0) return null;
  return el(
    "div",
    null,
    el("p", null, text.leftToYou),
    el("ul", null, ...[...fixes].map((fix) => el("li", null, ...prose(fix)))),
  );
}

/** `null` where there is nothing to correct, or nothing that is certain. */
export function correction(
  given: Uint8Array,
  validation: Validation,
  heading: Heading,
  onCorrect: (corrected: string) => void,
): HTMLElement | null {
  const found = validation.correction;
  if (found === null) return null;
  const lines = lineDiff(given, new TextEncoder().encode(found.text));
  const button = el("button", { part: "use-correction", attributes: { type: "button" } }, text.useCorrection);
  button.addEventListener("click", () => onCorrect(found.text));
  return el(
    "section",
    { class: "correction", part: "correction" },
    heading("title", text.correction),
    raw(text.correction, rows(lines)),
    el("p", null, button),
    unresolved(found, validation.findings),
  );
}
