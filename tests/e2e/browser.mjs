/** Debian's Chromium, headless, trusting what its user trusts; without the chatter it would make by itself. */

import { chromium } from "playwright-core";

const FLAGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
];

export function launch() {
  return chromium.launch({ executablePath: "/usr/bin/chromium", chromiumSandbox: false, args: FLAGS });
}

/** Types a domain, starts the check and waits for its end. */
export async function check(page, domain) {
  await page.fill("#domain", domain);
  await page.click("#check");
  await page.waitForSelector('#results[data-complete="true"]', { timeout: 40_000 });
}

/** What the page shows, by the hooks that it keeps for tests. */
export function read(page) {
  return page.evaluate(() => {
    const steps = [...document.querySelectorAll("[data-step]")];
    const verdict = document.querySelector("#verdict");
    return {
      outcome: verdict.dataset.outcome,
      verdict: verdict.querySelector("[data-sentence]").textContent,
      steps: Object.fromEntries(steps.map((step) => [step.dataset.step, step.dataset.status])),
      findings: [...document.querySelectorAll("[data-finding]")].map((finding) => finding.dataset.finding),
    };
  });
}
