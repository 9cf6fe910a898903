/** What the command says to arguments that it cannot use, and its help. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { inRoot } from "../../scripts/shell.mjs";
import { folder, mtaSts, recording } from "./command.mjs";

const { write, path: dir } = folder();
const latin1 = write("latin1.json", Buffer.from([0x22, 0xe9, 0x22]));
const notBaseline = write("not-baseline.json", '{"version":1,"domains":{"example.com":{"checkedAt":"today"}}}');
const badPolicy = write("bad-policy.txt", "version: STSv1\nmode: enforce\n");
const goodPolicy = write("policy.txt", "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n");
const healthy = recording("healthy");

/** Arguments → what the sentence on standard error has to say. */
const REFUSED = [
  [["--jsno", "example.com"], /There is no option --jsno for check\. Did you mean --json\?/],
  [["--qqqqqq", "example.com"], /There is no option --qqqqqq for check\.\n/],
  [["--help=x"], /--help takes no value, and got “x”/],
  [["-x"], /There is no option -x for check/],
  [["chekc", "example.com"], /There is no command chekc\. Did you mean check\?/],
  [["--json", "validate", "policy.txt"], /Write the command first: “mta-sts validate …”/],
  [["--fail-on", "never", "replay", "check.json"], /Write the command first: “mta-sts replay …”/],
  [["-", "-"], /Standard input \(“-”\) is named twice/],
  [["--list", "-", "-"], /Standard input \(“-”\) is named twice/],
  [["check"], /There is no domain to check/],
  [["-"], /There is no domain to check/],
  [["--json=yes", "example.com"], /--json takes no value, and got “yes”/],
  [["--timeout"], /--timeout needs a value/],
  [["--timeout", "--json", "example.com"], /--timeout needs a value/],
  [["--timeout", "5", "--timeout", "6", "example.com"], /--timeout is given more than once/],
  [["--timeout", "0", "example.com"], /--timeout takes a number of seconds from 0\.1 to 300, not “0”/],
  [["--timeout", "1e2", "example.com"], /not “1e2”/],
  [["--timeout=-1", "example.com"], /not “-1”/],
  [["--concurrency", "2.5", "example.com"], /--concurrency takes a whole number of checks from 1 to 64, not “2\.5”/],
  [["--concurrency", "65", "example.com"], /from 1 to 64, not “65”/],
  [["--fail-on", "note", "example.com"], /--fail-on takes error, warning or never, not “note”/],
  [["--require", "none", "example.com"], /--require takes enforce or testing, not “none”/],
  [["--resolver", "quad1", "example.com"], /--resolver takes cloudflare, google, quad9, mullvad, helper, the URL/],
  [["--resolver", "helper", "example.com"], /--resolver helper asks the helper of --helper, which is not given/],
  [["--resolver", "https://x.example/dns-query?a=b", "example.com"], /without user, query and fragment/],
  [[...Array(9).fill("--resolver=google"), "example.com"], /--resolver is given 9 times; at most 8/],
  [["--helper", "ftp://x.example", "example.com"], /--helper takes the URL of a helper, not “ftp:/],
  [["--json", "--sarif", "example.com"], /--json and --sarif exclude each other/],
  [["--output", "x", "example.com"], /--output says where/],
  [["--json", "--output", "/no/such/folder/x", "example.com"], /x cannot be written: no such file or directory/],
  [["--json", "--output", "", "example.com"], /--output takes the name of a file, not “”/],
  [["--json", "--output", "-", "example.com"], /--output takes the name of a file, not “-”/],
  [["--json", "--output", dir, "example.com"], /cannot be written: it is a folder/],
  [["--json", "--output", `${dir}/new/`, "example.com"], /cannot be written/],
  [["--accept", "example.com"], /--accept is about the file of --write-baseline/],
  [["--write-baseline", "", "example.com"], /--write-baseline takes the name of a file, not “”/],
  [["--write-baseline", dir, "example.com"], /cannot be written: it is a folder/],
  [["--write-baseline", "/no/such/folder/x", "example.com"], /x cannot be written: no such file or directory/],
  [["--brief", "--full", "example.com"], /--brief and --full exclude each other/],
  [["--list", `${dir}/none`, "example.com"], /none cannot be read: no such file or directory/],
  [["--baseline", `${dir}/none`, "example.com"], /none cannot be read: no such file or directory/],
  [["--baseline", latin1, "example.com"], /latin1\.json is not JSON/],
  [["--baseline", goodPolicy, "example.com"], /policy\.txt is not JSON/],
  [["--baseline", healthy, "example.com"], /healthy\.json is no baseline of this program/],
  [
    ["--baseline", notBaseline, "example.com"],
    /example\.com: “checkedAt” has to be seconds since 1970, and is “today”\./,
  ],
  [["--previous", `${dir}/none`, "example.com"], /none cannot be read/],
  [["--previous", badPolicy, "example.com"], /Senders could use no policy from .*bad-policy\.txt/],
  [["--previous", goodPolicy, "a.example", "b.example"], /--previous is about one domain/],
  [["--previous-served-until", "2026-01-01", "example.com"], /give that too/],
  [["--previous", goodPolicy, "--previous-served-until", "2026-02-31", "example.com"], /not “2026-02-31”/],
  [
    ["--previous", goodPolicy, "--previous-served-until", "soon", "example.com"],
    /a day such as 2026-03-31, not “soon”/,
  ],
  [["foo@"], /“foo@” is not checked\. Enter a domain/],
  [["192.0.2.1"], /192\.0\.2\.1 is an address/],
  [["\u{1b}[31mx"], /“\\u\{1b\}\[31mx” is not checked/],
  [["validate"], /validate takes one file, and got 0/],
  [["validate", "a", "b"], /validate takes one file, and got 2/],
  [["validate", dir], /cannot be read: illegal operation on a directory/],
  [["validate", "--policy", "--record", goodPolicy], /--policy and --record exclude each other/],
  [["validate", "--mx", "not a host", goodPolicy], /--mx takes the name of a mail server, not “not a host”/],
  [["validate", "--record", "--senders", goodPolicy], /--mx and --senders are about a policy/],
  [["validate", "--junit", goodPolicy], /There is no option --junit for validate/],
  [["explain"], /There is no text to explain/],
  [["explain", "nothing of the kind"], /Nothing in this text is known here/],
  [["replay"], /replay takes one recording/],
  [["replay", `${dir}/none`], /none cannot be read/],
  [["replay", goodPolicy], /policy\.txt is the recording of no check/],
  [[], /Usage/],
];

for (const [args, says] of REFUSED) {
  test(`exit 2: mta-sts ${JSON.stringify(args.map((arg) => arg.replace(dir, "…")))}`, () => {
    const { status, stdout, stderr } = mtaSts(args);
    const sentence = stderr.replaceAll(/\n(?!mta-sts: |$)/g, " ");
    assert.match(sentence, says);
    assert.equal(stdout, "");
    assert.equal(status, 2);
    assert.doesNotMatch(stderr, /fault of the program|\u{1b}/u);
  });
}

test("every command has help with examples and exit codes, within 100 columns", () => {
  for (const command of ["check", "validate", "explain", "replay", "report"]) {
    const { status, stdout, stderr } = mtaSts([command, "--help"]);
    assert.equal(status, 0);
    assert.equal(stderr, "");
    for (const part of ["Usage", "Example", "Exit codes"]) assert.match(stdout, new RegExp(`^${part}`, "m"), command);
    for (const line of stdout.split("\n")) assert.ok(line.length <= 100, line);
    assert.equal(mtaSts([command, "-h"]).stdout, stdout);
    assert.equal(mtaSts(["help", command]).stdout, stdout);
  }
  assert.match(mtaSts(["--help"]).stdout, /mta-sts validate FILE/);
});

for (const [command, sources, others] of [
  ["check", ["commands/check.ts", "commands/results.ts", "asking.ts"], ["json", "sarif", "junit", "output"]],
  ["report", ["commands/report.ts", "asking.ts"], []],
]) {
  test(`every option of ${command} is in its help, and in the documentation`, () => {
    const source = sources.map((path) => readFileSync(inRoot("js", "src", "cli", path), "utf8")).join("");
    const names = [...source.matchAll(/^ {2}"?([a-z-]+)"?: \{ type: "/gm)].map(([, name]) => name);
    assert.ok(names.length >= 7, names.join());
    const help = mtaSts([command, "--help"]).stdout;
    const docs = readFileSync(inRoot("docs", "cli.md"), "utf8");
    for (const name of [...names, ...others]) {
      assert.ok(help.includes(`--${name}`), `the help lacks --${name}`);
      assert.ok(docs.includes(`--${name}`), `docs/cli.md lacks --${name}`);
    }
  });
}

test("--version is that of the package", () => {
  const { version } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  for (const args of [["--version"], ["-V"], ["validate", "--version"]]) {
    assert.deepEqual(mtaSts(args).stdout, `${version}\n`);
  }
});

test("what stands behind -- is no option", () => {
  const { status, stderr } = mtaSts(["check", "--", "--help"]);
  assert.equal(status, 2);
  assert.match(stderr, /“--help” is not checked/);
});
