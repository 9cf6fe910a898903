/** How old this copy of the page is: an old engine knows nothing of what senders have learned since. */

const MOST_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;

/** When this copy was built; the build wrote it into `<time id="built">`. */
export function builtAt(): Date {
  return new Date(document.querySelector("#built")?.getAttribute("datetime") ?? Number.NaN);
}

/** Whether it is so old that its reader should know. */
export function isOld(now = Date.now()): boolean {
  return now - builtAt().getTime() > MOST_DAYS * DAY_MS;
}
