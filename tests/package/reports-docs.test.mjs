/** `docs/reports.md` has a row for every kind of problem. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { inRoot } from "../../scripts/shell.mjs";

const read = (...path) => readFileSync(inRoot(...path), "utf8");

test("the table of problems has all kinds, and no others", () => {
  const [, union] = read("js", "src", "types.ts").match(/export type ReportProblemKind =([^;]*);/);
  const kinds = [...union.matchAll(/"([^"]+)"/g)].map(([, kind]) => kind);
  const rows = [...read("docs", "reports.md").matchAll(/^\| `([a-z0-9-]+)` \| (?:error|notice) \|/gm)];
  assert.ok(kinds.length > 30, kinds.join());
  assert.deepEqual([...new Set(rows.map(([, kind]) => kind))].sort(), kinds.sort());
});
