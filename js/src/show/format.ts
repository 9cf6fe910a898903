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

/** Seconds in the two largest units that fit, as the core says them: `1 week`, `5 minutes`, `4 minutes 57 seconds`. */
export function duration(seconds: number): string {
  const unit = (count: number, name: string): string => `${count} ${name}${count === 1 ? "" : "s"}`;
  if (seconds > 0 && seconds % 604800 === 0) return unit(seconds / 604800, "week");
  const counts = [
    [Math.floor(seconds / 86400), "day"],
    [Math.floor(seconds / 3600) % 24, "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
    [seconds % 60, "second"],
  ] as const;
  const parts = counts.filter(([count]) => count > 0).slice(0, 2);
  return parts.length === 0 ? unit(0, "second") : parts.map(([count, name]) => unit(count, name)).join(" ");
}

export const daysUntil = (seconds: number, now: number): number => Math.floor((seconds - now) / 86400);

/** `3 March 2027, 14:05 UTC`. */
export function dateTime(seconds: number): string {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime())
    ? `${seconds} s`
    : `${DATE.format(time)}, ${time.toISOString().slice(11, 16)} UTC`;
}
