/** Numbers and times in words. */

const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** `3 March 2027`, in UTC. Times that no calendar holds are given in seconds. */
export function date(seconds: number): string {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? `${seconds} s` : DATE.format(time);
}

/** Milliseconds as `12 ms` or `1.3 s`. */
export function elapsed(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Seconds in the largest fitting unit: `1 week`, `5 minutes`. */
export function duration(seconds: number): string {
  const units = [
    [604800, "week"],
    [86400, "day"],
    [3600, "hour"],
    [60, "minute"],
    [1, "second"],
  ] as const;
  const [size, name] = units.find(([size]) => seconds >= size && seconds % size === 0) ?? [1, "second"];
  const count = seconds / size;
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}

export const daysUntil = (seconds: number, now: number): number => Math.floor((seconds - now) / 86400);

/** `3 March 2027, 14:05 UTC`. */
export function dateTime(seconds: number): string {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime())
    ? `${seconds} s`
    : `${DATE.format(time)}, ${time.toISOString().slice(11, 16)} UTC`;
}
