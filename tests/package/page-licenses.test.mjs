/** The licences that the built page brings along: of every package that was bundled into it, and of the module. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { LICENSES, allowedLicenses, choose } from "../../scripts/licenses.mjs";
import { buildPage } from "../e2e/file-host.mjs";

let folder;
let text;
before(async () => {
  folder = await buildPage({}, "", { sourcemap: true });
  text = readFileSync(join(folder, "licenses.txt"), "utf8");
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** `[name, licence, text]` of each package. */
const sections = () =>
  text
    .slice(0, text.indexOf(readFileSync(LICENSES, "utf8")))
    .split(/^## /m)
    .slice(1)
    .map((section) => /^(\S+) - \S+ \((.+)\)\n([^]*)$/.exec(section)?.slice(1) ?? [section, undefined, ""]);

/** What the scripts were made of, as their source maps say, those of workers too. */
function bundled() {
  const maps = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".js.map"));
  const sources = maps.flatMap((name) => JSON.parse(readFileSync(join(folder, name), "utf8")).sources);
  const names = sources.map((source) => /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

test("every package in the page has a section, and nothing else has", () => {
  assert.ok(bundled().length > 0);
  assert.deepEqual(
    sections()
      .map(([name]) => name)
      .sort(),
    bundled(),
  );
});

test("each is under a licence that the project allows, and brings its text", () => {
  for (const [name, license, words] of sections()) {
    choose(name, license, allowedLicenses());
    assert.match(words, /copyright[^]*permission|permission[^]*copyright/i, name);
  }
});

test("those of the WebAssembly module follow, and the page leads there", () => {
  assert.ok(text.endsWith(readFileSync(LICENSES, "utf8")));
  assert.match(readFileSync(join(folder, "index.html"), "utf8"), /<a href="licenses\.txt">/);
});
