/** How wide text is on a terminal, and how it breaks into lines. */

import { visible } from "../../show/visible.ts";

const NARROW = /^[\p{Mn}\p{Me}]$/u;
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u{ff01}-\u{ff60}]$/u;

function widthOf(ch: string): number {
  if (ch <= "~") return 1;
  if (NARROW.test(ch)) return 0;
  return WIDE.test(ch) ? 2 : 1;
}

/** Columns that a text without control characters takes. */
export function width(text: string): number {
  let columns = 0;
  for (const ch of text) columns += widthOf(ch);
  return columns;
}

export function padEnd(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - width(text)));
}

/** The text, cut to so many columns. */
export function cut(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let kept = "";
  let used = 0;
  for (const ch of text) {
    used += widthOf(ch);
    if (used > columns - 1) break;
    kept += ch;
  }
  return `${kept}…`;
}

/** A word that is longer than a line, in pieces; links stay whole, so that they can be followed. */
function pieces(word: string, columns: number): string[] {
  if (width(word) <= columns || word.includes("https://")) return [word];
  const all: string[] = [];
  let piece = "";
  for (const ch of word) {
    if (width(piece) + widthOf(ch) > columns) {
      all.push(piece);
      piece = "";
    }
    piece += ch;
  }
  return [...all, piece];
}

/** The text in lines of at most so many columns, made safe for a terminal. */
export function wrap(text: string, columns: number): string[] {
  const most = Math.max(columns, 10);
  const lines: string[] = [];
  let line = "";
  for (const piece of visible(text)
    .split(" ")
    .flatMap((word) => pieces(word, most))) {
    if (line !== "" && width(line) + 1 + width(piece) > most) {
      lines.push(line);
      line = piece;
    } else {
      line = line === "" ? piece : `${line} ${piece}`;
    }
  }
  return [...lines, line];
}
