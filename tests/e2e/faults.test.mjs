/** Each thing that a check looks up, taken away by itself: what could not be seen is never green, and never called wrong. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startHelper } from "../lab/helper.mjs";
import { check, launch, read } from "./browser.mjs";
import { visit } from "./open.mjs";

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

const dns =
  (name, ...types) =>
  (url) =>
    url.searchParams.get("name")?.replace(/\.$/, "") === name && types.includes(url.searchParams.get("type"));
const ask = (url) => url.pathname === "/v1/policy";

/** What is taken away → the step that could not be looked at; none for addresses that the helper, which fetched, has found itself. */
const FAULTS = [
  ["the MTA-STS record", dns(`_mta-sts.${DOMAIN}`, "TXT", "16"), "record"],
  ["the MX records", dns(DOMAIN, "MX", "15"), "mx"],
  ["the TLSRPT record", dns(`_smtp._tls.${DOMAIN}`, "TXT", "16"), "tlsrpt"],
  ["the policy host's IPv4 addresses", dns(`mta-sts.${DOMAIN}`, "A", "1"), null],
  ["the policy host's IPv6 addresses", dns(`mta-sts.${DOMAIN}`, "AAAA", "28"), null],
  ["the policy file", ask, "fetch"],
  ["all of DNS", (url) => url.searchParams.has("type"), "record"],
  ["everything", (url) => url.searchParams.has("type") || ask(url), "record"],
];

/** In which way an answer can be missing. */
const WAYS = {
  "no connection": (route) => route.abort(),
  "a server's error": (route) =>
    route.fulfill({ status: 503, body: "busy", headers: { "access-control-allow-origin": "*" } }),
  "a web page": (route) =>
    route.fulfill({ status: 200, body: "<!doctype html>", headers: { "access-control-allow-origin": "*" } }),
};

for (const [way, answer] of Object.entries(WAYS)) {
  for (const [what, matches, step] of FAULTS) {
    test(`${what}: ${way}`, async () => {
      const { page, close } = await visit(browser, helper.origin);
      let taken = 0;
      await page.route(
        (url) => matches(new URL(url)),
        (route) => ((taken += 1), answer(route)),
      );
      await check(page, DOMAIN);
      const { outcome, steps, findings } = await read(page);
      assert.ok(taken > 0, "something was taken away");
      if (step !== null) assert.equal(steps[step], "inconclusive");
      assert.equal(outcome, step === null ? "protected" : "inconclusive");
      assert.deepEqual(
        findings.filter((id) => /absent|no-name|not-found|multiple|bogus/.test(id)),
        [],
        "nothing is called missing or wrong",
      );
      await close();
    });
  }
}
