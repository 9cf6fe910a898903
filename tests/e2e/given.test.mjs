/** Where nobody could fetch the policy file, its reader gives the text: the check goes on with it, and nothing turns green. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startHelper } from "../lab/helper.mjs";
import { check, ended, launch, read } from "./browser.mjs";
import { visit } from "./open.mjs";

const DOMAIN = "healthy.example";
const POLICY =
  "version: STSv1\nmode: enforce\nmx: mx1.healthy.example\nmx: *.backup.healthy.example\nmax_age: 1209600\n";

let helper;
let browser;
before(async () => {
  helper = await startHelper();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await helper?.stop();
});

/** A check without a helper. */
async function unfetched() {
  const visited = await visit(browser, helper.origin);
  await visited.page.route(/v1\/policy/, (route) => route.abort());
  await check(visited.page, DOMAIN);
  return visited;
}

/** Does what begins a check, and waits for its end. */
async function again(page, begin) {
  const isOver = page.evaluate(
    () =>
      new Promise((resolve) =>
        document.querySelector("#checker").addEventListener("done", () => resolve(), { once: true }),
      ),
  );
  await begin();
  await isOver;
  await ended(page);
}

test("the box is there when the file could not be looked at, and only then", async () => {
  const { page, close } = await unfetched();
  assert.ok(await page.isVisible("#paste"));
  assert.equal(
    await page.textContent("#paste-command"),
    `curl --silent --show-error --fail https://mta-sts.${DOMAIN}/.well-known/mta-sts.txt`,
  );
  await page.click("#paste-form button[type=submit]");
  await page.waitForFunction(() => document.querySelector("#paste-message").textContent !== "");
  assert.match(await page.textContent("#paste-message"), /^Paste what the line printed/);
  await page.unroute(/v1\/policy/);
  await check(page, DOMAIN);
  assert.ok(await page.isHidden("#paste"));
  await close();
});

test("with the text the check goes on, asks no helper, and says that nobody saw it served", async () => {
  const { page, requests, close } = await unfetched();
  const before = requests.filter((url) => url.includes("/v1/policy")).length;
  await page.fill("#paste-text", POLICY);
  await again(page, () => page.click("#paste-form button[type=submit]"));
  const { outcome, verdict, steps } = await read(page);
  assert.equal(outcome, "inconclusive");
  assert.match(verdict, /was given, not fetched: nobody has seen .* If it does, healthy\.example is protected/);
  assert.deepEqual([steps.fetch, steps.policy, steps.mx], ["inconclusive", "passed", "passed"]);
  assert.equal(requests.filter((url) => url.includes("/v1/policy")).length, before);
  assert.ok(await page.isHidden("#paste"));
  const green = await page.evaluate(() => {
    const { shadowRoot } = document.querySelector("#checker");
    const passed = getComputedStyle(shadowRoot.querySelector('[data-step="record"]')).getPropertyValue("--tone");
    return [...shadowRoot.querySelectorAll(".senders [data-look], .senders .band")].filter(
      (element) => getComputedStyle(element).getPropertyValue("--tone") === passed,
    ).length;
  });
  assert.equal(green, 0);
  await close();
});

test("a file is taken as its octets, and the earlier policy that was given stays given", async () => {
  const { page, close } = await unfetched();
  await page.click("#previous > summary");
  await page.fill("#previous-text", POLICY.replace("mx1", "old"));
  await again(page, () => page.click("#previous-form button"));
  await page.setInputFiles("#paste-file", {
    name: "mta-sts.txt",
    mimeType: "text/plain",
    buffer: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(POLICY)]),
  });
  await again(page, () => page.click("#paste-form button[type=submit]"));
  assert.ok((await read(page)).findings.includes("policy-bom"));
  assert.equal(await page.evaluate(() => document.querySelector("#checker").previousPolicy?.source), "pasted");
  await close();
});

test("what was given is not remembered as a policy that was served", async () => {
  const { page, close } = await unfetched();
  await page.fill("#paste-text", POLICY);
  await again(page, () => page.click("#paste-form button[type=submit]"));
  await page.waitForTimeout(300);
  await check(page, "missing-policy.example");
  await check(page, DOMAIN);
  assert.equal(await page.evaluate(() => document.querySelector("#checker").previousPolicy), null);
  await close();
});
