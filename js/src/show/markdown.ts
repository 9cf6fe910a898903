/**
 * Sentences and texts as Markdown that says them literally. Escaping is not enough: trackers look for links, addresses,
 * `@names` and `#numbers` after backslashes and entities are gone. So a word is plain, or it is code.
 */

import { visible } from "./visible.ts";

/** Letters, digits and the signs of prose, none of which means anything in Markdown. */
const PROSE = /^[\p{L}\p{N}§…–—()“”‘’"',.;:?/-]*$/u;
/** What a tracker would make something of, all the same: names of hosts, schemes and `:emoji:`, but no time of day. */
const TELLING = /[\p{L}\p{N}]\.\p{L}|(?<!\d):\S|:[^\s\d]/u;
/** What begins a list or a rule at the beginning of a line. */
const LEADING = /^(?:-|\d+[.)])/;

interface Piece {
  text: string;
  isCode: boolean;
}

const isPlain = (word: string): boolean => PROSE.test(word) && !TELLING.test(word);
const isPlainAtStart = (word: string): boolean => isPlain(word) && !LEADING.test(word);

/** A word as code, but for the full stop or comma behind it. */
function wordPieces(word: string, isFirst: boolean): Piece[] {
  if (isFirst ? isPlainAtStart(word) : isPlain(word)) return [{ text: word, isCode: false }];
  const [, name = word, end = ""] = /^(.+?)([),.;:?]*)$/su.exec(word) ?? [];
  return [
    { text: name, isCode: true },
    { text: end, isCode: false },
  ];
}

/** A sentence in pieces, code where it says so by backticks, and where it has to be. */
function pieces(sentence: string): Piece[] {
  const parts = visible(sentence).trimStart().split("`");
  return parts.flatMap((part, index) => {
    if (index % 2 === 1) return [{ text: part || " ", isCode: true }];
    return part
      .split(/ +/)
      .flatMap((word, at) => [
        ...(at === 0 ? [] : [{ text: " ", isCode: false }]),
        ...wordPieces(word, index === 0 && at === 0),
      ]);
  });
}

function codeSpan(text: string): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  // A space on both sides would be taken away, and a backtick at an end would belong to the fence.
  const isPadded = /^`|`$|^ .*[^ ].* $/su.test(text);
  return isPadded ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}

/** A text as code: literally what it is. */
export const code = (text: string): string => codeSpan(visible(text) || " ");

/** A sentence as Markdown, in one line. */
export function prose(sentence: string): string {
  const merged: Piece[] = [];
  for (const piece of pieces(sentence)) {
    const last = merged.at(-1);
    if (piece.text === "") continue;
    // Two code spans side by side would be read as one with other ends.
    if (last?.isCode === piece.isCode) last.text += piece.text;
    else merged.push({ ...piece });
  }
  return merged.map(({ text, isCode }) => (isCode ? codeSpan(text) : text)).join("");
}

/** Lines as a block, fenced by more backticks than any of them has in a row. */
export function block(lines: readonly string[]): string[] {
  const shown = lines.map(visible);
  const longest = Math.max(2, ...shown.flatMap((line) => Array.from(line.matchAll(/`+/g), ([run]) => run.length)));
  const fence = "`".repeat(longest + 1);
  return [`${fence}text`, ...shown, fence];
}

/** Addresses of sections are the core's; a report that comes from elsewhere may have any. */
const SECTION = /^https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+(?:#section-[\d.]+)?$/;

/** A section with a link to it, where it leads to an RFC. */
export const section = (rfc: string, url: string): string =>
  SECTION.test(url) && isPlain(rfc.replaceAll(" ", "")) ? `[${rfc}](${url})` : prose(rfc);
