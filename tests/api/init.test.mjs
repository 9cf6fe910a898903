/** Loading the module: from anywhere, once, and again after it failed. Each case has a Node of its own. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

import { inRoot } from "../../scripts/shell.mjs";

/** Runs a script in a fresh Node with `mtaSts` and the module's `bytes`; gives what it prints. */
function run(script) {
  const head = `
    import { readFile } from "node:fs/promises";
    import * as mtaSts from "./js/dist/node.js";
    const { init, validateRecord } = mtaSts;
    const bytes = await readFile("js/pkg/mta_sts_bg.wasm");
    const works = async () => (await validateRecord("v=STSv1; id=1;")).validity;
  `;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", head + script], {
    cwd: inRoot(),
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  // The glue warns of nothing.
  assert.equal(stderr, "");
  return stdout.trim();
}

for (const [what, source] of [
  ["nothing", ""],
  ["bytes", "bytes"],
  ["an ArrayBuffer", "new Uint8Array(bytes).buffer"],
  ["a compiled module", "new WebAssembly.Module(bytes)"],
  ["a Response", `new Response(bytes, { headers: { "content-type": "application/wasm" } })`],
  ["a URL", "`data:application/wasm;base64,${bytes.toString('base64')}`"],
  ["the URL of a file", 'new URL("js/pkg/mta_sts_bg.wasm", `file://${process.cwd()}/`)'],
  ["a promise of any of them", "Promise.resolve(bytes)"],
]) {
  test(`init takes ${what}`, () => {
    assert.equal(run(`await init(${source}); console.log(await works());`), "valid");
  });
}

test("init is lazy and idempotent: the first call decides, whatever comes at once or later", () => {
  const script = `
    await Promise.all([init(), works(), init(bytes), mtaSts.policyParser()]);
    await init("https://nowhere.example/never-asked.wasm");
    console.log(await works());
  `;
  assert.equal(run(script), "valid");
});

test("a signal is heard while the module loads", () => {
  const script = `
    init(new Promise(() => {}));
    const controller = new AbortController();
    const running = mtaSts.check("example.com", { signal: controller.signal });
    controller.abort("enough");
    console.log(await running.catch((reason) => reason));
  `;
  assert.equal(run(script), "enough");
});

test("a module that cannot be loaded is an error with a sentence, and may be tried again", () => {
  const script = `
    const sources = ["not a URL", new Uint8Array([1, 2, 3]), 7, async () => { throw new Error("gone"); }];
    for (const source of sources) {
      await init(typeof source === "function" ? source() : source).catch(({ name, code, message }) => console.log(name, code, message.split(":")[0]));
    }
    // The place that was given last counts until another is.
    console.log(await works().catch(({ code }) => code));
    await init(bytes);
    console.log(await works());
  `;
  const line = "MtaStsError engine The WebAssembly module could not be loaded";
  assert.equal(run(script), [line, line, line, line, "engine", "valid"].join("\n"));
});

test("a source that fails while the reader of reports is fetched is told to the caller, and ends no process", () => {
  const script = `
    const failed = async (source) => console.log((await mtaSts.initReports(source).catch((error) => error)).message);
    await failed(Promise.reject(new Error("no network")));
    await mtaSts.initReports(await readFile("js/pkg/reports/mta_sts_reports_bg.wasm"));
    // Once it is there, nobody asks where it might have been.
    await mtaSts.initReports(Promise.reject(new Error("no network")));
    console.log((await mtaSts.readReport("{}")).form);
  `;
  assert.equal(run(script), "The WebAssembly module could not be loaded: no network\njson");
});
