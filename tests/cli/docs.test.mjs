/** The examples of docs/cli.md are what the command prints. */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { inRoot } from "../../scripts/shell.mjs";
import { report } from "../api/tls-reports.mjs";
import { folder, mtaSts, recording } from "./command.mjs";

const docs = readFileSync(inRoot("docs", "cli.md"), "utf8");
const { path: dir, write } = folder();

/** What stands in the indented block after a command, without the indent. */
function example(command) {
  const lines = docs.split("\n");
  const at = lines.indexOf(`    $ ${command}`);
  assert.ok(at > 0, command);
  const end = lines.findIndex((line, index) => index > at && line !== "" && !line.startsWith("    "));
  return lines
    .slice(at + 1, end)
    .map((line) => line.slice(4))
    .join("\n")
    .trim();
}

test("validate", () => {
  write("mta-sts.txt", "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 7d\n");
  const { stdout } = mtaSts(["validate", "mta-sts.txt"], { cwd: dir });
  assert.equal(example("mta-sts validate mta-sts.txt"), stdout.trim());
});

test("report", () => {
  mkdirSync(join(dir, "reports"));
  const failures = [0, 0, 0, 4, 12, 3];
  for (const [day, failed] of failures.entries()) write(`reports/${day}-a.json`, report(80 + day, { failed }));
  write("reports/b.json", report(84, { failed: 1, type: "validation-failure", organization: "Another Mail" }));
  write("reports/notes.txt", "Ask the host about the certificate.");
  const { stdout } = mtaSts(["report", "reports"], { cwd: dir });
  assert.equal(example("mta-sts report reports"), stdout.trim());
});

test("baseline", () => {
  const baseline = join(dir, "mta-sts.json");
  mtaSts(["replay", recording("healthy"), "--write-baseline", baseline]);
  const text = readFileSync(recording("healthy"), "utf8").replace("max_age: 604800", "max_age: 604801");
  const { stdout } = mtaSts(["replay", write("changed.json", text), "--baseline", baseline]);
  const [, shown] = example("mta-sts --baseline mta-sts.json example.com").split("…\n");
  assert.ok(stdout.includes(shown), `${shown}\n--- is not in ---\n${stdout}`);
});

test("SARIF", () => {
  const { stdout } = mtaSts(["validate", "mta-sts.txt", "--sarif"], { cwd: dir });
  const [{ locations, partialFingerprints }] = JSON.parse(stdout).runs[0].results;
  const { startLine, startColumn, endLine, endColumn } = locations[0].physicalLocation.region;
  const region = `{ "startLine": ${startLine}, "startColumn": ${startColumn}, "endLine": ${endLine}, "endColumn": ${endColumn}`;
  assert.ok(docs.includes(region));
  assert.ok(docs.includes(partialFingerprints["findingOf/v1"].slice(0, 8)));
});
