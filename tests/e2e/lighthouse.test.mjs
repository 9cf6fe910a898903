/** Lighthouse finds nothing to better in any view. Its category for speed depends on the machine: `bench/page.mjs` has that. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startHelper } from "../lab/helper.mjs";
import { lighthouse } from "./lighthouse.mjs";

let helper;
before(async () => {
  helper = await startHelper();
});
after(() => helper?.stop());

for (const view of ["", "#validate", "#reports", "#history", "#help-format"]) {
  test(`Lighthouse: ${view || "the page as it opens"}`, async () => {
    const { scores, missing } = await lighthouse(`${helper.origin}/${view}`);
    for (const name of ["accessibility", "best-practices", "seo"]) {
      assert.deepEqual([name, scores[name], missing[name]], [name, 100, []]);
    }
  });
}
