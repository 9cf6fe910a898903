/** The row of examples: each is replayed from a file of its own, and comes to what its link says. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";

import { startHelper } from "../lab/helper.mjs";
import { check, launch, read } from "./browser.mjs";
import { questions, visit } from "./open.mjs";

/** Example → outcome, the shape and the word on its link, and the findings. */
const EXAMPLES = {
  healthy: ["protected", "passed", "Protected", []],
  testing: ["testing", "warned", "Testing", ["mode-testing", "mx-mismatch-in-testing", "mx-pattern-unused"]],
  "missing-file": ["policy-unavailable", "failed", "Worse than none", ["http-not-found"]],
  "wrong-certificate": ["policy-unavailable", "failed", "Worse than none", ["certificate-name"]],
  "same-id": ["protected", "passed", "Protected", []],
  "microsoft-365": ["mail-at-risk", "failed", "Mail at risk", ["mx-wildcard-missing"]],
  "web-page": ["policy-unusable", "failed", "Not protected", ["media-type", "policy-html"]],
  "media-type": ["senders-differ", "warned", "Senders disagree", ["media-type"]],
  "no-answer": ["inconclusive", "inconclusive", "Not known", ["record-lookup-failed"]],
  nothing: ["not-announced", "skipped", "Not used", ["record-absent", "tlsrpt-absent-unused"]],
};

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

const open = (options) => visit(browser, helper.origin, options);
const link = (name) => `[data-example="${name}"]`;
const recordings = (requests) => requests.filter((url) => url.endsWith(".json"));

async function look(page, name) {
  await page.click(link(name));
  await page.waitForSelector(`${link(name)}[aria-current]`);
}

test("the row has these, and none of their files is loaded before it is wanted", async () => {
  // A service worker keeps all of them; the page without it waits.
  const { page, requests, close } = await open({ serviceWorkers: "block" });
  const names = await page.$$eval("[data-example]", (links) => links.map(({ dataset }) => dataset.example));
  assert.deepEqual(names, Object.keys(EXAMPLES));
  await page.waitForLoadState("networkidle");
  assert.deepEqual(recordings(requests), []);
  await close();
});

for (const [name, [outcome, look_, word, findings]] of Object.entries(EXAMPLES)) {
  test(`${name}: ${outcome}`, async () => {
    const { page, requests, problems, close } = await open({ serviceWorkers: "block" });
    const card = page.locator(link(name));
    assert.ok((await card.textContent()).includes(word));
    assert.equal(await card.getAttribute("data-look"), look_);
    assert.equal(await card.locator(`svg.glyph-${look_}`).count(), 1);
    await page.waitForLoadState("networkidle");
    const before = requests.length;
    await look(page, name);
    const seen = await read(page);
    assert.deepEqual([seen.outcome, seen.findings], [outcome, findings]);
    assert.match(
      await page.textContent("#banner-sentence"),
      /^An example, recorded on \d+ February 2026, \d\d:\d\d UTC\. Nobody was asked now\.$/,
    );
    const sent = requests.slice(before).filter((url) => !url.endsWith("/icon.svg"));
    assert.equal(sent.length, 1, sent.join(" "));
    assert.match(sent[0], new RegExp(`^${helper.origin}/assets/${name}-[\\w-]+\\.json$`));
    assert.equal(await page.evaluate(() => localStorage.length), 0, "it is no check of this browser");
    const others = problems.filter((problem) => !problem.includes("blocked by Playwright"));
    assert.deepEqual(others, []);
    await close();
  });
}

test("an id that stayed while the servers moved: what changed, and who misses it", async () => {
  const { page, close } = await open({ path: "/#x=same-id" });
  await page.waitForSelector("#changes:not([hidden])");
  assert.match(await page.textContent("#changes-heading"), /^What changed since 26 January 2026, 12:30 UTC$/);
  const changes = await page.$$eval("[data-change]", (items) => items.map(({ dataset }) => dataset.change));
  assert.deepEqual(changes, [
    "policy-changed-id-same",
    "patterns-added",
    "patterns-removed",
    "mx-hosts-added",
    "mx-hosts-removed",
  ]);
  assert.equal(await page.locator('[data-sender="holds-policy"][data-outcome="waits-then-bounces"]').count(), 1);
  await close();
});

test("one after the other, by the address, and back", async () => {
  const { page, requests, close } = await open();
  await look(page, "same-id");
  await page.waitForSelector("#changes:not([hidden])");
  await look(page, "nothing");
  assert.equal((await read(page)).outcome, "not-announced");
  assert.ok(await page.isHidden("#changes"));
  assert.equal(await page.locator("#examples [aria-current]").count(), 1);
  await page.goBack();
  await page.waitForSelector(`${link("same-id")}[aria-current]`);
  assert.equal((await read(page)).outcome, "protected");
  assert.deepEqual(questions(requests), []);
  await close();
});

test("a check takes the row's place, and another address gives it back", async () => {
  const { page, close } = await open();
  await look(page, "healthy");
  assert.ok(await page.isVisible("#examples"));
  await check(page, "healthy.example");
  assert.ok(await page.isHidden("#examples"));
  assert.ok(await page.isHidden("#banner"));
  await page.evaluate(() => (location.hash = "#d=testing.example"));
  await page.waitForSelector("#examples", { state: "visible" });
  await close();
});

test("an example that cannot be loaded gets a sentence", async () => {
  const { page, close } = await open({ serviceWorkers: "block" });
  await page.route("**/*.json", (route) => route.fulfill({ status: 404, body: "" }));
  await page.click(link("healthy"));
  await page.waitForFunction(() => document.querySelector("#domain-message").textContent !== "");
  assert.match(await page.textContent("#domain-message"), /could not be loaded/);
  await page.unroute("**/*.json");
  await page.route("**/*.json", (route) => route.abort());
  await page.click(link("testing"));
  await page.waitForTimeout(300);
  assert.match(await page.textContent("#domain-message"), /could not be loaded/);
  await close();
});

test("all of them are there without a network, once the page keeps itself", async (t) => {
  const { page, close } = await open();
  const keeps = await page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return (await navigator.serviceWorker?.getRegistration()) !== undefined;
  });
  if (!keeps) {
    await close();
    return t.skip("this build has no service worker");
  }
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await page.context().setOffline(true);
  await page.reload();
  for (const [name, [outcome]] of Object.entries(EXAMPLES)) {
    await look(page, name);
    assert.equal((await read(page)).outcome, outcome, name);
  }
  await close();
});

describe("for everyone", () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  for (const colorScheme of ["light", "dark"]) {
    for (const name of ["same-id", "no-answer", null]) {
      test(`axe finds nothing: ${name ?? "the row alone"}, ${colorScheme}`, async () => {
        const { page, close } = await open({ colorScheme, bypassCSP: true, reducedMotion: "reduce" });
        if (name) await look(page, name);
        if (name === "same-id") await page.waitForSelector("#changes:not([hidden])");
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(
          violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
          [],
        );
        await close();
      });
    }
  }

  test("with the keyboard alone; and nothing scrolls sideways at 320 px", async () => {
    const { page, close } = await open({ viewport: { width: 320, height: 900 } });
    const focused = () => page.evaluate(() => document.activeElement?.dataset.example ?? null);
    await page.focus("#check");
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "healthy");
    for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press("Tab");
    assert.equal(await focused(), "same-id");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#changes:not([hidden])");
    const [content, view] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(content <= view, `${content} > ${view}`);
    await close();
  });
});
