/** The view that reads TLS reports, opened; and reports about domains of the lab. */

import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";

/** The view, ready. When it is closed, nothing may have gone wrong in it, and the page's policy may have forbidden nothing. */
export async function openReports(browser, origin, options = {}) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  await page.addInitScript(() => {
    globalThis.violations = [];
    addEventListener("securitypolicyviolation", (event) =>
      globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  await page.goto(`${origin}/#reports`);
  await page.waitForSelector("#reports-view.is-ready");
  return {
    page,
    context,
    problems,
    async close() {
      assert.deepEqual(problems, []);
      assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
      await context.close();
    },
  };
}

/** One view for all tests of a `describe`, which each of them finds empty. To be called there; gives what gives its page. */
export function sharedView(open) {
  let view;
  before(async () => {
    view = await open();
  });
  afterEach(() => empty(view.page));
  after(() => view.close());
  return () => view.page;
}

async function empty(page) {
  if (await page.isVisible("#reports-result")) await page.click("text=Start anew");
}

const result = (page) => page.waitForSelector("#reports-result:not([hidden]) .glance");

/** Chooses files, each `{ name, bytes }`, and waits for what they come to. */
export async function choose(page, ...files) {
  const buffers = files.map(({ name, bytes }) => ({ name, mimeType: "", buffer: Buffer.from(bytes) }));
  await page.evaluate(() => document.querySelector("#reports-result").replaceChildren());
  await page.setInputFiles("#reports-files", buffers);
  await result(page);
}

/** Lets files fall onto the view, or gives them as the clipboard does. */
export async function give(page, type, ...files) {
  await page.evaluate(
    ([type, files]) => {
      const data = new DataTransfer();
      for (const { name, octets } of files) data.items.add(new File([new Uint8Array(octets)], name));
      const target = document.querySelector("#reports-view h1");
      const init = { bubbles: true, cancelable: true };
      if (type === "paste") {
        return target.dispatchEvent(new ClipboardEvent("paste", { ...init, clipboardData: data }));
      }
      for (const name of ["dragover", "drop"])
        target.dispatchEvent(new DragEvent(name, { ...init, dataTransfer: data }));
    },
    [type, files.map(({ name, bytes }) => ({ name, octets: [...bytes] }))],
  );
  await result(page);
}

export async function pasteText(page, text) {
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const init = { bubbles: true, cancelable: true, clipboardData };
    document.querySelector("#reports-view h1").dispatchEvent(new ClipboardEvent("paste", init));
  }, text);
  await result(page);
}

export const sentence = (page) => page.textContent(".glance-sentence");

/** A report as `{ name, bytes }`. `failures` are `[result type, MX host, sessions, more]`. */
export function reportOf({
  domain = "example.com",
  day = "2026-11-24",
  sender = "Example Mail",
  id = `${sender} ${day}`,
  type = "sts",
  policy = [],
  successful = 100,
  failures = [],
}) {
  const failed = failures.reduce((sum, [, , sessions]) => sum + sessions, 0);
  const report = {
    "organization-name": sender,
    "date-range": { "start-datetime": `${day}T00:00:00Z`, "end-datetime": `${day}T23:59:59Z` },
    "contact-info": "tls@mail.example",
    "report-id": id,
    policies: [
      {
        policy: { "policy-type": type, "policy-string": policy, "policy-domain": domain },
        summary: { "total-successful-session-count": successful, "total-failure-session-count": failed },
        "failure-details": failures.map(([type, host, sessions, more = {}]) => ({
          "result-type": type,
          ...(host === null ? {} : { "receiving-mx-hostname": host }),
          "failed-session-count": sessions,
          ...more,
        })),
      },
    ],
  };
  return { name: `${id}.json`.replaceAll(/[^\w.]/g, "-"), bytes: Buffer.from(JSON.stringify(report)) };
}
