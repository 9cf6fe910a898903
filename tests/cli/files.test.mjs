/** Where `--output` and `--write-baseline` write: files, links, pipes and devices, and what is left where that fails. */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, lstatSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { text } from "node:stream/consumers";

import { writeWhole } from "../../js/dist/cli/files.js";
import { hasProgram } from "../../scripts/shell.mjs";
import { CLI, folder, mtaSts, recording } from "./command.mjs";

const { path: dir, write } = folder();
const HEALTHY = ["replay", recording("healthy"), "--json", "--output"];

test("a link stays a link, and the file that it leads to is written", () => {
  mkdirSync(join(dir, "real"));
  const target = write("real/out.json", "former");
  const link = join(dir, "link.json");
  symlinkSync(target, link);
  assert.equal(mtaSts([...HEALTHY, link]).status, 0);
  assert.ok(lstatSync(link).isSymbolicLink());
  assert.equal(JSON.parse(readFileSync(target, "utf8")).domain, "example.com");
  assert.deepEqual(readdirSync(join(dir, "real")), ["out.json"]);
});

test("a link to nothing makes the file that it names", () => {
  const link = join(dir, "dangling.json");
  symlinkSync("made.json", link);
  mtaSts([...HEALTHY, link]);
  assert.ok(lstatSync(link).isSymbolicLink());
  assert.equal(JSON.parse(readFileSync(join(dir, "made.json"), "utf8")).domain, "example.com");
});

// Were it replaced, this would be a file, and whoever runs the tests as root would miss the device.
test("a device is written to, not replaced", () => {
  const device = join(dir, "full");
  symlinkSync("/dev/full", device);
  const { status, stderr } = mtaSts([...HEALTHY, device]);
  assert.equal(status, 2);
  assert.match(stderr, /full cannot be written: no space left on device/);
  assert.ok(lstatSync(device).isSymbolicLink());
});

test("a pipe is written to, not replaced", { skip: !hasProgram("mkfifo") && "mkfifo is missing." }, async () => {
  const pipe = join(dir, "pipe");
  spawnSync("mkfifo", [pipe]);
  const reader = spawn("cat", [pipe]);
  const [read, status] = await Promise.all([
    text(reader.stdout),
    new Promise((resolve) => spawn(process.execPath, [CLI, ...HEALTHY, pipe]).on("close", resolve)),
  ]);
  assert.equal(status, 0);
  assert.equal(JSON.parse(read).domain, "example.com");
  assert.ok(lstatSync(pipe).isFIFO());
});

test("no draft is left where a file cannot be put", async () => {
  const path = join(dir, "left");
  mkdirSync(path);
  const former = process.cwd();
  process.chdir(path);
  // The draft can be written here, and nothing has this name.
  await assert.rejects(writeWhole("", "text"), { name: "Refusal" });
  process.chdir(former);
  assert.deepEqual(readdirSync(path), []);
});

test("a file that is written anew keeps its permissions", () => {
  const path = write("shared.json", "former");
  chmodSync(path, 0o640);
  mtaSts([...HEALTHY, path]);
  assert.equal(statSync(path).mode & 0o777, 0o640);
});
