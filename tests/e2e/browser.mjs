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

export function launch(...flags) {
  return chromium.launch({ executablePath: "/usr/bin/chromium", chromiumSandbox: false, args: [...FLAGS, ...flags] });
}

/** Types a domain, starts the check and waits for its end. */
export async function check(page, domain) {
  await page.fill("#domain", domain);
  // What an earlier check has left looks like an end, too.
  const isOver = page.evaluate(
    () =>
      new Promise((resolve) => {
        const checker = document.querySelector("mta-sts-check");
        for (const type of ["done", "problem"]) checker.addEventListener(type, () => resolve(), { once: true });
      }),
  );
  await page.click("#check");
  await isOver;
  await ended(page);
}

/** Waits until a check has come to its end. */
export function ended(page) {
  return page.waitForSelector('mta-sts-check [data-complete="true"]', { timeout: 40_000 });
}

/** What an element shows, by the hooks that it keeps for tests. */
export function read(page, selector = "mta-sts-check") {
  return page.$eval(selector, ({ shadowRoot }) => {
    const steps = [...shadowRoot.querySelectorAll("[data-step]")];
    return {
      outcome: shadowRoot.querySelector("[data-outcome]").dataset.outcome,
      verdict: shadowRoot.querySelector(".verdict-sentence").textContent,
      steps: Object.fromEntries(steps.map((step) => [step.dataset.step, step.dataset.status])),
      findings: [...shadowRoot.querySelectorAll("[data-finding]")].map((finding) => finding.dataset.finding),
    };
  });
}
