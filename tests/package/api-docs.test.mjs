/** `docs/api.md` is what the types and their comments say. */

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
