/** `docs/api.md` is what the types and their comments say, and its examples run. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import * as mtaSts from "../../js/dist/node.js";
import { API, api } from "../../tools/docs/api.mjs";
import { assertCurrent } from "./generated.mjs";

test("the page is what the sources say", () => assertCurrent(API, api(), "UPDATE_API_DOCS"));

test("what the package gives in Node is on the page", () => {
  const headings = new Set([...readFileSync(API, "utf8").matchAll(/^#+ (?:Class )?(\w+)/gm)].map(([, name]) => name));
  const missing = Object.keys(mtaSts).filter((name) => !headings.has(name) && name !== "createApi");
  assert.deepEqual(missing, []);
});

test("every link leads to a heading", () => {
  const page = readFileSync(API, "utf8");
  const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
  assert.equal(new Set(headings).size, headings.length, "two headings have the same anchor");
  const targets = new Set([...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target));
  assert.deepEqual(
    [...targets].filter((target) => !headings.includes(target)),
    [],
  );
});

// An example that says behind each `console.log` what is printed needs no network.
const AsyncFunction = (async () => {}).constructor;
const examples = [...readFileSync(API, "utf8").matchAll(/^```js\n([^]*?)^```$/gm)]
  .map(([, code]) => [code, [...code.matchAll(/^console\.log\(.*\); \/\/ (.+)$/gm)].map(([, printed]) => printed)])
  .filter(([, printed]) => printed.length > 0);

for (const [code, expected] of examples) {
  test(`example: ${code.split("\n", 1)}`, async () => {
    const printed = [];
    const console = { log: (...values) => printed.push(values.map(String).join(" ")) };
    const names = Object.keys(mtaSts);
    await new AsyncFunction("console", ...names, code)(console, ...names.map((name) => mtaSts[name]));
    assert.deepEqual(printed, expected);
  });
}

test("there are examples", () => assert.ok(examples.length >= 6, `only ${examples.length} examples`));
