/** The service worker, in Chromium, with copies of the page that follow each other on a file host. */

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, before, beforeEach, describe, test } from "node:test";

import { startHelper } from "../lab/helper.mjs";
import { check, launch, read } from "./browser.mjs";
import { buildOf, buildPage, startFileHost } from "./file-host.mjs";

let browser;
let host;
let one;
let two;
let withdrawn;
before(async () => {
  one = await buildPage({}, "one");
  two = await buildPage({}, "two");
  withdrawn = await buildPage({ MTA_STS_NO_SERVICE_WORKER: "1" });
  assert.notEqual(buildOf(one), buildOf(two));
  host = await startFileHost(one);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await host?.stop();
  for (const folder of [one, two, withdrawn]) if (folder) rmSync(folder, { recursive: true });
});
beforeEach(() => {
  host.folder = one;
  host.delay = {};
});

/** A page of a browser that has been here before: its service worker is at work. */
async function visit() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(host.url);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
  return { context, page, close: () => context.close() };
}

const shown = (page) => page.getAttribute("meta[name=mta-sts-build]", "content");
const cachesOf = (page) => page.evaluate(() => caches.keys());
const cacheOf = (folder) => `mta-sts ${host.url} ${buildOf(folder)}`;
const lookForNew = (page) =>
  page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration()).update()));
const settled = (page, folder) => until(page, cacheOf(folder), async (name) => (await caches.keys()).join() === name);

/** `waitForFunction` takes a promise for a yes. Chromium may keep a worker waiting for half a minute. */
async function until(page, argument, isSo) {
  for (const end = Date.now() + 60_000; !(await page.evaluate(isSo, argument)); await page.waitForTimeout(50)) {
    assert.ok(Date.now() < end, `never so: ${isSo}; caches: ${await cachesOf(page)}`);
  }
}

describe("a new version", () => {
  test("is shown by the next load, and is all that is left after it", async () => {
    const { page, close } = await visit();
    assert.deepEqual(await cachesOf(page), [cacheOf(one)]);
    host.folder = two;
    await page.reload();
    assert.equal(await shown(page), buildOf(two));
    await settled(page, two);
    await page.reload();
    assert.equal(await shown(page), buildOf(two));
    const waiting = await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).waiting);
    assert.equal(waiting, null);
    assert.equal(await page.locator("#notices p").count(), 0, "there is nothing newer to offer");
    await close();
  });

  test("is offered to an open page and takes nothing from it", async () => {
    const { page, close } = await visit();
    await page.fill("#domain", "half typed");
    host.folder = two;
    await lookForNew(page);
    await page.waitForSelector("#notices button");
    assert.match(await page.textContent("#notices"), /^A new version is ready\. Reload$/);
    assert.deepEqual([await shown(page), await page.inputValue("#domain")], [buildOf(one), "half typed"]);
    assert.deepEqual(await cachesOf(page), [cacheOf(one), cacheOf(two)], "the files of the open page are still there");
    await Promise.all([page.waitForEvent("load"), page.click("#notices button")]);
    assert.equal(await shown(page), buildOf(two));
    await settled(page, two);
    assert.equal(await page.locator("#notices p").count(), 0);
    await close();
  });

  test("leaves another tab its files until that is gone", async () => {
    const { context, page, close } = await visit();
    host.folder = two;
    const other = await context.newPage();
    await other.goto(host.url);
    assert.equal(await shown(other), buildOf(two));
    await page.waitForSelector("#notices button");
    await page.waitForTimeout(1_000);
    assert.deepEqual(await cachesOf(page), [cacheOf(one), cacheOf(two)]);
    await page.close();
    await other.reload();
    await settled(other, two);
    await close();
  });

  test("that is slow to come gives way to the kept one, and is there at the second load, even without a network", async () => {
    const { page, close } = await visit();
    host.folder = two;
    host.delay = { "index.html": 5000 };
    await page.reload();
    assert.equal(await shown(page), buildOf(one));
    await page.waitForSelector("#notices button", { timeout: 15_000 });
    await host.stop();
    try {
      await page.reload();
      assert.equal(await shown(page), buildOf(two));
    } finally {
      await host.startAgain();
    }
    await close();
  });

  test("that is only half deployed is not kept", async () => {
    const { page, close } = await visit();
    host.folder = two;
    // The worker is of one build, index.html of another.
    host.alter = (path, bytes) =>
      path === "index.html" ? Buffer.from(String(bytes).replace(buildOf(two), "0")) : bytes;
    try {
      await lookForNew(page);
      await until(page, null, async () => (await navigator.serviceWorker.getRegistration()).installing === null);
      assert.deepEqual(await cachesOf(page), [cacheOf(one)]);
    } finally {
      host.alter = (path, bytes) => bytes;
    }
    await close();
  });
});

test("a copy without service worker removes it and its caches, and those of others stay", async () => {
  const { page, close } = await visit();
  await page.evaluate(() => caches.open("of somebody else"));
  host.folder = withdrawn;
  await page.reload();
  await until(page, null, async () => (await navigator.serviceWorker.getRegistrations()).length === 0);
  await until(page, null, async () => (await caches.keys()).join() === "of somebody else");
  await page.reload();
  assert.equal(await shown(page), buildOf(withdrawn));
  const left = await page.evaluate(async () => [
    (await navigator.serviceWorker.getRegistrations()).length,
    navigator.serviceWorker.controller,
  ]);
  assert.deepEqual(left, [0, null]);
  await close();
});

test("an open page that looks for a newer copy loses its service worker and its caches with it, too", async () => {
  const { page, close } = await visit();
  host.folder = withdrawn;
  await lookForNew(page);
  await until(page, null, async () => (await navigator.serviceWorker.getRegistrations()).length === 0);
  await until(page, null, async () => (await caches.keys()).length === 0);
  await close();
});

describe("without a network", () => {
  test("the page, its words and its engine are there, and a check says what could not be reached", async () => {
    const { context, page, close } = await visit();
    await host.stop();
    try {
      await context.setOffline(true);
      await page.reload();
      assert.equal(await shown(page), buildOf(one));
      await page.click('nav a[data-for="help"]');
      await page.fill("#explain-text", "sts-policy-fetch-error");
      await page.click("#explain-form button");
      await page.waitForSelector("#explain-output h3");
      await page.click('nav a[data-for="check"]');
      await check(page, "healthy.example");
      const { outcome, steps } = await read(page);
      assert.equal(outcome, "inconclusive");
      assert.deepEqual(
        Object.values(steps).filter((status) => ["failed", "passed"].includes(status)),
        [],
        "what nobody saw is neither wrong nor right",
      );
    } finally {
      await host.startAgain();
    }
    await close();
  });

  test("no answer of a resolver or a helper comes from the worker or is kept", async (t) => {
    const helper = await startHelper();
    t.after(() => helper.stop());
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(helper.origin);
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
    await page.reload();
    const from = { worker: [], network: [] };
    page.on("response", (response) => from[response.fromServiceWorker() ? "worker" : "network"].push(response.url()));
    const isAsset = (url) => url.startsWith(`${helper.origin}/assets/`);
    const isQuestion = (url) => url.startsWith(`${helper.origin}/v1/`) || /dns\.google|cloudflare-dns/.test(url);
    for (const _ of [1, 2]) {
      await page.reload();
      await check(page, "healthy.example");
      assert.equal((await read(page)).outcome, "protected");
    }
    assert.deepEqual(from.worker.filter(isQuestion), []);
    assert.ok(from.network.filter((url) => url.includes("/v1/policy")).length >= 2, "asked anew each time");
    assert.ok(from.worker.some(isAsset), "what the worker does answer is seen by this test");
    const kept = await page.evaluate(async () => {
      const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
      return (await Promise.all(caches_.map((cache) => cache.keys()))).flat().map(({ url }) => url);
    });
    assert.deepEqual(
      kept.filter((url) => !/^\/($|assets\/|[\w-]+\.(svg|png|webmanifest|txt)$)/.test(url.slice(helper.origin.length))),
      [],
    );
    await context.close();
  });
});
