/** SARIF against its schema, JSON for programs and for terminals, JUnit. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";

import Ajv from "ajv";

import { json } from "../../js/dist/cli/format/json.js";
import { inRoot } from "../../scripts/shell.mjs";
import { folder, mtaSts, needsPython, recording } from "./command.mjs";

const { path: dir, write } = folder();
const require = createRequire(import.meta.url);
const schema = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const ajv = new Ajv({ allErrors: true, schemaId: "id", meta: false });
ajv.addMetaSchema(require("ajv/lib/refs/json-schema-draft-04.json"));
const isSarif = ajv.compile(schema);

function sarif(args, options) {
  const { stdout, status } = mtaSts([...args, "--sarif"], options);
  const log = JSON.parse(stdout);
  assert.ok(isSarif(log), JSON.stringify(isSarif.errors));
  const [run] = log.runs;
  for (const { ruleId, ruleIndex } of run.results) assert.equal(run.tool.driver.rules[ruleIndex].id, ruleId);
  return { run, status };
}

test("the schema refuses what is no SARIF", () => {
  assert.equal(isSarif({ version: "2.1.0", runs: [{ tool: {} }] }), false);
});

test("every recorded check is valid SARIF", () => {
  for (const name of readdirSync(inRoot("tests", "vectors", "cases"))) {
    const path = recording(name.replace(".json", ""));
    const { run } = sarif(["replay", path]);
    const { expect } = JSON.parse(readFileSync(path, "utf8"));
    assert.deepEqual(run.results.map(({ ruleId }) => ruleId).sort(), [...expect.findings].sort(), name);
    const isSeen = !Object.values(expect.steps).includes("inconclusive");
    assert.equal(run.invocations[0].executionSuccessful, isSeen, name);
  }
});

test("a finding of a domain: rule, level, message, logical location, fingerprint", () => {
  const { run, status } = sarif(["replay", recording("mx-mismatch")]);
  assert.equal(status, 1);
  const [result] = run.results;
  assert.equal(result.level, "error");
  assert.match(result.message.text, /^None of the MX hosts is in the policy: .* Add the hosts to the policy/);
  assert.deepEqual(result.locations[0].logicalLocations[0].fullyQualifiedName, "example.com");
  assert.equal(result.locations[0].physicalLocation, undefined);
  assert.equal(run.tool.driver.rules[0].helpUri, "https://www.rfc-editor.org/rfc/rfc8461#section-4.1");
  const again = sarif(["replay", recording("mx-mismatch")]).run.results[0];
  assert.deepEqual(again.partialFingerprints, result.partialFingerprints);
  const other = sarif(["replay", recording("policy-404")]).run.results[0];
  assert.notDeepEqual(other.partialFingerprints, result.partialFingerprints);
});

test("a baseline makes findings unchanged or new, and changes results", () => {
  const baseline = join(dir, "baseline.json");
  mtaSts(["replay", recording("mx-mismatch"), "--write-baseline", baseline]);
  const known = sarif(["replay", recording("mx-mismatch"), "--baseline", baseline]).run.results;
  assert.deepEqual(
    known.map(({ baselineState }) => baselineState),
    ["unchanged"],
  );
  const changed = sarif(["replay", recording("policy-404"), "--baseline", baseline]).run.results;
  const states = Object.fromEntries(changed.map(({ ruleId, baselineState }) => [ruleId, baselineState]));
  assert.equal(states["http-not-found"], "new");
  assert.equal(states["since-baseline/outcome-changed"], "new");
});

/** A policy, the finding, the text at fault, and its place: columns are UTF-16 code units, the end exclusive. */
const REGIONS = [
  ["version: STSv1\nmode: none\nmax_age: 7d\n", "max-age-unit", "7d", [3, 10, 12]],
  ["version: STSv1\nmode: none\nmx: \u{1f980}é\nmax_age: 1\n", "mx-value", "\u{1f980}é", [3, 5, 8]],
];

for (const [policy, id, fault, [line, startColumn, endColumn]] of REGIONS) {
  test(`the region of ${fault}`, () => {
    write("a policy.txt", policy);
    const { run } = sarif(["validate", "a policy.txt"], { cwd: dir });
    const { artifactLocation, region } = run.results.find(({ ruleId }) => ruleId === id).locations[0].physicalLocation;
    assert.equal(artifactLocation.uri, "a%20policy.txt");
    const byteOffset = Buffer.from(policy).indexOf(fault);
    const byteLength = Buffer.byteLength(fault);
    assert.deepEqual(region, { startLine: line, startColumn, endLine: line, endColumn, byteOffset, byteLength });
    assert.equal(run.columnKind, "utf16CodeUnits");
  });
}

test("a place that spans line ends ends where it says", () => {
  write("page.html", "<!DOCTYPE html>\n<html>\n</html>\n");
  const { run } = sarif(["validate", "page.html", "--mx", "a.example"], { cwd: dir });
  assert.ok(run.results.length > 0);
  for (const { locations } of run.results) {
    const { region } = locations[0].physicalLocation;
    if (region) assert.ok(region.endLine > region.startLine || region.endColumn >= region.startColumn);
  }
});

test("JSON of one report is the report of the package", async () => {
  const { replay } = await import("../../js/dist/node.js");
  const { stdout } = mtaSts(["replay", recording("healthy"), "--json"]);
  assert.deepEqual(JSON.parse(stdout), await replay(readFileSync(recording("healthy"), "utf8")));
});

test("JSON has no character that a terminal would not show, and means the same", () => {
  const value = { text: "\u{1b}[31m \u{7f}\u{9b} \u{202e}\u{200b}\u{feff} \u{e0041} \u{1f980} ü 注 \u{2028}" };
  const text = json(value);
  assert.deepEqual(JSON.parse(text), value);
  assert.doesNotMatch(text, /[\p{C}\p{Zl}\p{Zp}]/u);
  assert.ok(text.includes("ü 注"));
});

test("--output writes the file, and the text goes to standard output", () => {
  const path = join(dir, "out.sarif");
  const { stdout, status } = mtaSts(["replay", recording("mx-mismatch"), "--sarif", "--output", path]);
  assert.equal(status, 1);
  assert.equal(stdout, mtaSts(["replay", recording("mx-mismatch")]).stdout);
  assert.ok(isSarif(JSON.parse(readFileSync(path, "utf8"))));
  const json = join(dir, "out.json");
  mtaSts(["validate", write("p.txt", "mode: x"), "--json", "--output", json]);
  assert.equal(JSON.parse(readFileSync(json, "utf8")).kind, "policy");
});

/** Reads XML with a parser that is not ours; gives `tag attribute…` for each element. */
function elements(xml) {
  const program = `
import sys, json, xml.etree.ElementTree as tree
print(json.dumps([[e.tag, e.attrib] for e in tree.fromstring(sys.stdin.buffer.read()).iter()]))`;
  const { stdout, stderr, status } = spawnSync("python3", ["-c", program], { input: xml, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

test("JUnit: a suite for the domain, a case for each step, failures at the threshold", needsPython, () => {
  const all = elements(mtaSts(["replay", recording("record-in-quotes"), "--junit"]).stdout);
  const [, suite] = all[1];
  assert.deepEqual(suite, { name: "example.com", tests: "5", failures: "1", errors: "0", skipped: "0" });
  const [, failure] = all.find(([tag]) => tag === "failure");
  assert.match(failure.message, /^record-nearly: The TXT record `"v=STSv1;/);
  const lenient = elements(mtaSts(["replay", recording("record-in-quotes"), "--junit", "--fail-on=never"]).stdout);
  assert.equal(lenient[1][1].failures, "0");
  const unseen = elements(mtaSts(["replay", recording("servfail"), "--junit"]).stdout);
  assert.equal(unseen[1][1].errors, "1");
});

test("what a recording lacks is no success, in JUnit and in SARIF", needsPython, () => {
  const recorded = JSON.parse(readFileSync(recording("healthy"), "utf8"));
  delete recorded.expect;
  delete recorded.answers.policy;
  const path = write("incomplete.json", JSON.stringify(recorded));
  const all = elements(mtaSts(["replay", path, "--junit"]).stdout);
  assert.equal(all[1][1].errors, "3");
  assert.match(all.find(([tag]) => tag === "error")[1].message, /Waiting for an answer/);
  const { run } = sarif(["replay", path]);
  assert.equal(run.invocations[0].executionSuccessful, false);
  assert.equal(run.invocations[0].toolExecutionNotifications.length, 3);
});

test("JUnit has no character that XML forbids", needsPython, () => {
  const odd = "\u{fffe}\u{ffff}\u{0}\u{8}\u{1fffe}";
  const recorded = JSON.parse(readFileSync(recording("healthy"), "utf8"));
  delete recorded.expect;
  const evidence = JSON.parse(recorded.answers.policy.body);
  evidence.response.body = evidence.response.body.replace("enforce", `enf${odd}`);
  recorded.answers.policy.body = JSON.stringify(evidence);
  const path = write("odd.json", JSON.stringify(recorded));
  const all = elements(mtaSts(["replay", path, "--junit"]).stdout);
  assert.match(all.find(([tag]) => tag === "failure")[1].message, /enf\\u\{fffe\}\\u\{ffff\}/);
  const [, , [, unread]] = elements(mtaSts(["--junit", "-"], { input: "a\u{ffff}b\n" }).stdout);
  assert.equal(unread.classname, "a\\u{ffff}b");
});
