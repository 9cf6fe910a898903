/** The line of a text that a finding is about, with carets below the place. */

import type { Location } from "../../types.ts";
import type { Style } from "../terminal/style.ts";
import { units, type Unit } from "../../show/visible.ts";
import { width } from "../terminal/width.ts";

/** The units of the line that holds the byte `start`, and how many of them come before it. */
function lineAt(bytes: Uint8Array, start: number): { line: Unit[]; before: number } {
  // LF ends a line (RFC 8461 §3.2, and see `Location`); an LF itself belongs to the line that it ends.
  const begin = start === 0 ? 0 : bytes.lastIndexOf(0x0a, start - 1) + 1;
  const end = bytes.indexOf(0x0a, start);
  const line = [...units(bytes.subarray(begin, end === -1 ? bytes.length : end))];
  let at = begin;
  const before = line.findIndex((unit) => {
    at += unit.bytes;
    return at > start;
  });
  return { line, before: before === -1 ? line.length : before };
}

/** `3 | mode: Enforce` and the carets, behind a margin. */
export function excerpt(style: Style, bytes: Uint8Array, place: Location, margin: string): string[] {
  const gutter = `${place.line} | `;
  const room = Math.max(10, style.surface.columns - margin.length - gutter.length);
  const { line, before } = lineAt(bytes, place.byteStart);
  let marked = 0;
  for (let at = place.byteStart; at < place.byteEnd && before + marked < line.length; marked += 1) {
    at += line[before + marked]?.bytes ?? 1;
  }

  const shown = line.map((unit) => unit.shown);
  // The CR of a CRLF is no part of what people call the line.
  if (shown.at(-1) === "\\r" && before + marked < line.length) shown.pop();
  const prefix = shown.slice(0, before).join("");
  const under = shown.slice(before, before + marked).join("");
  const rest = shown.slice(before + marked).join("");

  const { text, column, carets } = fit(prefix, under, rest, room);
  const blank = `${" ".repeat(gutter.length - 2)}| `;
  return [
    text === "" ? margin + style.paint(gutter.trimEnd(), "dim") : margin + style.paint(gutter, "dim") + text,
    `${margin}${style.paint(blank, "dim")}${" ".repeat(column)}${style.paint("^".repeat(carets), "red")}`,
  ];
}

/** A long line is cut on both sides, so that the place stays in sight. */
function fit(
  prefix: string,
  under: string,
  rest: string,
  room: number,
): { text: string; column: number; carets: number } {
  const whole = prefix + under + rest;
  if (width(whole) <= room) return { text: whole, column: width(prefix), carets: Math.max(1, width(under)) };
  const head = fromEnd(prefix, Math.max(0, Math.floor(room / 3)));
  const body = fromStart(under, room - width(head) - 1);
  const tail = fromStart(rest, body === under ? room - width(head) - width(body) : 0);
  return { text: head + body + tail, column: width(head), carets: Math.max(1, width(body)) };
}

function fromStart(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let kept = "";
  for (const ch of text) {
    if (width(kept + ch) > columns - 1) break;
    kept += ch;
  }
  return columns < 1 ? "" : `${kept}…`;
}

function fromEnd(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let kept = "";
  for (const ch of [...text].reverse()) {
    if (width(ch + kept) > columns - 1) break;
    kept = ch + kept;
  }
  return columns < 1 ? "" : `…${kept}`;
}
