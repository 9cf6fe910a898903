/** Raw text, character by character: what is written out and what is not ASCII stands out in it. */

import type { Unit } from "../show/visible.ts";

const UNIT = /\\u\{([0-9a-f]{1,6})\}|\\x[0-9a-f]{2}|\\[tr]|[^]/gu;

/**
 * The characters of a line in which the core has written out what cannot be seen. Whether a backslash stood in the text
 * itself, such a line does not say; a place that is found by a wrong count is seen by its text .
 */
export function unitsOf(line: string): Unit[] {
  return Array.from(line.matchAll(UNIT), ([shown, digits]) => {
    const isEscape = shown.length > 1 && shown.startsWith("\\");
    const point = digits === undefined ? (isEscape ? 0 : (shown.codePointAt(0) ?? 0)) : Number.parseInt(digits, 16);
    const bytes = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    return { shown, bytes, columns: bytes === 4 ? 2 : 1, isLineEnd: false };
  });
}

type Kind = "plain" | "escape" | "foreign";

/** A letter that only looks like one of ASCII is told apart by its underline. */
function kindOf({ shown }: Unit): Kind {
  if (shown.length > 1 && shown.startsWith("\\")) return "escape";
  return shown > "~" ? "foreign" : "plain";
}

function piece(kind: Kind, shown: string): Node {
  const text = document.createTextNode(shown);
  if (kind === "plain") return text;
  const span = document.createElement("span");
  span.className = kind;
  span.append(text);
  return span;
}

/** Characters of one kind in a row, together. */
export function pieces(line: readonly Unit[]): Node[] {
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

/** The characters of a text that are not ASCII, each with its number, since some look like others; at most twelve. */
export function foreign(lines: readonly (readonly Unit[])[]): string[] {
  const found = new Set(lines.flatMap((line) => line.filter((unit) => kindOf(unit) === "foreign")).map((u) => u.shown));
  return [...found]
    .slice(0, 12)
    .map((ch) => `${ch} (U+${(ch.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")})`);
}
