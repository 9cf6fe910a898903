/** Files that are generated and committed. */

import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";

import { ROOT } from "../../scripts/shell.mjs";

/** Fails when a file differs from what it should be; with the environment variable `renew` set it is written anew. */
export function assertCurrent(path, expected, renew) {
  if (process.env[renew] === "1") writeFileSync(path, expected);
  const committed = existsSync(path) ? readFileSync(path, "utf8") : "";
  const test = relative(ROOT, process.argv[1]);
  assert.ok(committed === expected, `${relative(ROOT, path)} is out of date: ${renew}=1 node --test ${test}`);
}
