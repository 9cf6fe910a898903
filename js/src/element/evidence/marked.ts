/** A line of raw text. What is written out or not ASCII stands out in it, and so do the places that findings point at. */

import type { Unit } from "../../show/visible.ts";
import type { Finding, Location } from "../../types.ts";
import { el } from "../dom.ts";

const UNIT = /\\u\{([0-9a-f]{1,6})\}|\\x[0-9a-f]{2}|\\[tr]|[^]/gu;

/**
 * The characters of a line in which the core has written out what cannot be seen. Whether a backslash stood in the text
 * itself, such a line does not say; a place that is found by a wrong count is seen by its text (`spanOf`).
 */
export function unitsOf(line: string): Unit[] {
  return Array.from(line.matchAll(UNIT), ([shown, digits]) => {
    const isEscape = shown.length > 1 && shown.startsWith("\\");
    const point = digits === undefined ? (isEscape ? 0 : (shown.codePointAt(0) ?? 0)) : Number.parseInt(digits, 16);
    const bytes = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    return { shown, bytes, columns: bytes === 4 ? 2 : 1, isLineEnd: false };
  });
}

/** From where to where in the line a place goes; `null` if another text stands there. */
function spanOf(line: readonly Unit[], { column, byteStart, byteEnd, text }: Location): [number, number] | null {
  let from = 0;
  for (let at = 1; from < line.length && at < column; from += 1) at += line[from]?.columns ?? 1;
  let to = from;
  for (let at = byteStart; to < line.length && at < byteEnd; to += 1) at += line[to]?.bytes ?? 1;
  const shown = line
    .slice(from, to)
    .map((unit) => unit.shown)
    .join("");
  const said = text.replace(/…$/, "");
  return said.startsWith(shown) || shown.startsWith(said) ? [from, to] : null;
}

type Kind = "plain" | "escape" | "foreign";

/** A letter that only looks like one of ASCII is told apart by its underline. */
function kindOf({ shown }: Unit): Kind {
  if (shown.length > 1 && shown.startsWith("\\")) return "escape";
  return shown > "~" ? "foreign" : "plain";
}

function piece(kind: Kind, shown: string): Node {
  return kind === "plain" ? document.createTextNode(shown) : el("span", { class: kind }, shown);
}

/** Characters of one kind in a row, together. */
function pieces(line: readonly Unit[]): Node[] {
  const made: Node[] = [];
  let kind: Kind = "plain";
  let text = "";
  for (const unit of line) {
    const next = kindOf(unit);
    if (next !== kind && text !== "") {
      made.push(piece(kind, text));
      text = "";
    }
    kind = next;
    text += unit.shown;
  }
  return text === "" ? made : [...made, piece(kind, text)];
}

/** Of the findings only those that are about this line. A place without width becomes a mark without text. */
export function marked(units: readonly Unit[], found: readonly Finding[]): HTMLElement {
  const line = [...units];
  const spans = found
    .flatMap(({ location }) => (location === null ? [] : [spanOf(line, location)]))
    .filter((span) => span !== null)
    .sort(([a], [b]) => a - b);
  // The CR of a CRLF is no part of what people call the line, unless it is what a finding is about.
  if (line.at(-1)?.shown === "\\r" && !spans.some(([from, to]) => to >= line.length && to > from)) line.pop();
  const element = el("span", null);
  let at = 0;
  for (const [from, to] of spans) {
    if (to < at || (to === at && from < at)) continue;
    element.append(...pieces(line.slice(at, from)), el("mark", null, ...pieces(line.slice(Math.max(at, from), to))));
    at = to;
  }
  element.append(...pieces(line.slice(at)));
  element.classList.toggle(
    "is-marked",
    found.some(({ location, severity }) => location !== null && severity !== "note"),
  );
  return element;
}

/** The characters of a text that are not ASCII, each with its number, since some look like others; at most twelve. */
export function foreign(lines: readonly (readonly Unit[])[]): string[] {
  const found = new Set(lines.flatMap((line) => line.filter((unit) => kindOf(unit) === "foreign")).map((u) => u.shown));
  return [...found]
    .slice(0, 12)
    .map((ch) => `${ch} (U+${(ch.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")})`);
}
