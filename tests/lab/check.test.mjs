/** Whole checks from Node against the lab: DNS in both formats, the policy file directly and through the helper. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { check, compareResolvers, replay } from "../../js/dist/node.js";
import { startHelper } from "./helper.mjs";

const GOOGLE_WIRE = { name: "Google", url: "https://dns.google/resolve", format: "wire" };
const NOBODY = "https://nobody.example/dns-query";

let helper;
before(async () => (helper = await startHelper()));
after(() => helper.stop());

const status = (report) => Object.fromEntries(report.steps.map(({ id, status }) => [id, status]));
const findings = (report) => report.steps.flatMap(({ findings }) => findings.map(({ id }) => id));

test("every answer brings a report; a direct fetch needs no helper", async () => {
  const reports = [];
  const report = await check("healthy.example", { onReport: (report) => reports.push(report) });
  assert.equal(report.outcome, "protected");
  assert.equal(report.observed.record.lookup.resolver, "Cloudflare");
  assert.equal(report.observed.record.lookup.authenticated, true);
  // One at the start, then one for each of five DNS answers, for two addresses of two MX hosts, and for the policy file.
  assert.equal(reports.length, 11);
  assert.equal(reports[0].isComplete, false);
  assert.deepEqual(reports.at(-1), report);
});

/** What each domain comes to, with what is not the same from one moment to the next left out. */
function lasting(report) {
  const { outcome, verdict, steps } = report;
  return { outcome, verdict, steps: steps.map(({ id, status, findings }) => ({ id, status, findings })) };
}

for (const domain of [
  "healthy.example",
  "missing-policy.example",
  "wrong-certificate.example",
  "redirect.example",
  "html.example",
  "private.example",
  "no-host.example",
  "delegated.example",
  "null-mx.example",
  "two-records.example",
  "xn--bcher-kva.example",
]) {
  test(`DH-004: ${domain} comes to the same in DoH JSON and in DNS messages, directly and through the helper`, async () => {
    const now = Math.floor(Date.now() / 1000);
    const [json, wire, helped] = await Promise.all([
      check(domain, { now, resolvers: ["google"] }),
      check(domain, { now, resolvers: [GOOGLE_WIRE] }),
      check(domain, { now, resolvers: ["google"], helper: helper.origin }),
    ]);
    assert.notEqual(json.outcome, "inconclusive");
    assert.deepEqual(lasting(wire), lasting(json));
    assert.equal(helped.outcome, json.outcome);
    assert.equal(helped.verdict, json.verdict);
    assert.deepEqual(findings(helped), findings(json));
  });
}

test("DH-004: DNS messages keep the strings of a TXT record apart, and the AD bit", async () => {
  const report = await check("healthy.example", { resolvers: [GOOGLE_WIRE] });
  const { lookup } = report.observed.record;
  assert.equal(lookup.authenticated, true);
  assert.match(lookup.records[0].raw, /^"v=STSv1; id=\w+;"$/);
});

test("a dead resolver is followed by the next; without any, nobody could look", async () => {
  const second = await check("healthy.example", { resolvers: [NOBODY, "google"] });
  assert.equal(second.observed.record.lookup.resolver, "Google");
  assert.equal(second.observed.record.lookup.tries.length, 2);
  const none = await check("healthy.example", { resolvers: [NOBODY] });
  assert.equal(none.outcome, "inconclusive");
  assert.match(none.verdict, /^We could not look/);
});

test("DH-032: a lookup that fails is told from one that DNSSEC forbids, in both formats", async () => {
  for (const resolver of ["google", GOOGLE_WIRE]) {
    for (const [domain, state, step] of [
      ["servfail.example", "failed", "inconclusive"],
      ["bogus.example", "bogus", "failed"],
    ]) {
      const report = await check(domain, { resolvers: [resolver] });
      assert.equal(report.observed.record.lookup.state, state, domain);
      assert.equal(status(report).record, step, domain);
    }
  }
});

test("without a helper or with one that is not there, the file was not looked at", async () => {
  for (const [option, words] of [
    [null, /the helper is not set up/],
    ["http://127.0.0.1:9", /the helper could not be reached/],
  ]) {
    const report = await check("healthy.example", { helper: option });
    assert.equal(status(report).fetch, "inconclusive");
    assert.equal(report.outcome, "inconclusive");
    assert.match(report.observed.fetch.problem, words);
  }
});

test("two checks at once do not mix", async () => {
  const [one, two] = await Promise.all([check("healthy.example"), check("no-record.example")]);
  assert.equal(one.domain, "healthy.example");
  assert.equal(two.outcome, "not-announced");
});

test("an abort ends the check and its sockets", async () => {
  const running = check("slow.example", { signal: AbortSignal.timeout(1_000) });
  await assert.rejects(running, { name: "TimeoutError" });
});

test("a recording of a real check replays to the same report", async () => {
  for (const domain of ["healthy.example", "expired-certificate.example", "bom.example"]) {
    const running = check(domain);
    const report = await running;
    assert.deepEqual(await replay(JSON.stringify(running.recording())), report, domain);
  }
});

test("two resolvers of the same zone agree, in either format; a dead one is left out", async () => {
  const { agree, questions, sentence } = await compareResolvers("healthy.example");
  assert.equal(agree, true, sentence);
  assert.deepEqual([...new Set(questions.map(({ answers }) => answers.length))], [2]);
  const [record] = questions;
  assert.ok(
    record.answers.every(({ authenticated, ttl }) => authenticated && ttl > 0),
    record.sentence,
  );
  const mixed = await compareResolvers("healthy.example", { resolvers: ["cloudflare", GOOGLE_WIRE, NOBODY] });
  assert.equal(mixed.agree, true, mixed.sentence);
  assert.match(mixed.questions[0].sentence, /nobody\.example could not be reached/);
});

test("broken DNSSEC and a server that fails are told apart", async () => {
  const bogus = (await compareResolvers("bogus.example")).questions[0];
  assert.deepEqual([bogus.agree, ...bogus.answers.map(({ state }) => state)], [true, "bogus", "bogus"]);
  const servfail = (await compareResolvers("servfail.example")).questions[0];
  assert.deepEqual([servfail.agree, ...servfail.answers.map(({ state }) => state)], [null, "failed", "failed"]);
});
