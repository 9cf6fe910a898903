/** `mta-sts validate`: places in the file, matching, senders, and what is taken for a record. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

import { CLI, folder, mtaSts } from "./command.mjs";

const { path: dir, write } = folder();
const GOOD = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\nmax_age: 604800\n";
const good = write("good.txt", GOOD);

const validate = (name, content, ...args) => {
  write(name, content);
  return mtaSts(["validate", ...args, name], { cwd: dir });
};

test("a good policy", () => {
  const { status, stdout } = mtaSts(["validate", good]);
  assert.equal(status, 0);
  assert.match(stdout, /Senders use it\./);
  assert.match(stdout, /Mode enforce, kept for 1 week, mail servers: `mail\.example\.com`, `\*\.example\.net`\./);
});

/** Text → the head of its first finding, the line as shown, and the carets below it. */
const PLACES = [
  ["a value", GOOD.replace("604800", "7d"), "x.txt:5:10: error: max-age-unit", "5 | max_age: 7d", "^^"],
  ["an empty line", GOOD.replace("mode", "\nmode"), "x.txt:2:1: warning: policy-blank-line", "2 |", "^"],
  [
    "CRLF does not show",
    GOOD.replaceAll("\n", "\r\n").replace("604800", "7d"),
    "x.txt:5:10: error: max-age-unit",
    "5 | max_age: 7d",
    "^^",
  ],
  [
    "an invisible character",
    GOOD.replace("mail.", "\u{200b}mail."),
    "x.txt:3:5: error: mx-value",
    "3 | mx: \\u{200b}mail.example.com",
    "^".repeat(24),
  ],
  [
    "bytes that are not UTF-8",
    Buffer.concat([Buffer.from(GOOD), Buffer.from([0x61, 0xff, 0x62])]),
    "x.txt:6:2: error: policy-not-utf8",
    "6 | a\\xffb",
    "^^^^",
  ],
  [
    "wide characters",
    GOOD.replace("mode:", "注注: x\nmode:"),
    "x.txt:2:1: error: policy-not-a-field",
    "2 | 注注: x",
    "^^^^^^^",
  ],
  ["nothing at all", "", "x.txt:1:1: error: policy-empty", "1 |", "^"],
];

for (const [name, content, head, line, carets] of PLACES) {
  test(`the place of ${name}`, () => {
    const { status, stdout } = validate("x.txt", content, "--policy");
    assert.equal(status, stdout.includes(": error: ") ? 1 : 0);
    const lines = stdout.split("\n");
    const at = lines.indexOf(head);
    assert.ok(at > 0, stdout);
    assert.equal(lines[at + 1].trim(), line);
    assert.equal(lines[at + 2].trim(), `| ${" ".repeat(lines[at + 2].trim().length - 2 - carets.length)}${carets}`);
  });
}

test("carets stand below the place", () => {
  const { stdout } = validate("x.txt", GOOD.replace("604800", "7d"));
  const lines = stdout.split("\n");
  const at = lines.findIndex((line) => line.includes("| max_age: 7d"));
  assert.equal(lines[at + 1].indexOf("^"), lines[at].indexOf("7d"));
});

test("a long line is cut around the place", () => {
  const long = `mx: ${"a".repeat(400)}b!${"c".repeat(400)}`;
  const { stdout } = validate("x.txt", GOOD.replace("mx: mail.example.com", long));
  for (const line of stdout.split("\n")) assert.ok([...line].length <= 100 || line.includes("https://"), line);
  assert.match(stdout, /3 \| mx: a+…/);
});

test("severities and --fail-on", () => {
  const warned = GOOD.replace("mode", "\nmode");
  assert.equal(validate("x.txt", warned).status, 0);
  assert.equal(validate("x.txt", warned, "--fail-on", "warning").status, 1);
  assert.equal(validate("x.txt", GOOD.replace("604800", "7d"), "--fail-on", "never").status, 0);
});

test("--mx: servers that a pattern allows, and one that none does", () => {
  const args = ["validate", good, "--mx", "mail.example.com", "--mx", "MX1.example.net."];
  const fine = mtaSts(args);
  assert.equal(fine.status, 0);
  assert.match(fine.stdout, /passed +`mx1\.example\.net` is allowed by `\*\.example\.net`/);
  const off = mtaSts([...args, "--mx", "other.example.com"]);
  assert.equal(off.status, 1);
  assert.match(off.stdout, /failed +no pattern allows `other\.example\.com`/);
  assert.equal(mtaSts([...args, "--mx", "other.example.com", "--fail-on", "never"]).status, 0);
  assert.match(validate("x.txt", "mode: x", "--mx", "a.example").stdout, /no mail server was matched/);
});

for (const mx of ["", "mx: old.example.com\n"]) {
  test(`--mx with mode none${mx && " and a pattern"}: nothing is matched, so nothing is missing`, () => {
    const text = `version: STSv1\nmode: none\n${mx}max_age: 86400\n`;
    const { status, stdout } = validate("none.txt", text, "--mx", "mail.example.com");
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^Mail servers: mode none, so not matched\.$/m);
    assert.deepEqual(JSON.parse(validate("none.txt", text, "--mx", "mail.example.com", "--json").stdout).matches, []);
    const { results } = JSON.parse(validate("none.txt", text, "--mx", "mail.example.com", "--sarif").stdout).runs[0];
    assert.ok(results.every(({ ruleId }) => ruleId !== "mx-host-not-matched"));
  });
}

test("--senders: how each reads it", () => {
  const { stdout } = validate("x.txt", GOOD.replace("604800", "7d"), "--senders");
  assert.match(stdout, /^ {4}mox +refuses it$/m);
  assert.match(stdout, /^ {4}stalwart +applies it +mode enforce, kept for 1 day$/m);
});

/** Text → what it is taken for. */
const KINDS = [
  ["v=STSv1; id=20260101;", "record"],
  ["v=STSv1; id=20260101;\n", "record"],
  ['"v=STSv1; id=20260101;"', "record"],
  ["V = stsv1; id=1", "record"],
  ["v=TLSRPTv1; rua=mailto:a@example.com\r\n", "record"],
  ["id=1; v=STSv1", "record"],
  ['_mta-sts.example.com. IN TXT "v=STSv1; id=1"', "record"],
  [GOOD, "policy"],
  ["version: STSv1", "policy"],
  ["v=STSv1\nmode: enforce\n", "policy"],
  ["", "policy"],
];

for (const [text, kind] of KINDS) {
  test(`${JSON.stringify(text)} is taken for a ${kind}`, () => {
    const { stdout } = mtaSts(["validate", "--json", "-"], { input: text });
    assert.equal(JSON.parse(stdout).kind, kind);
  });
}

test("a record: its line end is no part of it, and the kind can be forced", () => {
  const fine = mtaSts(["validate", "-"], { input: "v=STSv1; id=20260101;\n" });
  assert.equal(fine.status, 0);
  assert.match(fine.stdout, /An MTA-STS record with id `20260101`/);
  const bad = mtaSts(["validate", "-"], { input: "v=STSv1; id=2026-01-01;\n" });
  assert.equal(bad.status, 1);
  assert.match(
    bad.stdout,
    /^standard input:1:13: error: id-syntax\n {2}1 \| v=STSv1; id=2026-01-01;\n {4}\| {13}\^{10}$/m,
  );
  assert.equal(
    JSON.parse(mtaSts(["validate", "--json", "--policy", "-"], { input: "v=STSv1; id=1" }).stdout).kind,
    "policy",
  );
  assert.equal(JSON.parse(mtaSts(["validate", "--json", "--record", good]).stdout).kind, "record");
  assert.match(
    mtaSts(["validate", "-"], { input: "v=TLSRPTv1; rua=mailto:a@example.com" }).stdout,
    /reports go to `mailto:a@example\.com`/,
  );
});

/** What `dig +short` prints → the exit code of the example in the help, which asks it. */
const DUG = [
  ['"v=STSv1; id=20260101;"', 0],
  ['_mta-sts.provider.example.\n"v=STSv1; id=20260101;"', 0],
  ['"v=STSv1; id=2026-01-01;"', 1],
  ["_mta-sts.provider.example.", 1],
];

for (const [dug, code] of DUG) {
  test(`the example with dig, where it prints ${JSON.stringify(dug)}`, () => {
    const line = /^ {2}(dig .*)$/m.exec(mtaSts(["validate", "--help"]).stdout)[1];
    const script = `dig() { printf '%s\\n' "$DUG"; }\nmta-sts() { "${process.execPath}" "${CLI}" "$@"; }\n${line}`;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
      encoding: "utf8",
      env: { ...process.env, DUG: dug },
    });
    assert.equal(status, code, stdout + stderr);
    if (code === 0) assert.match(stdout, /An MTA-STS record with id `20260101`/);
  });
}

test("JSON has everything", () => {
  const { stdout } = mtaSts(["validate", good, "--json", "--mx", "mail.example.com", "--senders"]);
  const { file, kind, validation, matches, readings } = JSON.parse(stdout);
  assert.equal(file, good);
  assert.equal(kind, "policy");
  assert.equal(validation.policy.maxAge, 604800);
  assert.equal(matches[0].matched, "mail.example.com");
  assert.equal(readings.readings.length, 8);
});
