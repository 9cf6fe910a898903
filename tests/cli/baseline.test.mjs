/** A baseline is written, read again, and decides what fails a run. Recorded checks stand for the domain at two times. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { succeed } from "../../js/dist/drift/succession.js";
import { folder, mtaSts, recording } from "./command.mjs";

const { path: dir, write } = folder();

/** A recording with some of its answers taken from others, changed, or (`null`) not there. */
function edited(name, answers) {
  const recorded = JSON.parse(readFileSync(recording(name), "utf8"));
  delete recorded.expect;
  for (const [id, answer] of Object.entries(answers)) {
    if (answer === null) delete recorded.answers[id];
    else recorded.answers[id] = answer;
  }
  return write(`edited-${(written += 1)}.json`, JSON.stringify(recorded));
}
let written = 0;
const answersOf = (name) => JSON.parse(readFileSync(recording(name), "utf8")).answers;
/** Without the line ends of wrapping. */
const flat = (text) => text.replaceAll(/\s+/g, " ");
const UNREACHED = { kind: "failed", reason: "network", detail: "", elapsedMs: 5 };
const NO_REPORTS = { "tlsrpt-record/1": UNREACHED, "tlsrpt-record/2": UNREACHED };

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
      policyMissedAt: null,
      mxHosts: ["mx1.example.com", "mx2.example.com"],
      certificateNotBefore: 1797408000,
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
  assert.match(flat(stderr), /keeps the former entry, or none, where not all could be looked at: example\.com\./);
});

test("nothing is said to be the same that was not looked at", () => {
  const UNSEEN = /Part of it could not be looked at, so it is not compared\./;
  for (const answers of [NO_REPORTS, { policy: null }, { "tlsrpt-record/1": null }]) {
    const args = ["replay", edited("healthy", answers), "--baseline", baselineOf("healthy")];
    const { stdout, status } = mtaSts(args);
    assert.equal(status, 2);
    assert.doesNotMatch(stdout, /Nothing has changed/);
    assert.match(stdout, UNSEEN);
    assert.equal(JSON.parse(mtaSts([...args, "--json"]).stdout).baseline.isWhole, false);
    assert.match(mtaSts([...args, "--junit"]).stdout, /name="Since the baseline"[^>]*>\s*<error message="Part of it/);
  }
});

test("what was seen to change is told, whatever else was not seen", () => {
  const { policy } = answersOf("healthy");
  const other = { ...policy, body: policy.body.replace("max_age: 604800", "max_age: 604801") };
  const former = baselineOf("healthy");
  const { status, stdout } = mtaSts([
    "replay",
    edited("healthy", { ...NO_REPORTS, policy: other }),
    "--baseline",
    former,
  ]);
  assert.equal(status, 1);
  assert.match(stdout, /the id is still `20260101T000000`/);
  assert.doesNotMatch(stdout, /The verdict was/);

  const lost = mtaSts([
    "replay",
    edited("no-mta-sts", { ...NO_REPORTS, "draft-tlsrpt-record/1": null }),
    "--baseline",
    former,
  ]);
  assert.equal(lost.status, 1);
  assert.match(lost.stdout, /now there is none/);
});

test("an entry that is not written is told, also where something else fails the run", () => {
  const path = join(dir, "gap.json");
  const { status, stderr } = mtaSts(["replay", edited("mx-mismatch", NO_REPORTS), "--write-baseline", path]);
  assert.equal(status, 1);
  assert.match(
    flat(stderr),
    /gap\.json keeps the former entry, or none, where not all could be looked at: example\.com\./,
  );
  assert.deepEqual(JSON.parse(readFileSync(path, "utf8")).domains, {});
});

/** One night after the other, with one file. */
const night = (path, file, ...more) => mtaSts(["replay", path, "--baseline", file, "--write-baseline", file, ...more]);

test("a run that fails accepts nothing, however often it is repeated", () => {
  const file = baselineOf("healthy");
  const former = readFileSync(file, "utf8");
  for (let count = 0; count < 3; count += 1) {
    const { status, stderr } = night(recording("mx-mismatch"), file);
    assert.equal(status, 1);
    assert.match(flat(stderr), /where the run failed \(--accept takes what was found\): example\.com\./);
    assert.equal(readFileSync(file, "utf8"), former);
  }
  assert.equal(night(recording("mx-mismatch"), file, "--accept").status, 1);
  assert.equal(night(recording("mx-mismatch"), file).status, 0);
  assert.equal(night(recording("healthy"), file).status, 0);
});

test("a domain that the baseline lacks is not accepted by failing", () => {
  const file = write("none-yet.json", '{"version":1,"domains":{}}');
  assert.equal(night(recording("mx-mismatch"), file).status, 1);
  assert.equal(night(recording("mx-mismatch"), file).status, 1);
});

for (const [name, ...more] of [["unseen"], ["accepted", "--accept"], ["tolerated", "--fail-on=never"]]) {
  test(`a policy that was not there for a night is not forgotten: ${name}`, () => {
    const file = baselineOf("healthy");
    night(recording("policy-404"), file, ...more);
    const weaker = changed("healthy", "mode: enforce", "mode: testing");
    const { status, stdout } = night(weaker, file);
    assert.equal(status, 1);
    assert.match(stdout, /The policy file has changed, and the id is still/);
    assert.match(stdout, /The mode was `enforce` and is `testing`/);
  });
}

test("what no sender can hold any more is forgotten", () => {
  const state = {
    mode: "enforce",
    maxAge: 100,
    id: "1",
    policySha256: "a",
    mx: [],
    policyMissedAt: null,
    checkedAt: 0,
  };
  const lost = { ...state, mode: null, maxAge: null, mx: null, policySha256: null };
  const first = succeed(state, { ...lost, checkedAt: 50 });
  assert.deepEqual([first.mode, first.policyMissedAt], ["enforce", 50]);
  const second = succeed(first, { ...lost, checkedAt: 150 });
  assert.deepEqual([second.mode, second.policyMissedAt], ["enforce", 50]);
  assert.deepEqual(succeed(second, { ...lost, checkedAt: 151 }), { ...lost, checkedAt: 151 });
  assert.equal(succeed({ ...state, mode: "none" }, lost), lost);
  assert.equal(succeed(null, lost), lost);
});

test("a baseline of an earlier release is read", () => {
  const { version, domains } = JSON.parse(readFileSync(baselineOf("healthy"), "utf8"));
  const { policyMissedAt: _, certificateNotBefore: __, ...entry } = domains["example.com"];
  const old = write("old.json", JSON.stringify({ version, domains: { "example.com": entry } }));
  const { status, stdout } = mtaSts(["replay", recording("healthy"), "--baseline", old]);
  assert.match(stdout, /Nothing has changed/);
  assert.equal(status, 0);
});

test("in plain text a note is called a note", () => {
  const { stdout } = mtaSts(["replay", recording("mx-mismatch"), "--baseline", baselineOf("healthy")]);
  assert.match(stdout, /^ {4}note +New mail servers/m);
});

test("domains that a run does not look at stay in the baseline", () => {
  const path = baselineOf("healthy");
  const { domains } = JSON.parse(readFileSync(path, "utf8"));
  const both = write(
    "both.json",
    JSON.stringify({ version: 1, domains: { ...domains, "a.example": domains["example.com"] } }),
  );
  mtaSts(["replay", recording("testing"), "--baseline", both, "--write-baseline", both, "--accept"]);
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
