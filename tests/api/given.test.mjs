/** A check with a policy text that its reader got by other means. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { check, replay, stateOf } from "../../js/dist/node.js";

const POLICY = "version: STSv1\nmode: enforce\nmx: mx.example.com\nmax_age: 604800\n";
const RECORDS = {
  "_mta-sts.example.com 16": '"v=STSv1; id=1"',
  "example.com 15": "10 mx.example.com.",
  "mta-sts.example.com 1": "192.0.2.1",
  "mx.example.com 1": "192.0.2.25",
  "_smtp._tls.example.com 16": '"v=TLSRPTv1; rua=mailto:tls@example.com"',
};

/** DNS of a domain with an MTA-STS record and one mail server; notes what is asked for. */
function dns(asked = [], records = RECORDS) {
  return async (url) => {
    asked.push(String(url));
    const query = new URL(url).searchParams;
    const [name, type] = [query.get("name"), Number(query.get("type"))];
    const data = records[`${name} ${type}`];
    return Response.json({ Status: 0, Answer: data === undefined ? [] : [{ name, type, TTL: 60, data }] });
  };
}

const status = (report) => Object.fromEntries(report.steps.map(({ id, status }) => [id, status]));

test("it takes the place of the fetch, is judged, and never turns the verdict green", async () => {
  for (const helper of [null, "direct", "https://helper.example"]) {
    const asked = [];
    const running = check("example.com", { policyText: POLICY, helper, fetch: dns(asked) });
    const report = await running;
    assert.ok(asked.length > 0 && asked.every((url) => url.startsWith("https://cloudflare-dns.com/")));
    assert.equal(report.outcome, "inconclusive");
    assert.equal(report.observed.fetch.state, "given");
    const { fetch, policy, mx } = status(report);
    assert.deepEqual([fetch, policy, mx], ["inconclusive", "passed", "passed"]);
    assert.match(report.verdict, /^The policy text was given, not fetched: .* If it does, example\.com is protected/);
    assert.equal(report.observed.mx.hosts[0].matchedBy, "mx.example.com");
    assert.deepEqual(running.recording().answers.policy, { kind: "given", body: POLICY, elapsedMs: 0 });
    assert.deepEqual(await replay(running.recording()), report);
  }
});

test("bytes are read as bytes, as they were when the check began", async () => {
  const bytes = new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(POLICY)]);
  const running = check("example.com", { policyText: bytes, fetch: dns() });
  bytes.fill(0);
  const findings = (await running).steps.flatMap((step) => step.findings.map(({ id }) => id));
  assert.ok(findings.includes("policy-bom"), findings.join());
});

test("no text is no option; an empty one is a text", async () => {
  for (const policyText of [undefined, null]) {
    const report = await check("example.com", { policyText, helper: null, fetch: dns() });
    assert.equal(report.observed.fetch.state, "not-seen");
  }
  assert.equal((await check("example.com", { policyText: "", fetch: dns() })).observed.fetch.state, "given");
});

test("of a text beyond 64 KiB no more is kept than tells that", async () => {
  const running = check("example.com", { policyText: "x".repeat(1_000_000), fetch: dns() });
  const report = await running;
  assert.equal(report.doFirst.id, "body-too-large");
  assert.equal(running.recording().answers.policy.body.length, 65_537);
  assert.equal(report.observed.policy, null);
});

test("it is never kept as a policy that was served", async () => {
  const { "mta-sts.example.com 1": _, ...withoutHost } = RECORDS;
  const { "_mta-sts.example.com 16": __, ...withoutRecord } = withoutHost;
  for (const [records, outcome, id] of [
    [withoutHost, "policy-unavailable", "1"],
    [withoutRecord, "not-announced", null],
  ]) {
    const report = await check("example.com", { policyText: POLICY, fetch: dns([], records) });
    assert.equal(report.outcome, outcome, report.verdict);
    const { mode, maxAge, mx, ...state } = await stateOf(report);
    assert.deepEqual([state.id, mode, maxAge, mx], [id, null, null, null]);
  }
});
