/** Times in words. All are seconds since 1970, as in reports; dates are in UTC. */

const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const RELATIVE = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });

const UNITS = [
  ["year", 31_556_952],
  ["month", 2_629_746],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

export const now = (): number => Math.floor(Date.now() / 1000);

/** As `datetime` has it; `null` for a time that no calendar holds. */
export function iso(seconds: number): string | null {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** `3 March 2027`. */
export const day = (seconds: number): string =>
  iso(seconds) === null ? `${seconds} s` : DATE.format(new Date(seconds * 1000));

/** `3 March 2027, 14:05 UTC`. */
export function moment(seconds: number): string {
  const time = iso(seconds)?.slice(11, 16);
  return time === undefined ? day(seconds) : `${day(seconds)}, ${time} UTC`;
}

/** `3 days ago`, `yesterday`. */
export function ago(seconds: number): string {
  const passed = Math.max(0, now() - seconds);
  const [unit, size] = UNITS.find(([, size]) => passed >= size) ?? ["second", 1];
  return RELATIVE.format(-Math.floor(passed / size), unit);
}

/** `1 week`: in the largest unit that fits without a rest. Months and years fit none. */
export function span(seconds: number): string {
  const [unit, size] = UNITS.slice(2).find(([, size]) => seconds >= size && seconds % size === 0) ?? ["second", 1];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
