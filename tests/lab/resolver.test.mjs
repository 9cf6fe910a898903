/** The helper as a resolver, started with `--resolver`: what it answers, what it refuses, and whole checks through it. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";

import { aboutHelper, check, compareResolvers, helperResolver } from "../../js/dist/node.js";
import { inRoot } from "../../scripts/shell.mjs";
import { NOWHERE, RESOLVER } from "./addresses.mjs";
import { startHelper } from "./helper.mjs";

let helper;
before(async () => (helper = await startHelper("--resolver", "system")));
after(() => helper.stop());

/** Asks a helper; the status, the headers, and the JSON. */
async function ask(query, { origin } = helper, headers = {}) {
  const response = await fetch(`${origin}/v1/dns?${new URLSearchParams(query)}`, { headers });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe("an answer", () => {
  test("is what the resolver says: records, AD, and the time left", async () => {
    const { status, headers, body } = await ask({ name: "_mta-sts.healthy.example", type: "TXT" });
    assert.equal(status, 200);
    assert.equal(headers.get("content-type"), "application/dns-json");
    assert.equal(headers.get("cache-control"), "no-store");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.deepEqual([body.Status, body.AD, body.TC, body.CD], [0, true, false, false]);
    assert.equal(body.Answer[0].data, '"v=STSv1; id=20260101;"');
    assert.ok(body.Answer[0].TTL <= 300);
  });

  test("that there is no such name, or no such record, is one too", async () => {
    const missing = await ask({ name: "_mta-sts.nothing-here.example", type: "TXT" });
    assert.deepEqual([missing.status, missing.body.Status, missing.body.Answer], [200, 3, []]);
    const empty = await ask({ name: "mta-sts.healthy.example", type: "16" });
    assert.deepEqual([empty.status, empty.body.Status, empty.body.Answer], [200, 0, []]);
  });

  test("keeps SERVFAIL and why, and cd=1 gets past it", async () => {
    const { status, body } = await ask({ name: "_mta-sts.bogus.example", type: "TXT" });
    assert.deepEqual([status, body.Status], [200, 2]);
    assert.ok(
      body.extended_dns_errors.some(({ info_code }) => [6, 7, 9, 10].includes(info_code)),
      JSON.stringify(body),
    );
    const unchecked = await ask({ name: "_mta-sts.bogus.example", type: "TXT", cd: "1" });
    assert.deepEqual([unchecked.body.Status, unchecked.body.CD, unchecked.body.Answer.length], [0, true, 1]);
  });

  test("keeps aliases", async () => {
    const { body } = await ask({ name: "mta-sts.delegated.example", type: "A" });
    assert.deepEqual(
      body.Answer.map(({ type }) => type),
      [5, 1],
    );
  });
});

test("only what a check asks is asked, and in a sentence", async () => {
  for (const query of [
    { name: "healthy.example", type: "ANY" },
    { name: "1.0.22.11.in-addr.arpa", type: "TXT" },
    { name: "router.home.arpa", type: "A" },
    { name: "wiki.corp.internal", type: "A" },
    { name: "localhost", type: "A" },
    { name: "_dmarc.healthy.example", type: "TXT" },
    { name: "healthy.example", type: "MX", server: RESOLVER },
    { type: "MX" },
  ]) {
    const { status, body } = await ask(query);
    assert.equal(status, 400, JSON.stringify(query));
    assert.match(body.error, /^[A-Z].*\.$/);
  }
});

test("other sites may not ask, nor may pages under other names", async () => {
  const query = { name: "healthy.example", type: "MX" };
  for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }]) {
    assert.equal((await ask(query, helper, headers)).status, 403);
  }
});

test("it is announced, and without the option it is not there", async (t) => {
  const { version, resolver } = await aboutHelper(helper.origin);
  assert.match(version, /^\d+\.\d+\.\d+/);
  assert.equal(resolver, true);
  const plain = await startHelper();
  t.after(() => plain.stop());
  assert.equal((await aboutHelper(plain.origin)).resolver, false);
  assert.equal((await ask({ name: "healthy.example", type: "MX" }, plain)).status, 404);
  assert.equal(await aboutHelper("http://127.0.0.1:9"), null);
});

/** A report without what is not the same for two resolvers: names, times, how it spells and orders records, and its own words. */
function lasting(report) {
  const volatile = new Set(["resolver", "ttl", "records", "comment", "elapsedMs", "tries", "fetchedAt"]);
  const kept = (key, value) =>
    volatile.has(key) ? undefined : key === "texts" ? [...value].sort((a, b) => (a.text < b.text ? -1 : 1)) : value;
  const text = JSON.stringify(report, kept);
  const names = [new URL(helper.origin).host, "Google"];
  return JSON.parse(names.reduce((all, name) => all.replaceAll(name, "RESOLVER"), text));
}

for (const domain of [
  "healthy.example",
  "no-record.example",
  "misplaced.example",
  "two-records.example",
  "delegated.example",
  "half-delegated.example",
  "dangling.example",
  "mx-alias.example",
  "null-mx.example",
  "implicit-mx.example",
  "no-host.example",
  "bogus.example",
  "servfail.example",
  "subdomain.healthy.example",
  "xn--bcher-kva.example",
]) {
  test(`${domain} comes to the same as through a public resolver`, async () => {
    const now = Math.floor(Date.now() / 1000);
    const options = { now, helper: helper.origin };
    const [own, google] = await Promise.all([
      check(domain, { ...options, resolvers: [helperResolver(helper.origin)] }),
      check(domain, { ...options, resolvers: ["google"] }),
    ]);
    assert.equal(own.observed.record.lookup.tries[0].resolver, new URL(helper.origin).host);
    const strip = ({ observed, ...rest }) => ({
      ...lasting(rest),
      record: lasting(observed.record),
      mx: lasting(observed.mx),
    });
    assert.deepEqual(strip(own), strip(google));
  });
}

test("the command asks it by the word “helper”", async () => {
  const args = ["healthy.example", "--helper", helper.origin, "--resolver", "helper", "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, [inRoot("js", "dist", "cli.js"), ...args]);
  const { outcome, observed } = JSON.parse(stdout);
  assert.deepEqual([outcome, observed.mx.lookup.resolver], ["protected", new URL(helper.origin).host]);
});

test("it can be compared with a public one", async () => {
  const { agree } = await compareResolvers("healthy.example", { resolvers: [helperResolver(helper.origin), "google"] });
  assert.equal(agree, true);
});

describe("an upstream that does not answer", () => {
  /** Listens and says nothing. */
  let silent;
  before(async () => {
    silent = createSocket("udp4").bind(0, "127.0.0.1");
    await once(silent, "listening");
  });
  after(() => silent.close());

  for (const [who, resolver] of [
    ["that says nothing", () => `127.0.0.1:${silent.address().port}`],
    ["where nobody listens", () => NOWHERE],
  ]) {
    test(`${who} is no answer about a domain: never “no record”, never green`, async (t) => {
      const dead = await startHelper("--resolver", resolver());
      t.after(() => dead.stop());
      const [{ status, headers, body }, report] = await Promise.all([
        ask({ name: "_mta-sts.healthy.example", type: "TXT" }, dead),
        check("healthy.example", { resolvers: [helperResolver(dead.origin)], helper: dead.origin }),
      ]);
      assert.equal(status, 504);
      assert.notEqual(headers.get("content-type"), "application/dns-json");
      assert.match(body.error, /did not answer within 4 seconds/);
      assert.equal(body.Status, undefined);
      assert.equal(report.outcome, "inconclusive");
      for (const step of ["record", "mx", "tlsrpt"]) {
        assert.equal(report.steps.find(({ id }) => id === step).status, "inconclusive", step);
      }
      const { lookup } = report.observed.record;
      assert.deepEqual([lookup.state, lookup.comment, lookup.tries.length], ["failed", body.error, 1]);
    });
  }

  test("is told from one at an address, which answers", async (t) => {
    const own = await startHelper("--resolver", `${RESOLVER}:53`);
    t.after(() => own.stop());
    const { body } = await ask({ name: "healthy.example", type: "MX" }, own);
    assert.ok(body.Answer.length > 0);
  });
});
