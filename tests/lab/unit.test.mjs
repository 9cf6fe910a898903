/** The systemd unit: read by systemd itself, and as closed as its own measure says. */

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { HELPER, PAGE } from "../../scripts/build.mjs";
import { inRoot } from "../../scripts/shell.mjs";

const skip = spawnSync("systemd-analyze", ["--version"]).status !== 0 && "there is no systemd-analyze here";
const read = (name) => readFileSync(inRoot("packaging", name), "utf8");

let folder;
let unit;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "unit-"));
  unit = join(folder, "mta-sts-helper.service");
  // The program is not installed here.
  writeFileSync(unit, read("mta-sts-helper.service").replaceAll("/usr/bin/mta-sts-helper", HELPER));
});
after(() => rmSync(folder, { recursive: true }));

test("systemd understands every line of it", { skip }, () => {
  const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", unit], { encoding: "utf8" });
  assert.deepEqual([status, stderr], [0, ""]);
});

test("h_70: its exposure is at most 1.5 of 10, by systemd's measure", { skip }, () => {
  const args = ["security", "--offline=true", "--no-pager", "--threshold=15", unit];
  const { status, stdout, stderr } = spawnSync("systemd-analyze", args, { encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
  const [, exposure] = /exposure level for .*: ([\d.]+)/.exec(stdout);
  assert.ok(Number(exposure) > 0 && Number(exposure) <= 1.5, exposure);
});

test("the variables of its environment, and those of the example, are the helper's", () => {
  const variables = [
    ...(read("mta-sts-helper.service") + read("mta-sts-helper.env")).matchAll(/\b(MTA_STS_\w+|PORT)=(\S*)/g),
  ];
  const help = execFileSync(HELPER, ["--help"], { encoding: "utf8" });
  assert.ok(variables.length > 6);
  for (const [, name] of variables) assert.ok(help.includes(`[env: ${name}=`), name);
  const environment = Object.fromEntries(variables.map(([, name, value]) => [name, value]));
  const { status, stdout, stderr } = spawnSync(HELPER, ["--check-config"], {
    encoding: "utf8",
    env: { ...process.env, ...environment, MTA_STS_HELPER_WWW: PAGE, PORT: "0" },
  });
  assert.deepEqual([status, stderr], [0, ""]);
  assert.match(stdout, /^names .*checker\.example$/m);
});
