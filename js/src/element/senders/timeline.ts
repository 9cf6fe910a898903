/** The timeline as a picture, and as a table with the same facts. */

import type { Band, Outlook, SenderOutlook } from "../../types.ts";
import { el } from "../dom.ts";
import { date } from "../../show/format.ts";
import { BAND_WORDS } from "../../show/words.ts";
import { text } from "../text.ts";
import { title } from "./cards.ts";

const SVG = "http://www.w3.org/2000/svg";
/** In pixels: the width before the picture is laid out and the widest it gets, where the bands begin, and the
 * height of a row. */
const WIDTH = 720;
const WIDEST = 1152;
const LEFT = 8;
const ROW = 46;
const TOP = 26;

function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: (Node | string)[]
): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** Where in the picture a moment lies: from now to the last date, and some room behind it for what has no end. */
function scale(outlook: Outlook, width: number): (at: number) => number {
  const ends = outlook.bands.flatMap((band) => (band.until === null ? [band.from] : [band.until]));
  const last = Math.max(outlook.at + 86400, ...ends);
  const right = (width - LEFT) * 0.82;
  return (at) => LEFT + (Math.max(0, at - outlook.at) / (last - outlook.at)) * right;
}

function bar(band: Band, place: (at: number) => number, width: number): SVGElement {
  const from = place(band.from);
  const until = band.until === null ? width - 2 : Math.max(from + 3, place(band.until));
  const y = TOP + band.row * ROW + 18;
  const label = BAND_WORDS[band.state];
  return svg(
    "g",
    { class: `band band-${band.state}` },
    svg("rect", { x: from, y, width: until - from, height: 18, rx: 3 }),
    // A word that has no room is left to the table.
    ...(until - from > label.length * 7.5 ? [svg("text", { x: from + 7, y: y + 13 }, label)] : []),
  );
}

function picture(outlook: Outlook, rows: readonly SenderOutlook[], width: number): SVGElement {
  const place = scale(outlook, width);
  const height = TOP + rows.length * ROW + 22;
  const ends = [...new Set(outlook.bands.flatMap((band) => (band.until === null ? [] : [band.until])))]
    .filter((until) => until > outlook.at)
    .sort((a, b) => a - b);
  let free = 60;
  const marks = ends.flatMap((until) => {
    const x = place(until);
    const line = svg("line", { class: "mark-end", x1: x, x2: x, y1: TOP, y2: height - 20 });
    // Dates that would stand on one another are left to the table.
    if (x < free) return [line];
    free = x + 110;
    return [
      line,
      svg(
        "text",
        { class: "mark-date", x, y: height - 6, "text-anchor": x > width - 55 ? "end" : "middle" },
        date(until),
      ),
    ];
  });
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": text.timelineLabel },
    svg("line", { class: "mark-now", x1: LEFT, x2: LEFT, y1: TOP - 8, y2: height - 20 }),
    svg("text", { class: "mark-date", x: LEFT, y: TOP - 12 }, `${text.now}, ${date(outlook.at)}`),
    ...marks,
    ...rows.map((sender, row) =>
      svg("text", { class: "row-title", x: LEFT + 6, y: TOP + row * ROW + 12 }, title(sender)),
    ),
    ...outlook.bands
      .filter((band) => band.until === null || band.until >= outlook.at)
      .map((band) => bar(band, place, width)),
  );
}

function table(outlook: Outlook): HTMLElement {
  const rows = outlook.bands.map((band) => {
    const sender = outlook.senders[band.row];
    return el(
      "tr",
      null,
      el("th", { attributes: { scope: "row" } }, sender ? title(sender) : band.sender),
      el("td", null, BAND_WORDS[band.state]),
      el("td", null, date(band.from)),
      el("td", null, band.until === null ? text.openEnd : date(band.until)),
      el("td", null, band.label),
    );
  });
  const heads = [text.sender, text.state, text.fromDate, text.untilDate, text.meaning];
  return el(
    "details",
    { class: "timeline-table", attributes: { "data-fold": "timeline" } },
    el("summary", null, text.asTable),
    el(
      "div",
      { class: "table", attributes: { tabindex: "0", role: "group", "aria-label": text.timelineLabel } },
      el(
        "table",
        null,
        el("thead", null, el("tr", null, ...heads.map((head) => el("th", { attributes: { scope: "col" } }, head)))),
        el("tbody", null, ...rows),
      ),
    ),
  );
}

/** Draws the picture as wide as its place is, so that its words keep their size on a small screen. */
function fitted(outlook: Outlook): HTMLElement {
  const draw = (width: number): SVGElement => picture(outlook, outlook.senders, width);
  let drawn = WIDTH;
  const box = el("div", { class: "timeline-picture" }, draw(drawn));
  new ResizeObserver(() => {
    const width = Math.min(box.clientWidth, WIDEST);
    if (width === 0 || width === drawn) return;
    drawn = width;
    box.replaceChildren(draw(width));
  }).observe(box);
  return box;
}

export function timeline(outlook: Outlook): HTMLElement | null {
  if (outlook.bands.length === 0) return null;
  return el("figure", { class: "timeline", part: "timeline" }, fitted(outlook), el("figcaption", null, table(outlook)));
}
