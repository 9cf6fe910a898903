/** The answers of all resolvers side by side: asked for, shown, and said. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startHelper } from "../lab/helper.mjs";
import { check, launch } from "./browser.mjs";
import { questions, visit } from "./open.mjs";

const DOMAIN = "healthy.example";

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

/** Compares after a check; gives the sentence, the heads, and for each row its cells. */
async function compared(page) {
  await page.click("#compare > summary");
  await page.click("#compare-start");
  await page.waitForSelector("#compare-output table");
  return page.$eval("#compare-output", (output) => ({
    sentence: output.querySelector("p").textContent,
    heads: [...output.querySelectorAll("thead th")].map((head) => head.textContent),
    rows: [...output.querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent)),
  }));
}

test("both resolvers are asked everything, and agree", async () => {
  const { page, requests, problems, close } = await visit(browser, helper.origin);
  await check(page, DOMAIN);
  const before = questions(requests).length;
  const { heads, rows, sentence } = await compared(page);
  assert.deepEqual(heads.slice(1, 3), ["Cloudflare", "Google"]);
  assert.deepEqual(
    rows.map(([question]) => question),
    [
      `TXT _mta-sts.${DOMAIN}`,
      `TXT _smtp._tls.${DOMAIN}`,
      `MX ${DOMAIN}`,
      `A mta-sts.${DOMAIN}`,
      `AAAA mta-sts.${DOMAIN}`,
    ],
  );
  assert.match(rows[0][1], /v=STSv1; id=20260101;.*kept .* more/);
  assert.match(rows[0][2], /v=STSv1; id=20260101;/);
  assert.match(sentence, /agree/);
  const asked = questions(requests).slice(before);
  for (const host of ["cloudflare-dns.com", "dns.google"]) {
    assert.equal(asked.filter((url) => url.includes(host)).length, 5);
  }
  assert.equal(asked.filter((url) => url.includes("/v1/policy")).length, 0);
  await page.waitForFunction((text) => document.querySelector("#announcer").textContent === text, sentence);
  assert.deepEqual(problems, []);
  await close();
});

test("one that still has the former record is seen", async () => {
  const { page, close } = await visit(browser, helper.origin);
  await check(page, DOMAIN);
  await page.route(
    (url) => url.hostname === "dns.google" && url.searchParams.get("name")?.startsWith("_mta-sts."),
    async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace("20260101", "20250101") });
    },
  );
  const { rows, sentence } = await compared(page);
  assert.match(rows[0][1], /id=20260101/);
  assert.match(rows[0][2], /id=20250101/);
  assert.match(sentence, /not agree|disagree/);
  assert.ok(await page.$("#compare-output tbody tr:first-child .is-warned"));
  await close();
});

test("one that cannot be reached leaves it open whether they agree", async () => {
  const { page, close } = await visit(browser, helper.origin);
  await check(page, DOMAIN);
  await page.route(/dns\.google/, (route) => route.abort());
  const { rows } = await compared(page);
  assert.match(rows[0][2], /no answer/);
  assert.equal((await page.$$("#compare-output .is-passed")).length, 0);
  await close();
});
