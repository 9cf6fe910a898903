/** Draws the timeline: sessions that succeeded above, those that failed below on a scale of their own, so that 3 of 50,000 show. */

import type { Slots } from "./slots.ts";
import { svg } from "./svg.ts";
import { words } from "./words.ts";

const MONTH = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });
const YEAR = new Intl.DateTimeFormat("en-GB", { year: "numeric", timeZone: "UTC" });
const SHORT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** In pixels. */
const HEAD = 24;
const UPPER = 132;
const LOWER = 76;
const AXIS = 26;
/** What there is at all can be seen. */
const LEAST = 3;
/** A few days are bars all the same, and no walls. */
const WIDEST = 48;
/** How much wider than a bar what marks it may be. */
const FRAME = 8;
export const HEIGHT = HEAD + UPPER + HEAD + LOWER + AXIS;
const BASE = HEAD + UPPER;
const LOWER_BASE = BASE + HEAD + LOWER;

/** The next of 1, 2, 5, 10, 20, 50 …: where a scale ends. */
export function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

/** All bars of one kind as one path. */
function bars(values: readonly number[], step: number, base: number, height: number, most: number): string {
  const gap = step > 6 ? 1.5 : step > 3 ? 0.75 : 0;
  return values
    .map((value, index) => {
      if (value <= 0) return "";
      const tall = Math.max(LEAST, (value / most) * height);
      const wide = Math.min(WIDEST, Math.max(0.75, step - gap));
      return `M${((index + 0.5) * step - wide / 2).toFixed(2)} ${base}v${-tall.toFixed(2)}h${wide.toFixed(2)}v${tall.toFixed(2)}z`;
    })
    .join("");
}

/** From where to where there are no reports, in slots. */
function gaps({ slots }: Slots): [number, number][] {
  const found: [number, number][] = [];
  slots.forEach(({ sessions }, index) => {
    if (sessions !== null) return;
    const last = found.at(-1);
    if (last?.[1] === index) last[1] = index + 1;
    else found.push([index, index + 1]);
  });
  return found;
}

/** The first days of months, or of years where months are too many, with room between their names. */
function ticks({ slots, width }: Slots, step: number): SVGElement[] {
  const [first, last] = [slots[0], slots.at(-1)];
  if (first === undefined || last === undefined) return [];
  const pixels = step / width;
  const made: SVGElement[] = [];
  const label = (day: number, name: string): void => {
    const x = (day - first.from) * pixels;
    const end = Number(made.at(-1)?.dataset.end ?? -99);
    if (x < end + 8) return;
    const line = svg("path", { d: `M${x.toFixed(1)} ${LOWER_BASE}v6`, class: "axis" });
    const words = svg("text", { x: (x + 3).toFixed(1), y: LOWER_BASE + 17, "data-end": x + name.length * 6.5 }, name);
    if (x + name.length * 7.5 < slots.length * step) made.push(line, words);
  };
  const date = new Date(first.from * 86_400_000);
  label(first.from, SHORT.format(date));
  date.setUTCDate(1);
  for (let count = 0; count < 1_200; count += 1) {
    date.setUTCMonth(date.getUTCMonth() + 1);
    const day = date.getTime() / 86_400_000;
    if (day > last.to) break;
    label(day, date.getUTCMonth() === 0 ? YEAR.format(date) : MONTH.format(date));
  }
  return made;
}

export function draw(days: Slots, width: number): SVGSVGElement {
  const { slots } = days;
  const step = width / Math.max(1, slots.length);
  const succeeded = slots.map(({ sessions }) => Number(sessions?.successful ?? 0));
  const failed = slots.map(({ sessions }) => Number(sessions?.failed ?? 0));
  const [most, mostFailed] = [niceCeiling(Math.max(...succeeded)), niceCeiling(Math.max(...failed))];
  const scale = (y: number, name: string, value: number): Node[] => [
    svg("text", { x: 0, y: y - 7, class: "band-name" }, name),
    svg("text", { x: width, y: y - 7, "text-anchor": "end" }, value.toLocaleString("en-GB")),
    svg("path", { d: `M0 ${y}H${width}`, class: "scale" }),
  ];
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, class: "timeline-drawing", "aria-hidden": "true" },
    svg(
      "defs",
      {},
      svg(
        "pattern",
        { id: "reports-failed", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        svg("rect", { width: 5, height: 5, class: "failed-ground" }),
        svg("rect", { width: 1.6, height: 5, class: "failed-stripe" }),
      ),
      svg(
        "pattern",
        { id: "reports-gap", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(-45)" },
        svg("rect", { width: 1, height: 6, class: "gap-stripe" }),
      ),
    ),
    ...gaps(days).map(([from, to]) =>
      svg("rect", {
        x: (from * step).toFixed(2),
        y: HEAD,
        width: ((to - from) * step).toFixed(2),
        height: LOWER_BASE - HEAD,
        fill: "url(#reports-gap)",
      }),
    ),
    ...scale(HEAD, words.succeeded, most),
    svg("path", { d: bars(succeeded, step, BASE, UPPER, most), class: "bars-succeeded" }),
    svg("path", { d: `M0 ${BASE}H${width}`, class: "axis" }),
    ...(mostFailed > 0 ? scale(BASE + HEAD, words.failedScale, mostFailed) : []),
    svg("path", {
      d: bars(failed, step, LOWER_BASE, LOWER, mostFailed),
      class: "bars-failed",
      fill: "url(#reports-failed)",
    }),
    svg("path", { d: `M0 ${LOWER_BASE}H${width}`, class: "axis" }),
    ...ticks(days, step),
    svg("rect", {
      class: "cursor",
      y: HEAD,
      height: LOWER_BASE - HEAD,
      x: 0,
      width: Math.min(WIDEST + FRAME, Math.max(2, step)),
    }),
  );
}

/** Marks a slot. */
export function point(drawing: SVGSVGElement, index: number, step: number): void {
  const cursor = drawing.querySelector(".cursor");
  const wide = Number(cursor?.getAttribute("width"));
  cursor?.setAttribute("x", ((index + 0.5) * step - wide / 2).toFixed(2));
}
