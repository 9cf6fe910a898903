/** A line of raw text in which the places that findings point at are marked. */

import type { Unit } from "../../show/visible.ts";
import type { Finding, Location } from "../../types.ts";
import { pieces } from "../characters.ts";
import { el } from "../dom.ts";

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

/**
 * Of the findings only those that are about this line. A place without width becomes a mark without text. The CR of a CRLF is no
 * part of what people call the line; it stays if a finding is about it, or if `isWhole`.
 */
export function marked(units: readonly Unit[], found: readonly Finding[], isWhole = false): HTMLElement {
  const line = [...units];
  const spans = found
    .flatMap(({ location }) => (location === null ? [] : [spanOf(line, location)]))
    .filter((span) => span !== null)
    .sort(([a], [b]) => a - b);
  const isAboutEnd = spans.some(([from, to]) => to >= line.length && to > from);
  if (line.at(-1)?.shown === "\\r" && !isAboutEnd && !isWhole) line.pop();
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
