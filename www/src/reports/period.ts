/** The days that reports are about: those that belong together, and those that are so far from them that a wrong clock wrote them. */

import type { DomainReports } from "../../../js/src/browser.ts";
import { dayNumber } from "./figures.ts";

/** Days between which there are more, without any report, belong to different times. */
const FAR = 2 * 365;

/** From the first to the last day, as `2026-11-25`. */
export interface Period {
  first: string;
  last: string;
  /** How many days that is, those without a report among them. */
  count: number;
}

const isDay = (day: string | null): day is string => day !== null && Number.isFinite(dayNumber(day));

/** What of these has no date, what belongs together, and what is far away: of several times that with most days, or else the last. */
export function split<Row>(
  rows: readonly Row[],
  dayOf: (row: Row) => string | null,
): { near: Row[]; far: Row[]; undated: Row[] } {
  const undated = rows.filter((row) => !isDay(dayOf(row)));
  const times: Row[][] = [];
  let before = -Infinity;
  for (const row of rows) {
    const day = dayOf(row);
    if (!isDay(day)) continue;
    const number = dayNumber(day);
    if (number - before > FAR) times.push([]);
    times.at(-1)?.push(row);
    before = number;
  }
  const near = times.reduce<Row[]>((most, next) => (next.length >= most.length ? next : most), []);
  return { near, far: times.filter((time) => time !== near).flat(), undated };
}

/** Of the days that belong together; `null` where no report has a date. */
export function periodOf({ days }: DomainReports): Period | null {
  const { near } = split(days, ({ day }) => day);
  const [first, last] = [near[0]?.day ?? null, near.at(-1)?.day ?? null];
  if (first === null || last === null) return null;
  return { first, last, count: dayNumber(last) - dayNumber(first) + 1 };
}
