/** action.yml: its script runs in bash with the inputs as variables, and the built command in place of the registry's. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { parse } from "yaml";

import { inRoot } from "../../scripts/shell.mjs";
import { CLI, folder } from "./command.mjs";

const action = parse(readFileSync(inRoot("action.yml"), "utf8"));
const [step, ...others] = action.runs.steps;
const { path: dir, write } = folder();
const policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n";
write("mta-sts.txt", policy);
write("bad.txt", policy.replace("604800", "7d"));
// Stands where npm would be, tells what it was asked for, and installs the command of this tree, for use without a network.
const installed = write(
  "installed",
  `#!/bin/bash
printf '%s\\n' "$@" >"${dir}/asked"
command=$1
shift
[ $command = validate ] || set -- --resolver=http://127.0.0.1:1/dns-query --helper=http://127.0.0.1:1 "$@"
exec "${process.execPath}" "${CLI}" $command "$@"
`,
);
const npm = write(
  "npm",
  `#!/bin/bash
[ ! -e "${dir}/registry-down" ] || { echo "::add-mask::from the registry"; exit 1; }
printf '%s\\n' "$@" >"${dir}/npm-asked"
mkdir -p "$3/node_modules/.bin"
cp "${installed}" "$3/node_modules/.bin/mta-sts"
`,
);
for (const program of [installed, npm]) chmodSync(program, 0o755);

/** Runs the step as GitHub does: `bash --noprofile --norc -eo pipefail`. */
function run(inputs) {
  const known = Object.entries(action.inputs).map(([name, input]) => [name, inputs[name] ?? input.default]);
  for (const name of Object.keys(inputs)) assert.ok(name in action.inputs, name);
  const values = Object.fromEntries(known);
  const env = Object.fromEntries(
    Object.entries(step.env).map(([name, expression]) => [
      name,
      values[/^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(expression)[1]],
    ]),
  );
  const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], {
    cwd: dir,
    encoding: "utf8",
    env: { PATH: `${dir}:${process.env.PATH}`, LC_ALL: "C.UTF-8", ...env },
  });
  return { status, stdout, stderr };
}
const asked = (of = "asked") => readFileSync(join(dir, of), "utf8").trimEnd().split("\n");

/** What of a log GitHub takes for commands: lines that begin with `::` or hold `##[`, save while it is told to stop. */
function commandsIn(log) {
  let token = null;
  return log.split("\n").filter((line) => {
    const stop = /^::stop-commands::(.+)$/.exec(line);
    if (token !== null) {
      if (line === `::${token}::`) token = null;
      return false;
    }
    if (stop) token = stop[1];
    return !stop && /^\s*::|##\[/.test(line);
  });
}

test("one composite step in bash; every input is a variable, and none stands in the script", () => {
  assert.equal(action.runs.using, "composite");
  assert.equal(others.length, 0);
  assert.equal(step.shell, "bash");
  assert.doesNotMatch(step.run, /\$\{\{/);
  const used = Object.values(step.env).map((expression) => /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(expression)[1]);
  assert.deepEqual(used.sort(), Object.keys(action.inputs).sort());
  for (const [name, input] of Object.entries(action.inputs)) assert.match(input.description, /\.$/, name);
});

test("a good policy file passes, a bad one fails, and its findings are written as SARIF", () => {
  const good = run({ "policy-file": "mta-sts.txt", mx: "mail.example.com", version: "1.2.3" });
  assert.equal(good.status, 0, good.stdout + good.stderr);
  assert.deepEqual([asked()[0], asked("npm-asked")[0]], ["validate", "install"]);
  assert.equal(asked("npm-asked").at(-1), "mta-sts@1.2.3");
  const bad = run({ "policy-file": "bad.txt", "sarif-file": "out.sarif" });
  assert.equal(bad.status, 1);
  assert.match(bad.stdout, /bad\.txt:4:10: error: max-age-unit/);
  const [result] = JSON.parse(readFileSync(join(dir, "out.sarif"), "utf8")).runs[0].results;
  assert.equal(result.locations[0].physicalLocation.artifactLocation.uri, "bad.txt");
  assert.equal(run({ "policy-file": "bad.txt", "fail-on": "never" }).status, 0);
  assert.equal(run({ "policy-file": "mta-sts.txt", mx: "mail.example.com\nother.example.com" }).status, 1);
});

test("domains, list, baseline and demands reach the command", () => {
  write("list.txt", "c.example\n");
  write("base.json", '{"version":1,"domains":{}}');
  const inputs = { domains: "a.example\n  b.example\n", list: "list.txt", baseline: "base.json", require: "enforce" };
  const { status, stdout } = run({ ...inputs, "fail-on": "warning" });
  assert.deepEqual(asked(), [
    "check",
    "--fail-on=warning",
    "--list=list.txt",
    "--require=enforce",
    "--baseline=base.json",
    "--",
    "a.example",
    "b.example",
  ]);
  assert.equal(status, 2);
  assert.match(stdout, /3 domains: 3 not known\./);
});

test("what a policy says is no command to GitHub, and what the action says is", () => {
  const long = "a".repeat(58);
  write(
    "commands.txt",
    policy.replace("mail.example.com", `${long} ::add-mask::example`).replace("enforce", "##[add-mask]x"),
  );
  const { status, stdout, stderr } = run({ "policy-file": "commands.txt" });
  assert.equal(status, 1);
  // They are in the log, one of them at the beginning of a line.
  assert.match(stdout, /^\s*::add-mask::/m);
  assert.match(stdout, /##\[add-mask\]/);
  assert.equal(stderr, "");
  assert.deepEqual(commandsIn(stdout), []);
  assert.deepEqual(commandsIn(`${stdout}::error::x`), ["::error::x"]);
  const tokenOf = (log) => /^::stop-commands::(.+)$/m.exec(log)[1];
  assert.match(tokenOf(stdout), /^[0-9a-f-]{36}$/);
  assert.notEqual(tokenOf(stdout), tokenOf(run({ "policy-file": "commands.txt" }).stdout));
});

test("a registry that cannot be reached is no finding", () => {
  const mark = write("registry-down", "");
  const { status, stdout } = run({ "policy-file": "bad.txt", version: "1.2.3" });
  rmSync(mark);
  assert.equal(status, 2);
  assert.deepEqual(commandsIn(stdout), ["::error::mta-sts@1.2.3 could not be installed, so nothing was checked."]);
});

/** Inputs that try to be more than values. */
const HOSTILE = [
  { domains: "$(touch pwned) `touch pwned` ;touch${IFS}pwned; --output=pwned -" },
  { "policy-file": "$(touch pwned)" },
  { "policy-file": "--output=pwned" },
  { "policy-file": "mta-sts.txt", mx: '"; touch pwned; " *' },
  { "policy-file": "mta-sts.txt", "fail-on": "never; touch pwned" },
  { "policy-file": "mta-sts.txt", version: "1 --package evil" },
  { "policy-file": "mta-sts.txt", version: "$(touch pwned)" },
  { domains: "a.example", baseline: "$(touch pwned)" },
];

for (const inputs of HOSTILE) {
  test(`nothing of ${JSON.stringify(inputs)} is run`, () => {
    const { status } = run(inputs);
    assert.equal(status, 2);
    assert.ok(!existsSync(join(dir, "pwned")));
  });
}

/** Inputs that do not go together → what is said. */
const REFUSED = [
  [{}, /nothing to check/],
  [{ domains: "  \n " }, /nothing to check/],
  [{ domains: "a.example", mx: "mail.example.com" }, /mx goes with policy-file/],
  [{ domains: "a.example", "policy-file": "mta-sts.txt" }, /policy-file goes with/],
  [{ "policy-file": "mta-sts.txt", require: "enforce" }, /policy-file goes with/],
];

for (const [inputs, says] of REFUSED) {
  test(`refused: ${JSON.stringify(inputs)}`, () => {
    const { status, stdout } = run(inputs);
    assert.equal(status, 2);
    assert.match(stdout, says);
    assert.match(stdout, /^::error::/);
  });
}
