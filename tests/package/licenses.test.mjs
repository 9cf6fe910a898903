/** The licences of what the WebAssembly module is made of: all are named, and all are allowed. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { LICENSES, allowedLicenses, choose, licenses } from "../../scripts/licenses.mjs";
import { assertCurrent } from "./generated.mjs";

test("the committed file names what is compiled in", () => {
  assertCurrent(LICENSES, licenses(), "UPDATE_LICENSES");
});

test("of a choice one is taken, and what is not permissive is refused with a sentence", () => {
  const allowed = allowedLicenses();
  assert.deepEqual(choose("a", "MIT OR Apache-2.0", allowed), ["MIT"]);
  assert.deepEqual(choose("a", "Unlicense/MIT", allowed), ["MIT"]);
  assert.deepEqual(choose("a", "(MIT OR Apache-2.0) AND Unicode-3.0", allowed), ["MIT", "Unicode-3.0"]);
  for (const license of ["GPL-3.0-only", "MIT AND GPL-3.0-only", "Apache-2.0 WITH LLVM-exception", null]) {
    assert.throws(
      () => choose("a 1.0.0", license, allowed),
      /^Error: a 1\.0\.0 has the licence “.*”, which deny\.toml does/,
    );
  }
});
