/** Every recorded check comes to the exit code that its findings deserve, in every format. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { inRoot } from "../../scripts/shell.mjs";
import { mtaSts, recording } from "./command.mjs";

const CASES = readdirSync(inRoot("tests", "vectors", "cases")).map((name) => name.replace(".json", ""));

/** Of the page about a finding: its first line says the severity. */
const severity = (id) =>
  /^(Error|Warning|Note)\./m.exec(readFileSync(inRoot("docs", "findings", `${id}.md`), "utf8"))[1];

/** What the case file expects says which code the run has to end with. */
function codeOf({ findings, steps }, failing) {
  if (findings.some((id) => failing.includes(severity(id)))) return 1;
  return Object.values(steps).includes("inconclusive") ? 2 : 0;
}

for (const name of CASES) {
  test(`${name}: exit codes and text`, () => {
    const { expect } = JSON.parse(readFileSync(recording(name), "utf8"));
    const { status, stdout, stderr } = mtaSts(["replay", recording(name)]);
    assert.equal(status, codeOf(expect, ["Error"]));
    assert.equal(stderr, "");
    for (const id of expect.findings) assert.match(stdout, new RegExp(`^ {2}${id} `, "m"));
    for (const line of stdout.split("\n")) assert.ok([...line].length <= 100 || line.includes("https://"), line);
    assert.doesNotMatch(stdout, /[^\n\P{Cc}]|\p{Cf}/u);
  });
}

for (const name of ["blank-line", "mx-mismatch", "no-mta-sts", "servfail", "healthy", "no-helper"]) {
  test(`${name}: --fail-on`, () => {
    const { expect } = JSON.parse(readFileSync(recording(name), "utf8"));
    const status = (level) => mtaSts(["replay", recording(name), "--fail-on", level]).status;
    assert.equal(status("error"), codeOf(expect, ["Error"]));
    assert.equal(status("warning"), codeOf(expect, ["Error", "Warning"]));
    assert.equal(status("never"), codeOf(expect, []));
  });
}

test("the table has every exit code", () => {
  const codes = CASES.map((name) => codeOf(JSON.parse(readFileSync(recording(name), "utf8")).expect, ["Error"]));
  assert.deepEqual([...new Set(codes)].sort(), [0, 1, 2]);
});

test("the text has verdict, senders with dates, what to do first, and each finding as saw, means, fix, see", () => {
  const { stdout } = mtaSts(["replay", recording("mx-mismatch")]);
  const flat = stdout.replaceAll(/\s+/g, " ");
  for (const part of [
    "example.com 15 January 2027, 08:00 UTC",
    "passed DNS record One record, with id 20260101T000000.",
    "failed Mail servers",
    "failed Mail at risk Mail to example.com is held back",
    "Do this first Add the hosts to the policy",
    "First contact: Waits, then bounces from now on",
    "Holds your policy (enforce): Waits, then bounces now until at the latest 22 January 2027",
    "Policy expired: Waits, then bounces",
    "saw None of the MX hosts is in the policy",
    "means In mode enforce",
    "fix Add the hosts",
    "see RFC 8461 §4.1 (MUST) https://www.rfc-editor.org/rfc/rfc8461#section-4.1",
  ]) {
    assert.ok(flat.includes(part), `lacks “${part}”`);
  }
});

test("a finding in the policy shows its line with carets", () => {
  const { stdout } = mtaSts(["replay", recording("max-age-with-unit")]);
  assert.match(stdout, /^ {4}5 \| max_age: 7d\n {4} {2}\| {10}\^\^$/m);
});

/** Mode announced and served → whether `--require` is met. */
const REQUIRED = [
  ["healthy", "enforce", 0],
  ["testing", "enforce", 1],
  ["testing", "testing", 0],
  ["healthy", "testing", 0],
  ["mode-none", "testing", 1],
  ["no-mta-sts", "testing", 1],
  ["policy-without-record", "enforce", 1],
  ["no-helper", "enforce", 2],
  ["servfail", "enforce", 2],
];

for (const [name, mode, code] of REQUIRED) {
  test(`${name} with --require ${mode} ends with ${code}`, () => {
    const { status, stdout } = mtaSts(["replay", recording(name), "--require", mode, "--fail-on=never"]);
    assert.equal(status, code);
    assert.equal(stdout.includes(`Mode ${mode} is required, and`), code === 1);
  });
}

test("--senders lists each of eight senders, also where they agree", () => {
  const { stdout } = mtaSts(["replay", recording("healthy"), "--senders"]);
  for (const sender of ["mox", "postfix-tlspol", "chasquid", "stalwart"]) {
    assert.match(stdout, new RegExp(`^ {4}${sender} +applies it +mode enforce, kept for 1 week$`, "m"));
  }
  assert.doesNotMatch(mtaSts(["replay", recording("healthy")]).stdout, /postfix-tlspol/);
});

test("a recording can come from standard input", () => {
  const { status, stdout } = mtaSts(["replay", "-"], { input: readFileSync(recording("healthy")) });
  assert.equal(status, 0);
  assert.match(stdout, /healthy|Protected/);
});

test("explain: a result type and a line of a log", () => {
  const { status, stdout } = mtaSts(["explain", "certificate-expired"]);
  assert.equal(status, 0);
  assert.match(stdout, /The certificate of the mail server has expired\./);
  assert.match(stdout, /rests on +RFC 8460 §4\.3\.1/);
  const words = mtaSts(["explain", "reason:", "sts-policy-fetch-error"]);
  assert.deepEqual(words.stdout, mtaSts(["explain", "-"], { input: "reason: sts-policy-fetch-error\n" }).stdout);
  assert.equal(JSON.parse(mtaSts(["explain", "--json", "certificate-expired"]).stdout)[0].id, "certificate-expired");
});
