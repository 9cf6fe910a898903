/** Counts of sessions as figures, exact whatever their size, and days. */

import type { Count, Sessions } from "../../../js/src/browser.ts";
import { words } from "./words.ts";

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const SHORT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** `48,210`. */
export const figure = (count: Count | bigint): string => BigInt(count).toLocaleString("en-GB");

export const total = ({ successful, failed }: Sessions): bigint => BigInt(successful) + BigInt(failed);

/** How much of the whole, from 0 to 1: for drawing. */
export function ratio(part: Count | bigint, whole: Count | bigint): number {
  const all = Number(whole);
  return all > 0 ? Math.min(1, Number(part) / all) : 0;
}

/** In per cent. What is not nothing is never said to be 0, and what is not all never 100. */
export function share(part: Count | bigint, whole: Count | bigint): string {
  const [some, all] = [BigInt(part), BigInt(whole)];
  if (all === 0n || some === 0n) return "0%";
  if (some >= all) return "100%";
  const hundredths = Number((some * 10_000n) / all);
  if (hundredths === 0) return words.leastShare;
  if (hundredths >= 9_990) return words.mostShare;
  return hundredths < 10 ? `${hundredths / 100}%` : `${(hundredths / 100).toFixed(1)}%`;
}

/** The same in a column. */
export const shortShare = (part: Count | bigint, whole: Count | bigint): string => words.shortShare(share(part, whole));

/** Days since 1970-01-01 of `2026-11-25`. */
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** `25 November 2026`. */
export const dayName = (day: string | number): string =>
  DAY.format((typeof day === "number" ? day : dayNumber(day)) * 86_400_000);

/** `25 Nov 2026`. */
export const shortDay = (day: string): string => SHORT.format(dayNumber(day) * 86_400_000);

/** `25 November 2026`, or `1 to 7 November 2026` with as little said twice as can be. */
export function span(from: number, to: number): string {
  return from === to
    ? dayName(from)
    : DAY.formatRange(from * 86_400_000, to * 86_400_000).replaceAll(/\s*–\s*/g, words.until);
}
