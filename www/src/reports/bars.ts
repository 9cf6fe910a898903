/** Tables that are charts: a figure in each cell, and below it how much that is of the largest. */

import type { Count } from "../../../js/src/browser.ts";
import { el, type Child } from "../../../js/src/element/dom.ts";
import { figure, ratio } from "./figures.ts";
import { inSteps } from "./fold.ts";
import { svg } from "./svg.ts";

export type BarKind = "all" | "failed";

/** A figure with its bar; the largest figure of its column fills it. */
export interface Bar {
  kind: BarKind;
  value: Count | bigint;
  most: Count | bigint;
}

export interface BarRow {
  name: Child[];
  note: Child[];
  cells: (Bar | string)[];
}

/** What is longer folds. */
const FOLD = 10;

/** Decorative: the figure stands above it. Where there is anything, something can be seen. */
function bar({ kind, value, most }: Bar): SVGSVGElement {
  const part = ratio(value, most);
  const width = `${part > 0 ? Math.max(1, part * 100).toFixed(2) : 0}%`;
  return svg(
    "svg",
    { class: "bar", width: "100%", height: 6, "aria-hidden": "true" },
    svg("rect", { class: "bar-ground", width: "100%", height: 6 }),
    svg("rect", { class: `bar-${kind}`, width, height: 6 }),
  );
}

function cell(content: Bar | string): HTMLElement {
  if (typeof content === "string") return el("td", { class: "number" }, content);
  const isFailed = content.kind === "failed" && BigInt(content.value) > 0n;
  return el("td", { class: isFailed ? "number has-failed" : "number" }, figure(content.value), bar(content));
}

function row({ name, note, cells }: BarRow): HTMLElement {
  const below = note.length > 0 && el("span", { class: "quiet note" }, ...note);
  return el("tr", null, el("th", { attributes: { scope: "row" } }, ...name, below), ...cells.map(cell));
}

export function barTable(caption: string, heads: readonly string[], rows: readonly BarRow[]): HTMLElement {
  const body = el("tbody", null);
  const head = (text: string, index: number): HTMLElement =>
    el("th", { class: index > 0 ? "number" : "", attributes: { scope: "col" } }, text);
  const table = el(
    "table",
    { class: "figures bars" },
    el("caption", { class: "visually-hidden" }, caption),
    el("thead", null, el("tr", null, ...heads.map(head))),
    body,
  );
  const more = inSteps(
    rows.map((each) => () => row(each)),
    body,
    FOLD,
  );
  return el("div", { class: "bar-table" }, table, ...more);
}

/** The largest, for the bars of a column. */
export const largest = (values: readonly (Count | bigint)[]): bigint =>
  values.reduce<bigint>((most, value) => (BigInt(value) > most ? BigInt(value) : most), 0n);
