/** Lighthouse on one view of the page, as its command reports it. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { inRoot } from "../../scripts/shell.mjs";

const COMMAND = inRoot("tools", "lighthouse", "node_modules", ".bin", "lighthouse");
const METRICS = [
  "first-contentful-paint",
  "largest-contentful-paint",
  "interactive",
  "total-blocking-time",
  "total-byte-weight",
];
const CHROME = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking";

/** Lighthouse loses the trace of a page now and then on a busy machine, says so, and asks to be run again. */
const TRIES = 3;

/**
 * `{ scores, missing, metrics }`: scores of the categories, 0 to 100; for each the audits that cost points; milliseconds and
 * bytes by audit. `form` is `mobile`, a slow phone on a slow network, or `desktop`.
 */
export async function lighthouse(url, form = "mobile") {
  const { categories, audits } = await report(url, form === "desktop" ? ["--preset=desktop"] : []);
  const scores = {};
  const missing = {};
  for (const [name, { score, auditRefs }] of Object.entries(categories)) {
    scores[name] = Math.round(score * 100);
    missing[name] = auditRefs
      .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
      .map(({ id }) => `${id}: ${audits[id].displayValue ?? audits[id].title}`);
  }
  return {
    scores,
    missing,
    metrics: Object.fromEntries(METRICS.map((id) => [id, Math.round(audits[id].numericValue)])),
  };
}

async function report(url, options) {
  const args = [url, "--quiet", "--output=json", `--chrome-flags=${CHROME}`, ...options];
  const env = { ...process.env, CHROME_PATH: "/usr/bin/chromium" };
  let problem = "";
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { stdout, stderr } = await promisify(execFile)(COMMAND, args, { env, maxBuffer: 2 ** 28 }).catch(
      (error) => error,
    );
    try {
      const { runtimeError, ...found } = JSON.parse(stdout);
      if (!runtimeError) return found;
      problem = runtimeError.message;
    } catch {
      problem = stderr;
    }
  }
  throw new Error(`Lighthouse gave no report of ${url}: ${problem}`);
}
