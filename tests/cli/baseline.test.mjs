/** A baseline is written, read again, and decides what fails a run. Recorded checks stand for the domain at two times. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { folder, mtaSts, recording } from "./command.mjs";

const { path: dir, write } = folder();

/** A recording with its policy text changed. */
function changed(name, from, to) {
  const text = readFileSync(recording(name), "utf8");
  assert.ok(text.includes(from), `${name} lacks ${from}`);
  return write(`${name}-changed.json`, text.replaceAll(from, to));
}

function baselineOf(name) {
  const path = join(dir, `${name}.baseline.json`);
  mtaSts(["replay", recording(name), "--write-baseline", path]);
  return path;
}

test("what a baseline keeps of a domain", () => {
  const { version, domains } = JSON.parse(readFileSync(baselineOf("healthy"), "utf8"));
  assert.equal(version, 1);
  assert.deepEqual(domains, {
    "example.com": {
      checkedAt: 1800000000,
      outcome: "protected",
      id: "20260101T000000",
      // printf 'version: STSv1\r\nmode: enforce\r\nmx: mx1.example.com\r\nmx: mx2.example.com\r\nmax_age: 604800\r\n' | sha256sum
      policySha256: "2d120f5760e028c5eff9ef7eab9d28eeb271e855da17f43abeaf5e1418965de7",
      mode: "enforce",
      maxAge: 604800,
      mx: ["mx1.example.com", "mx2.example.com"],
      mxHosts: ["mx1.example.com", "mx2.example.com"],
      certificateNotAfter: 1805184000,
      findings: [],
    },
  });
});

test("accepted findings fail no run, new ones do", () => {
  const accepted = mtaSts(["replay", recording("mx-mismatch"), "--baseline", baselineOf("mx-mismatch")]);
  assert.equal(accepted.status, 0);
  assert.match(accepted.stdout, /Nothing has changed\.\n.*1 finding was there already/);
  assert.match(accepted.stdout, /mx-none-matches .*accepted: in the baseline/);

  const isNew = mtaSts(["replay", recording("mx-mismatch"), "--baseline", baselineOf("healthy")]);
  assert.equal(isNew.status, 1);
  assert.match(isNew.stdout, /New mail servers: `mail\.other\.example`/);
});

test("the same finding about another name is new", () => {
  const other = changed("mx-mismatch", "mail.other.example", "mail.third.example");
  assert.equal(mtaSts(["replay", other, "--baseline", baselineOf("mx-mismatch")]).status, 1);
});

test("a changed policy under the same id fails the run", () => {
  const other = changed("healthy", "max_age: 604800", "max_age: 604801");
  const args = ["replay", other, "--baseline", baselineOf("healthy")];
  const { status, stdout } = mtaSts(args);
  assert.equal(status, 1);
  assert.match(stdout, /The policy file has changed, and the id is still `20260101T000000`/);
  assert.match(stdout, /22 January 2027/);
  assert.equal(mtaSts([...args, "--fail-on", "never"]).status, 0);
});

test("a check that could not look does not overwrite the former entry", () => {
  const path = baselineOf("healthy");
  const former = readFileSync(path, "utf8");
  const { status, stderr } = mtaSts(["replay", recording("servfail"), "--baseline", path, "--write-baseline", path]);
  assert.equal(status, 2);
  assert.equal(readFileSync(path, "utf8"), former);
  assert.match(stderr, /keeps the former entry/);
});

test("domains that a run does not look at stay in the baseline", () => {
  const path = baselineOf("healthy");
  const { domains } = JSON.parse(readFileSync(path, "utf8"));
  const both = write(
    "both.json",
    JSON.stringify({ version: 1, domains: { ...domains, "a.example": domains["example.com"] } }),
  );
  mtaSts(["replay", recording("testing"), "--baseline", both, "--write-baseline", both]);
  const after = JSON.parse(readFileSync(both, "utf8")).domains;
  assert.deepEqual(Object.keys(after), ["a.example", "example.com"]);
  assert.equal(after["example.com"].mode, "testing");
  assert.deepEqual(after["a.example"], domains["example.com"]);
});

test("a domain that the baseline lacks is said to be new", () => {
  const { status, stdout } = mtaSts([
    "replay",
    recording("healthy"),
    "--baseline",
    write("empty.json", '{"version":1,"domains":{}}'),
  ]);
  assert.match(stdout, /not in the baseline yet/);
  assert.equal(status, 0);
});

test("JSON has the changes and what was accepted", () => {
  const args = ["replay", recording("mx-mismatch"), "--json", "--baseline"];
  const { baseline } = JSON.parse(mtaSts([...args, baselineOf("healthy")]).stdout);
  assert.equal(baseline.since, 1800000000);
  assert.deepEqual(baseline.accepted, []);
  assert.deepEqual(
    baseline.changes.map(({ id }) => id),
    ["mx-hosts-added", "mx-hosts-removed", "outcome-changed"],
  );
  assert.deepEqual(JSON.parse(mtaSts([...args, baselineOf("mx-mismatch")]).stdout).baseline.accepted, [
    "mx-none-matches",
  ]);
});
