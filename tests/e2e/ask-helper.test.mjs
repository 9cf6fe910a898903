/** The page of a helper that answers for DNS: nobody else is asked, unless the reader says so. */

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, before, test } from "node:test";

import { startHelper } from "../lab/helper.mjs";
import { check, launch, read } from "./browser.mjs";
import { buildPage, startFileHost } from "./file-host.mjs";
import { visit } from "./open.mjs";

const DOMAIN = "healthy.example";
const PUBLIC = ["cloudflare-dns.com", "dns.google"];

let helper;
let browser;
before(async () => {
  helper = await startHelper("--resolver", "system");
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await helper?.stop();
});

const isPublic = (url) => PUBLIC.includes(new URL(url).hostname);
const privacy = (page) => page.textContent("#privacy");
const offer = (page) => page.waitForSelector("#ask-helper", { state: "visible" });

test("P-06: a check asks the helper alone, and says so beside the button and in the report", async () => {
  const { page, hosts, requests, problems, close } = await visit(browser, helper.origin);
  await page.focus("#domain");
  await offer(page);
  assert.ok(await page.isChecked("#ask-helper-on"));
  assert.match(await privacy(page), /asks this site’s helper for DNS and for the policy file, and no public resolver/);
  await check(page, DOMAIN);
  const { outcome } = await read(page);
  assert.equal(outcome, "protected");
  assert.deepEqual([...hosts], ["127.0.0.1"]);
  assert.ok(requests.filter((url) => url.includes("/v1/dns?")).length >= 9);
  const shown = await page.$eval("mta-sts-check", ({ report }) => report.observed.record.lookup);
  assert.deepEqual([shown.resolver, shown.authenticated], [new URL(helper.origin).host, true]);
  assert.match(
    await page.$eval("mta-sts-check", ({ shadowRoot }) => shadowRoot.textContent),
    /127\.0\.0\.1:\d+ says validated/,
  );
  assert.deepEqual(problems, []);
  await close();
});

test("an address that names a domain asks the helper, too, without a look at the form", async () => {
  const { page, hosts, close } = await visit(browser, helper.origin, { path: `/#d=${DOMAIN}` });
  await page.$eval("#check", (button) => button.click());
  await page.waitForSelector('mta-sts-check [data-complete="true"]');
  assert.deepEqual([...hosts], ["127.0.0.1"]);
  await close();
});

test("the reader may ask public resolvers, and is remembered", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(helper.origin);
  await page.focus("#domain");
  await offer(page);
  await page.uncheck("#ask-helper-on");
  assert.match(await privacy(page), /asks Cloudflare or Google for DNS, and this site’s helper for the policy file/);
  const again = await context.newPage();
  const requests = [];
  again.on("request", (request) => requests.push(request.url()));
  await again.goto(helper.origin);
  await check(again, DOMAIN);
  assert.ok(await again.isVisible("#ask-helper"));
  assert.ok(!(await again.isChecked("#ask-helper-on")));
  assert.ok(requests.some(isPublic));
  assert.ok(!requests.some((url) => url.includes("/v1/dns")));
  await context.close();
});

test("public resolvers are asked beside it only when told to compare", async () => {
  const { page, requests, problems, close } = await visit(browser, helper.origin);
  await check(page, DOMAIN);
  assert.ok(!requests.some(isPublic));
  await page.click("#compare > summary");
  assert.match(await page.textContent("#compare"), /the public ones, too/);
  assert.ok(!requests.some(isPublic));
  await page.click("#compare-start");
  await page.waitForSelector("#compare-output table");
  const heads = await page.$$eval("#compare-output thead th", (all) => all.map((head) => head.textContent));
  assert.deepEqual(heads.slice(1, 4), [new URL(helper.origin).host, "Cloudflare", "Google"]);
  assert.match(await page.textContent("#compare-output p"), /agree/);
  assert.deepEqual(problems, []);
  await close();
});

test("a choice that was made holds where the helper is no resolver: nobody could look, and nobody else is asked", async (t) => {
  const plain = await startHelper();
  t.after(() => plain.stop());
  const { page, requests, close } = await visit(browser, plain.origin);
  await check(page, DOMAIN);
  assert.ok(!(await page.isVisible("#ask-helper")));
  assert.ok(requests.some(isPublic));
  await page.evaluate(() => localStorage.setItem("mta-sts.ask-helper", "on"));
  await page.reload();
  requests.length = 0;
  assert.ok(await page.isVisible("#ask-helper"));
  await check(page, DOMAIN);
  assert.equal((await read(page)).outcome, "inconclusive");
  assert.ok(!requests.some(isPublic));
  await close();
});

test("a helper elsewhere is offered, and asked only if the reader says so", async (t) => {
  const site = await startFileHost("");
  const elsewhere = await startHelper("--resolver", "system", "--origin", new URL(site.url).origin);
  site.folder = await buildPage({ MTA_STS_HELPER: elsewhere.origin });
  const context = await browser.newContext();
  t.after(async () => {
    await context.close();
    await elsewhere.stop();
    await site.stop();
    rmSync(site.folder, { recursive: true });
  });
  const page = await context.newPage();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(site.url);
  assert.ok(!requests.some((url) => url.startsWith(elsewhere.origin)));
  await page.focus("#domain");
  await offer(page);
  assert.ok(!(await page.isChecked("#ask-helper-on")));
  assert.ok((await page.textContent("#ask-helper")).includes(elsewhere.origin));
  await page.check("#ask-helper-on");
  assert.ok((await privacy(page)).includes(`asks ${elsewhere.origin} for DNS and for the policy file`));
  await check(page, DOMAIN);
  assert.equal((await read(page)).outcome, "protected");
  assert.ok(!requests.some(isPublic));
});

test("whoever checks the domain that is shown once more has its policy fetched anew", async () => {
  const { page, requests, close } = await visit(browser, helper.origin);
  for (const domain of [DOMAIN, DOMAIN, "redirect.example", DOMAIN]) await check(page, domain);
  const fetches = requests.map((url) => new URL(url)).filter(({ pathname }) => pathname === "/v1/policy");
  const fresh = fetches.map(({ searchParams }) => searchParams.get("fresh"));
  assert.deepEqual(fresh, [null, "1", null, null]);
  await close();
});
