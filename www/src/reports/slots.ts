/** The days of a timeline, one after the other, those of which there is no report among them. */

import type { DaySessions } from "../../../js/src/browser.ts";
import { dayNumber } from "./figures.ts";

/** A stretch of days. */
export interface Slot {
  /** Its first and its last day, since 1970-01-01. */
  from: number;
  to: number;
  /** `null` where there is no report of any of its days: nobody knows how many sessions there were. */
  sessions: { successful: bigint; failed: bigint } | null;
}

export interface Slots {
  slots: Slot[];
  /** How many days each has. */
  width: number;
}

/** One day, a week, four, a year: what people can count in. */
const WIDTHS = [1, 7, 28, 364];

/** At most so many slots as there is room for. Days without a date are in none. */
export function slotsOf(days: readonly DaySessions[], most: number): Slots {
  const dated = days.flatMap(({ day, sessions }) => (day === null ? [] : [{ day: dayNumber(day), sessions }]));
  const [first, last] = [dated[0], dated.at(-1)];
  if (first === undefined || last === undefined) return { slots: [], width: 1 };
  const length = last.day - first.day + 1;
  const width = WIDTHS.find((days) => length / days <= most) ?? Math.ceil(length / most);
  const slots: Slot[] = Array.from({ length: Math.ceil(length / width) }, (_, index) => {
    const from = first.day + index * width;
    return { from, to: Math.min(last.day, from + width - 1), sessions: null };
  });
  for (const { day, sessions } of dated) {
    const slot = slots[Math.floor((day - first.day) / width)];
    if (slot === undefined) continue;
    const { successful = 0n, failed = 0n } = slot.sessions ?? {};
    slot.sessions = {
      successful: successful + BigInt(sessions.successful),
      failed: failed + BigInt(sessions.failed),
    };
  }
  return { slots, width };
}
