/** The command against real servers: names through DoH, policy files directly and through the helper. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { text } from "node:stream/consumers";

import { report } from "../api/tls-reports.mjs";
import { CLI, folder, needsPython, onTerminal } from "../cli/command.mjs";
import { startHelper } from "./helper.mjs";

const { path: dir, write } = folder();
let helper;
before(async () => (helper = await startHelper()));
after(() => helper.stop());

/** The helper runs beside this process and is read by it, so nothing here may block. */
async function mtaSts(args, input = "") {
  const env = { ...process.env, FORCE_COLOR: undefined };
  const child = spawn(process.execPath, [CLI, ...args], { env });
  child.stdin.end(input);
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.on("close", resolve)),
  ]);
  return { stdout, stderr, status };
}

/** Domain → exit code and a part of the text. */
const DOMAINS = [
  ["healthy.example", 0, "healthy.example is protected"],
  ["missing-policy.example", 1, "http-not-found"],
  ["servfail.example", 2, "Not known"],
  ["bogus.example", 1, "dnssec-bogus"],
  ["no-record.example", 0, "Not used"],
  ["bad-policy.example", 1, "5 | max_age: 7d"],
  ["bücher.example", 0, "xn--bcher-kva.example is protected"],
];

for (const [domain, code, says] of DOMAINS) {
  test(`${domain} ends with ${code}`, async () => {
    const { status, stdout, stderr } = await mtaSts([domain]);
    assert.ok(stdout.includes(says), stdout + stderr);
    assert.equal(status, code);
  });
}

test("tr_033_reports and a check of their domains: what is still there, what could not be seen", async () => {
  const reports = [
    ["missing-policy.example", "sts-policy-fetch-error", "still-there"],
    ["mx-mismatch.example", "validation-failure", null],
    ["servfail.example", "sts-policy-invalid", "not-known"],
    ["not a domain", "certificate-expired", null],
  ].map(([domain, type, state], number) => ({
    domain,
    state,
    text: report(number, { failed: 9 - number, type, domain }),
  }));
  const paths = reports.map(({ text }, number) => write(`report-${number}.json`, text));
  const { status, stdout } = await mtaSts(["report", "--check", "--json", ...paths]);
  const { standings } = JSON.parse(stdout);
  assert.equal(status, 1);
  assert.deepEqual(
    standings.map(({ domain }) => domain),
    reports.map(({ domain }) => domain),
  );
  for (const [number, { domain, state }] of reports.entries()) {
    if (state !== null) assert.equal(standings[number].standing.failures[0].state, state, domain);
  }
  assert.match(standings[3].error, /^It was not checked\. Character 4 is a space/);

  const shown = await mtaSts(["report", "--check", `--helper=${helper.origin}`, ...paths.slice(0, 1)]);
  assert.match(shown.stdout, /^ {6}now +Still there: the policy host answers 404/m);
  // Nobody failed, and one could not be looked at.
  const fine = write("report-fine.json", report(9, { domain: "not a domain" }));
  assert.equal((await mtaSts(["report", fine])).status, 0);
  assert.equal((await mtaSts(["report", "--check", fine])).status, 2);
});

test("through the helper: the same", async () => {
  for (const [domain, code, says] of DOMAINS) {
    const { status, stdout } = await mtaSts([`--helper=${helper.origin}`, domain]);
    assert.ok(stdout.includes(says), stdout);
    assert.equal(status, code);
  }
});

test("each resolver by its name", async () => {
  for (const name of ["cloudflare", "google", "https://dns.google/resolve", "wire:https://dns.google/resolve"]) {
    const { stdout, status } = await mtaSts(["--json", "--resolver", name, "healthy.example"]);
    assert.equal(status, 0);
    const { resolver } = JSON.parse(stdout).observed.record.lookup;
    assert.equal(resolver, { cloudflare: "Cloudflare", google: "Google" }[name] ?? "dns.google");
  }
});

test("several domains: in the order given, and 1 wins over 2", async () => {
  const list = "healthy.example\nservfail.example # lame\n\nnot a domain\nmissing-policy.example\n";
  const { status, stdout, stderr } = await mtaSts(["-"], list);
  assert.equal(status, 1);
  const names = [...stdout.matchAll(/^\S.*?\s([a-z-]+\.example) /gm)].map(([, name]) => name);
  assert.deepEqual(names, ["healthy.example", "servfail.example", "missing-policy.example"]);
  assert.match(stdout, /^4 domains: 1 protected, 1 not known, 1 worse than none, 1 not checked\.$/m);
  assert.match(stderr, /line 4/);
  const lines = (await mtaSts(["--json", "-"], list)).stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map((value) => value.outcome ?? "error"),
    ["protected", "inconclusive", "error", "policy-unavailable"],
  );
});

test("a slow policy host ends with --timeout, as not known", async () => {
  const started = performance.now();
  const { status } = await mtaSts(["--timeout=1", "slow.example"]);
  assert.equal(status, 2);
  assert.ok(performance.now() - started < 6000);
});

test("an earlier policy: what senders that hold it do, until when", async () => {
  const policy = write("old.txt", "version: STSv1\nmode: enforce\nmx: old.example\nmax_age: 864000\n");
  const args = ["--previous", policy, "--previous-served-until", "2026-01-31", "--json", "missing-policy.example"];
  const { stdout } = await mtaSts(args);
  const held = JSON.parse(stdout).outlook.senders.filter(({ sender }) => sender === "holds-policy");
  // Until the end of 31 January, and ten days.
  assert.deepEqual(
    held.map(({ policy }) => policy.until),
    [Date.parse("2026-02-10T23:59:59Z") / 1000],
  );
});

test("drift between two states of a domain that is really served", async () => {
  const served = join(process.env.LAB_DIR, "nginx", "www", "mta-sts.healthy.example", ".well-known", "mta-sts.txt");
  const former = readFileSync(served, "utf8");
  const baseline = join(dir, "baseline.json");
  const first = await mtaSts(["--write-baseline", baseline, "healthy.example", "backup-mismatch.example"]);
  assert.equal(first.status, 0);
  const same = await mtaSts([
    "--baseline",
    baseline,
    "--fail-on=warning",
    "healthy.example",
    "backup-mismatch.example",
  ]);
  assert.equal(same.status, 0, same.stdout);
  try {
    writeFileSync(served, former.replace("mode: enforce", "mode: testing").replace("1209600", "604800"));
    const { status, stdout } = await mtaSts(["--baseline", baseline, "healthy.example"]);
    assert.equal(status, 1);
    const flat = stdout.replaceAll(/\s+/g, " ");
    assert.match(flat, /The policy file has changed, and the id is still `20260101`/);
    assert.match(flat, /The mode was `enforce` and is `testing`/);
    assert.match(flat, /`max_age` was 1209600 seconds and is 604800/);
    // Night after night with one file, until it is accepted.
    const night = (...more) =>
      mtaSts(["--baseline", baseline, "--write-baseline", baseline, ...more, "healthy.example"]).then(
        (run) => run.status,
      );
    assert.deepEqual([await night(), await night(), await night("--accept"), await night()], [1, 1, 1, 0]);
  } finally {
    writeFileSync(served, former);
  }
});

test("on a terminal: steps come in, and the verdict stays", needsPython, () => {
  const { screen, status } = onTerminal(100, [`--helper=${helper.origin}`, "healthy.example"]);
  assert.equal(status, 0);
  const [, last] = screen.split("\u{1b}[?25h");
  assert.match(last.replaceAll(/\u{1b}\[[0-9;]*m/gu, ""), /^healthy\.example +.* UTC\n\n {2}✓ DNS record/);
});
