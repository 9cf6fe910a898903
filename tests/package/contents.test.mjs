/** The packed package, as it was installed into the example for Node: what is in it, and that everything finds it. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { publint } from "publint";
import { formatMessage } from "publint/utils";

import { ROOT, inRoot } from "../../scripts/shell.mjs";
import { inPackage } from "./prepare.mjs";

const FOLDER = inPackage("node", "node_modules", "mta-sts");
const read = (path) => readFileSync(join(FOLDER, path), "utf8");
const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name).slice(FOLDER.length + 1))
  .sort();
const ending = (end) => files.filter((path) => path.endsWith(end));
const manifest = JSON.parse(read("package.json"));

test("its files are these", () => {
  const ofSources = readdirSync(inRoot("js", "src"), { recursive: true })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
    .map((path) => `js/dist/${path.slice(0, -".ts".length)}`)
    .flatMap((path) => [`${path}.d.ts`, `${path}.js`, `${path}.js.map`]);
  const others = [
    "CHANGELOG.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "THIRD-PARTY-LICENSES.md",
    "js/pkg/mta_sts.js",
    "js/pkg/mta_sts_bg.wasm",
    "js/pkg/reports/mta_sts_reports.js",
    "js/pkg/reports/mta_sts_reports_bg.wasm",
    "js/report.schema.json",
    "package.json",
  ];
  const expected = [...ofSources, ...others];
  assert.deepEqual(
    {
      surplus: files.filter((path) => !expected.includes(path)),
      missing: expected.filter((path) => !files.includes(path)),
    },
    { surplus: [], missing: [] },
  );
});

test("it depends on no other package and runs nothing when it is installed", () => {
  for (const kind of ["dependencies", "peerDependencies", "optionalDependencies", "bundleDependencies"]) {
    assert.equal(manifest[kind], undefined, kind);
  }
  for (const name of ["preinstall", "install", "postinstall", "prepare"]) {
    assert.equal(manifest.scripts?.[name], undefined, name);
  }
});

test("whatever the manifest names is there", () => {
  const targets = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(targets));
  // The page is built from the sources, which are not in the package.
  const isOfPage = (path) => path.startsWith("./js/src/") || path.startsWith("./www/");
  const named = targets([manifest.exports, manifest.bin, manifest.sideEffects]).filter((path) => !isOfPage(path));
  assert.deepEqual(
    named.filter((path) => !existsSync(join(FOLDER, path))),
    [],
  );
});

test("no file says where it was built", () => {
  const places = [ROOT, homedir(), process.env.CARGO_HOME ?? "/.cargo"].filter((place) => place !== "/");
  for (const path of files) {
    const text = readFileSync(join(FOLDER, path), "latin1");
    for (const place of places) assert.ok(!text.includes(`${place}/`), `${path} has ${place} in it`);
  }
});

test("source maps hold their sources, and name them by relative paths", () => {
  for (const path of ending(".map")) {
    const { sources, sourcesContent, sourceRoot = "" } = JSON.parse(read(path));
    assert.ok(sources.length > 0, path);
    assert.ok(
      [sourceRoot, ...sources].every((source) => !/^\/|^\w+:/.test(source)),
      `${path}: ${sources}`,
    );
    assert.deepEqual(
      sourcesContent.map((content) => typeof content),
      sources.map(() => "string"),
      path,
    );
  }
});

test("no type is “any”", () => {
  for (const path of ending(".d.ts")) {
    // A word of a text is no type.
    const code = read(path).replace(/\/\*[^]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"/g, "");
    assert.doesNotMatch(code, /\bany\b/, path);
  }
});

test("publint has nothing to say", async () => {
  const { messages } = await publint({ pkgDir: FOLDER, level: "warning", strict: true, pack: false });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, manifest)),
    [],
  );
});

test("TypeScript finds the types in every way of resolving them", () => {
  const args = [inPackage(`mta-sts-${manifest.version}.tgz`), "--profile", "esm-only", "--no-color"];
  const withoutTypes = ["--exclude-entrypoints", "mta_sts.wasm", "mta_sts_reports.wasm", "report.schema.json"];
  const { status, stdout, stderr } = spawnSync(inRoot("node_modules", ".bin", "attw"), [...args, ...withoutTypes], {
    encoding: "utf8",
  });
  assert.equal(status, 0, stdout + stderr);
});
