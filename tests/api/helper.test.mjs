/** A helper as a resolver, and what it says of itself: what the package makes of any answer. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { aboutHelper, check, helperResolver } from "../../js/dist/node.js";

const HELPER = "https://helper.example";

test("a helper is a resolver that is asked in DoH JSON", () => {
  for (const [helper, name, url] of [
    [HELPER, "helper.example", "https://helper.example/v1/dns"],
    ["https://helper.example/", "helper.example", "https://helper.example/v1/dns"],
    ["https://helper.example/mta-sts/", "helper.example", "https://helper.example/mta-sts/v1/dns"],
    ["http://127.0.0.1:8080", "127.0.0.1:8080", "http://127.0.0.1:8080/v1/dns"],
  ]) {
    assert.deepEqual(helperResolver(helper), { name, url });
  }
});

test("what is no helper is a wrong argument", async () => {
  for (const helper of ["", "direct", null, undefined, 1, "helper.example", "ftp://helper.example", `${HELPER}/?a=b`]) {
    assert.throws(() => helperResolver(helper), { name: "MtaStsError", code: "argument" }, String(helper));
    await assert.rejects(async () => aboutHelper(helper), { name: "MtaStsError", code: "argument" }, String(helper));
  }
});

/** Answers everything with this. */
const saying = (body, status = 200) => {
  const asked = [];
  const fetch = async (url, init) => {
    asked.push([String(url), init]);
    return new Response(body, { status });
  };
  return { asked, fetch };
};

test("an announcement is read, and what is none is null", async () => {
  const { asked, fetch } = saying('{"version":"1.2.3","resolver":true,"cacheSeconds":60,"more":[]}');
  const announcement = { version: "1.2.3", resolver: true, cacheSeconds: 60 };
  assert.deepEqual(await aboutHelper(`${HELPER}/`, { fetch }), announcement);
  assert.equal(asked[0][0], "https://helper.example/v1/helper");
  assert.equal(asked[0][1].credentials, "omit");
  for (const [body, status] of [
    ["", 200],
    ["<!doctype html>", 200],
    ["null", 200],
    ["[]", 200],
    ['{"version":"1","resolver":"yes"}', 200],
    ['{"resolver":true}', 200],
    ['{"version":"1","resolver":true}', 404],
    [" ".repeat(70_000), 200],
  ]) {
    assert.equal(
      await aboutHelper(HELPER, { fetch: saying(body, status).fetch }),
      null,
      `${status} ${body.slice(0, 40)}`,
    );
  }
  assert.equal(await aboutHelper(HELPER, { fetch: () => Promise.reject(new TypeError("gone")) }), null);
  assert.equal(await aboutHelper(HELPER, { fetch: () => new Promise(() => {}), timeoutMs: 20 }), null);
});

test("asking a helper can be ended", async () => {
  const reason = new Error("enough");
  const options = { fetch: () => new Promise(() => {}), signal: AbortSignal.abort(reason) };
  await assert.rejects(aboutHelper(HELPER, options), reason);
});

test("a helper that cannot ask is never taken for one that found nothing", async () => {
  for (const status of [400, 403, 404, 429, 502, 503, 504]) {
    const { fetch } = saying('{"error":"The resolver that the helper asks could not be reached."}', status);
    const report = await check("example.com", { resolvers: [helperResolver(HELPER)], helper: null, fetch });
    assert.equal(report.outcome, "inconclusive");
    const { lookup } = report.observed.record;
    assert.equal(lookup.state, "failed");
    assert.match(lookup.comment, /could not be reached/);
    assert.match(lookup.tries[0].result, new RegExp(`HTTP ${status}`));
  }
});
