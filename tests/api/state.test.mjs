/** What is kept of a check, read back, and held against a later one. Recorded checks stand for a domain at two times. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { check, changesBetween, previousPolicyOf, readDomainState, replay, stateOf } from "../../js/dist/node.js";
import { inRoot } from "../../scripts/shell.mjs";

const DAY = 86_400;
const CASES = readdirSync(inRoot("tests", "vectors", "cases")).map((name) => name.replace(".json", ""));
const recordingOf = (name) => {
  const { expect: _, ...recording } = JSON.parse(
    readFileSync(inRoot("tests", "vectors", "cases", `${name}.json`), "utf8"),
  );
  return recording;
};

/** The report of a recorded check, so many days later, with its policy text changed. */
async function reportOf(name, { days = 0, policy = (text) => text } = {}) {
  const recording = recordingOf(name);
  recording.now += days * DAY;
  const { answers } = recording;
  if (answers.policy?.body) answers.policy.body = policy(answers.policy.body);
  return replay(recording);
}

const healthy = await stateOf(await reportOf("healthy"));
const ids = ({ changes }) => changes.map(({ id }) => id);

for (const name of CASES) {
  test(`${name}: what is kept is read back, and nothing has changed since`, async () => {
    const report = await reportOf(name);
    const state = await stateOf(report);
    const isWhole = report.isComplete && report.steps.every(({ status }) => status !== "inconclusive");
    assert.equal(state !== null, isWhole);
    if (state === null) return;
    assert.deepEqual(await readDomainState(JSON.parse(JSON.stringify(state))), state);
    const changes = await changesBetween(state, report);
    const { changes: told } = changes;
    assert.deepEqual(
      told.filter(({ id }) => id !== "certificate-not-renewed"),
      [],
    );
    assert.equal(changes.isWhole, true);
  });
}

test("a check that could not look at all leaves what was kept", async () => {
  const report = await reportOf("servfail");
  assert.equal(await stateOf(report), null);
  assert.equal(await stateOf(report, healthy), healthy);
  assert.deepEqual(await changesBetween(healthy, report), { changes: [], isWhole: false });
});

test("mail servers are matched with the former policy by the core", async () => {
  const before = { ...healthy, mxHosts: [], mx: ["*.example.com"] };
  const allowed = await changesBetween(before, await reportOf("healthy"));
  const { sentence } = allowed.changes.find(({ id }) => id === "mx-hosts-added");
  assert.equal(sentence, "New mail servers: `mx1.example.com`, `mx2.example.com`.");
  const { changes } = await changesBetween(
    { ...before, mx: ["*.mx1.example.com", "mx2.example.com"] },
    await reportOf("healthy"),
  );
  assert.match(
    changes.find(({ id }) => id === "mx-hosts-added").sentence,
    /does not allow `mx1\.example\.com`: senders/,
  );
});

/** Without `crypto.subtle`, as in a page that came over plain HTTP. */
test("where no hash can be computed, it is not known, and nothing follows from it", async () => {
  const script = `
    Object.defineProperty(globalThis.crypto, "subtle", { value: undefined });
    const { changesBetween, previousPolicyOf, readDomainState, replay, stateOf } = await import("./js/dist/browser.js");
    const { readFileSync } = await import("node:fs");
    const { init } = await import("./js/dist/browser.js");
    await init(readFileSync("js/pkg/mta_sts_bg.wasm"));
    const recording = JSON.parse(readFileSync("tests/vectors/cases/healthy.json", "utf8"));
    delete recording.expect;
    const report = await replay(recording);
    const state = await stateOf(report);
    const read = await readDomainState(state);
    const known = { ...state, policySha256: "a".repeat(64) };
    const other = { ...known, maxAge: 1 };
    const ids = async (before) => (await changesBetween(before, report)).changes.map(({ id }) => id);
    console.log(JSON.stringify([state.policySha256, read.policySha256, await ids(state), await ids(known), await ids(other)]));`;
  const out = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: inRoot("."),
    encoding: "utf8",
  });
  assert.deepEqual(JSON.parse(out), ["not-known", "not-known", [], [], ["policy-changed-id-same"]]);
});

test("the hash is the one of the bytes, also where they are no UTF-8", async () => {
  const report = await reportOf("policy-latin1");
  const { hex } = report.observed.fetch.evidence.response.body;
  const { policySha256 } = await stateOf(report);
  assert.equal(policySha256, createHash("sha256").update(Buffer.from(hex, "hex")).digest("hex"));
});

test("a policy that no record announces any more is kept as one that senders may hold", async () => {
  const report = await reportOf("policy-without-record", { days: 1 });
  const lost = await stateOf(report, healthy);
  assert.equal(lost.outcome, "undiscovered");
  assert.deepEqual([lost.id, lost.mode, lost.policyMissedAt], [healthy.id, "enforce", report.checkedAt]);
  assert.deepEqual(previousPolicyOf(lost), {
    mode: "enforce",
    maxAge: healthy.maxAge,
    mx: healthy.mx,
    lastServedAt: report.checkedAt,
    source: "remembered",
  });
  // Nobody could ever get this one.
  assert.equal(previousPolicyOf(await stateOf(report)), null);
});

/** The checks of a domain, one after the other → the policy that senders may still hold, and when it was served last. */
const FATES = [
  [["healthy"], ["enforce", null]],
  [["no-mta-sts"], null],
  [
    ["healthy", "policy-404"],
    ["enforce", 1],
  ],
  [
    ["healthy", "policy-404", "policy-404"],
    ["enforce", 1],
  ],
  [
    ["healthy", "no-mta-sts", "policy-without-record"],
    ["enforce", 1],
  ],
  [
    ["healthy", "policy-404", "healthy"],
    ["enforce", null],
  ],
  [
    ["healthy", "servfail"],
    ["enforce", null],
  ],
  [
    ["healthy", "testing"],
    ["testing", null],
  ],
  [["mode-none"], ["none", null]],
  [["mode-none", "no-mta-sts"], null],
];

for (const [names, expected] of FATES) {
  test(`${names.join(", then ")}: ${expected ?? "nobody holds anything"}`, async () => {
    let state = null;
    for (const [days, name] of names.entries()) state = await stateOf(await reportOf(name, { days }), state);
    const previous = previousPolicyOf(state);
    if (expected === null) return assert.equal(previous, null);
    const [mode, day] = expected;
    assert.equal(previous.mode, mode);
    assert.equal(previous.lastServedAt, day === null ? null : healthy.checkedAt + day * DAY);
  });
}

test("what is kept is an earlier policy that a check takes", async () => {
  const running = check("example.com", {
    previousPolicy: previousPolicyOf(healthy),
    fetch: () => Promise.reject(new Error()),
  });
  assert.equal((await running).outcome, "inconclusive");
});

/** A field and what stands in it → what the sentence has to say. */
const WRONG = [
  ["checkedAt", "yesterday", "“checkedAt” has to be seconds since 1970, and is “yesterday”."],
  ["checkedAt", -1, "is -1"],
  ["checkedAt", 1.5, "is 1.5"],
  ["checkedAt", Number.NaN, "is NaN"],
  ["outcome", "<img src=x>", "“outcome” has to be an outcome, and is “<img src=x>”."],
  ["outcome", undefined, "“outcome” has to be an outcome, and is missing."],
  ["id", 1, "“id” has to be an id or null, and is 1."],
  ["id", "a\u202eb", "is “a\\u{202e}b”"],
  ["policySha256", "A".repeat(64), "64 hexadecimal digits"],
  ["policySha256", ["a".repeat(64)], "and is a list."],
  ["mode", "Enforce", "“mode” has to be a mode or null, and is “Enforce”."],
  ["mode", ["enforce"], "and is a list."],
  ["maxAge", "604800", "“maxAge” has to be seconds or null"],
  ["mx", "mx.example.com", "a list of patterns or null"],
  ["mx", [null], "a list of patterns or null"],
  ["mx", ["mx.*"], "“mx” has “mx.*” in it, which is no pattern:"],
  ["policyMissedAt", true, "is boolean"],
  ["mxHosts", null, "“mxHosts” has to be a list of hosts, and is null."],
  ["mxHosts", ["a\nb"], "a list of hosts"],
  ["certificateNotAfter", {}, "is object"],
  ["findings", {}, "a list of findings"],
];

for (const [field, value, expected] of WRONG) {
  test(`no state: ${field} is ${JSON.stringify(value)}`, async () => {
    const sentence = await readDomainState({ ...healthy, [field]: value });
    assert.equal(typeof sentence, "string");
    assert.ok(sentence.includes(expected), `${sentence} lacks ${expected}`);
    if (field === "mx" && value[0] === "mx.*") return;
    await assert.rejects(changesBetween({ ...healthy, [field]: value }, await reportOf("healthy")), {
      code: "argument",
    });
  });
}

for (const value of [null, undefined, 1, "state", [], [healthy], () => healthy]) {
  test(`no state: ${String(value)}`, async () => {
    assert.match(await readDomainState(value), /^A state is an object, not /);
  });
}

test("nothing but the fields of a state comes in", async () => {
  const text = JSON.stringify(healthy).replace("{", '{"__proto__":{"polluted":true},"constructor":{},"more":1,');
  const state = await readDomainState(JSON.parse(text));
  assert.deepEqual(state, healthy);
  assert.equal(Object.getPrototypeOf(state), Object.prototype);
  assert.equal({}.polluted, undefined);
  // What an object inherits is not its own.
  assert.match(await readDomainState(Object.create(healthy)), /is missing/);
});

test("a state of an earlier release lacks two fields", async () => {
  const { policyMissedAt: _, certificateNotBefore: __, ...old } = healthy;
  assert.deepEqual(await readDomainState(old), { ...healthy, policyMissedAt: null, certificateNotBefore: null });
});

test("what changes in the texts is told with its dates", async () => {
  const later = await reportOf("healthy", {
    days: 2,
    policy: (text) => text.replace("max_age: 604800", "max_age: 86400"),
  });
  const changes = await changesBetween(healthy, later);
  assert.deepEqual(ids(changes), ["policy-changed-id-same", "max-age-shortened"]);
  for (const { sentence } of changes.changes) assert.match(sentence, /until 24 January 2027/);
});
