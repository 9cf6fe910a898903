/** The timeline of all reports: a drawing whose days can be gone through by pointer and keys, its sentence and its table. */

import type { Count, DaySessions, Sessions } from "../../../js/src/browser.ts";
import { el } from "../../../js/src/element/dom.ts";
import { draw, point } from "./drawing.ts";
import { dayName, figure, span } from "./figures.ts";
import { split } from "./period.ts";
import { slotsOf, type Slot, type Slots } from "./slots.ts";
import { dayTable } from "./day-table.ts";
import { words } from "./words.ts";

/** The least that a bar takes with its gap, in pixels. */
const NARROWEST = 3;
/** Before it is known how much room there is. */
const USUAL_WIDTH = 960;
/** So many days of another time have a sentence of their own. */
const MOST_FAR = 3;

function said({ from, to, sessions }: Slot): string {
  const when = span(from, to);
  return sessions === null
    ? words.slotGap(when)
    : words.slot(when, figure(sessions.successful), figure(sessions.failed));
}

/** Where the reader is led first: to the last failure, or else to the end. */
function startOf({ slots }: Slots): number {
  const failing = slots.findLastIndex(({ sessions }) => sessions !== null && sessions.failed > 0n);
  return failing < 0 ? slots.length - 1 : failing;
}

/** The drawing as text. */
function inWords(days: readonly DaySessions[]): string {
  const { slots } = slotsOf(days, Number.MAX_SAFE_INTEGER);
  const dated = days.filter(({ day }) => day !== null);
  const failing = dated.filter(({ sessions }) => BigInt(sessions.failed) > 0n);
  const worst = failing.reduce<DaySessions | undefined>(
    (most, next) => (most && BigInt(most.sessions.failed) >= BigInt(next.sessions.failed) ? most : next),
    undefined,
  );
  return words.chartSays(
    words.daysSay(slots.length),
    words.gapsSay(slots.length - dated.length),
    words.failingSay(failing.length, figure(worst?.sessions.failed ?? 0), worst?.day ? dayName(worst.day) : ""),
  );
}

/** What is in no drawing, in sentences: days of another time, and what has no date. */
function apart(far: readonly DaySessions[], undated: readonly DaySessions[]): Node[] {
  const line = (sentence: string): Node => el("p", { class: "quiet" }, sentence);
  const sum = (days: readonly DaySessions[], of: (sessions: Sessions) => Count): string =>
    figure(days.reduce((all, { sessions }) => all + BigInt(of(sessions)), 0n));
  const rest = far.slice(MOST_FAR);
  return [
    ...far
      .slice(0, MOST_FAR)
      .map(({ day, sessions }) =>
        line(words.far(dayName(day ?? ""), figure(sessions.successful), figure(sessions.failed))),
      ),
    ...(rest.length > 0
      ? [
          line(
            words.moreFar(
              rest.length,
              sum(rest, ({ successful }) => successful),
              sum(rest, ({ failed }) => failed),
            ),
          ),
        ]
      : []),
    ...undated.map(({ sessions }) => line(words.undated(figure(sessions.successful), figure(sessions.failed)))),
  ];
}

/** Nothing where there is one day only, which the sentence above has said already. */
export function timeline(days: readonly DaySessions[]): Node[] {
  const { near: dated, far, undated } = split(days, ({ day }) => day);
  const aside = apart(far, undated);
  if (dated.length < 2) return aside;
  const readout = el("p", { class: "readout" });
  const board = el("div", {
    class: "timeline",
    attributes: { role: "slider", tabindex: "0", "aria-label": words.chart, "aria-valuemin": "1" },
  });
  const hasGaps = slotsOf(dated, Number.MAX_SAFE_INTEGER).slots.length > dated.length;
  const key = (kind: string, word: string): HTMLElement => el("span", { class: `key key-${kind}` }, word);
  const legend = el(
    "p",
    { class: "legend quiet" },
    key("succeeded", words.succeeded),
    key("failed", words.failedSessions),
    hasGaps && key("gap", words.legendGap),
  );
  goThrough(board, readout, dated);
  return [
    el(
      "figure",
      { class: "days" },
      readout,
      board,
      el("figcaption", null, legend, el("p", { class: "quiet" }, inWords(dated), " ", words.chartHint)),
    ),
    dayTable([...dated, ...far].sort((a, b) => ((a.day ?? "") < (b.day ?? "") ? -1 : 1))),
    ...aside,
  ];
}

/** Draws as wide as there is room, and follows pointer and keys. */
function goThrough(board: HTMLElement, readout: HTMLElement, days: readonly DaySessions[]): void {
  let shown: Slots = slotsOf(days, 1);
  let drawing: SVGSVGElement | null = null;
  let step = 1;
  let at = -1;
  const show = (index: number): void => {
    at = Math.max(0, Math.min(shown.slots.length - 1, index));
    const slot = shown.slots[at];
    if (slot === undefined || drawing === null) return;
    const sentence = said(slot);
    readout.textContent = sentence;
    readout.classList.toggle("has-failed", (slot.sessions?.failed ?? 0n) > 0n);
    board.setAttribute("aria-valuenow", String(at + 1));
    board.setAttribute("aria-valuetext", sentence);
    point(drawing, at, step);
  };
  const redraw = (width: number): void => {
    const day = shown.slots[at]?.from;
    shown = slotsOf(days, Math.max(1, Math.floor(width / NARROWEST)));
    step = width / shown.slots.length;
    drawing = draw(shown, width);
    board.replaceChildren(drawing);
    board.setAttribute("aria-valuemax", String(shown.slots.length));
    show(day === undefined ? startOf(shown) : shown.slots.findIndex(({ to }) => day <= to));
  };
  redraw(USUAL_WIDTH);
  let width = 0;
  new ResizeObserver(([entry]) => {
    const wide = Math.floor(entry?.contentRect.width ?? 0);
    if (wide === 0 || wide === width) return;
    width = wide;
    redraw(wide);
  }).observe(board);
  const follow = ({ clientX }: PointerEvent): void => {
    const { left, width } = board.getBoundingClientRect();
    show(Math.floor(((clientX - left) / Math.max(1, width)) * shown.slots.length));
  };
  board.addEventListener("pointermove", follow);
  board.addEventListener("pointerdown", follow);
  board.addEventListener("keydown", (event) => {
    const week = Math.max(1, Math.round(7 / shown.width));
    const moves: Record<string, number> = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      PageUp: at - week,
      PageDown: at + week,
      Home: 0,
      End: shown.slots.length - 1,
    };
    const to = moves[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    show(to);
  });
}
