/** A trap costs one call: what ran before and what comes after goes on in a fresh instance of the module. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";

import { check, init, policyParser, validatePolicy } from "../../js/dist/node.js";
import { inRoot } from "../../scripts/shell.mjs";
import { limitMemory } from "./small_memory.mjs";

const POLICY = "version: STSv1\nmode: enforce\nmx: mx.example.com\nmax_age: 604800\n";
const TOO_MUCH = "a".repeat(48 * 1024 * 1024);
const isEngine = {
  name: "MtaStsError",
  code: "engine",
  message: /^The checker broke down on this input .* restarted\.$/,
};

// 32 MiB: enough for everything but TOO_MUCH.
before(async () => init(limitMemory(await readFile(inRoot("js", "pkg", "mta_sts_bg.wasm")), 512)));

test("the call that traps is rejected with a sentence, and the next one works", async () => {
  for (let round = 0; round < 3; round++) {
    await assert.rejects(validatePolicy(TOO_MUCH), isEngine);
    assert.equal((await validatePolicy(POLICY)).validity, "valid");
  }
});

test("parsers and matchers made before a trap work after it", async () => {
  const parser = await policyParser();
  const matcher = parser.matcher(POLICY);
  const kept = parser.parse(POLICY);
  assert.deepEqual(matcher.allows(["mx.example.com"]), [true]);
  assert.throws(() => parser.parse(TOO_MUCH), isEngine);
  assert.equal(parser.parse(POLICY).mode, "enforce");
  assert.deepEqual(matcher.allows(["mx.example.com", "other.example.com"]), [true, false]);
  assert.deepEqual(kept.mx, ["mx.example.com"]);
  matcher.free();
});

test("a check that runs meanwhile loses nothing", async () => {
  const asked = [];
  const answers = [];
  // A resolver that knows no records, and takes its time.
  const fetch = (url) => {
    asked.push(url);
    return new Promise((resolve) => answers.push(() => resolve(Response.json({ Status: 0 }))));
  };
  const running = check("example.com", { fetch, helper: null, now: 1_800_000_000 });
  while (answers.length < 5) await new Promise(setImmediate);
  answers.splice(0, 2).forEach((answer) => answer());
  await assert.rejects(validatePolicy(TOO_MUCH), isEngine);
  const flow = setInterval(() => answers.splice(0).forEach((answer) => answer()), 1);
  const report = await running;
  clearInterval(flow);
  assert.equal(report.outcome, "not-announced");
  assert.equal(report.isComplete, true);
  // Nothing was asked twice.
  assert.equal(new Set(asked).size, asked.length);
  assert.equal(Object.keys(running.recording().answers).length, asked.length + 1);
});
