/** The corrected form of a text, as it arrives in JavaScript; what becomes of which text, the core's own tests say. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { validatePolicy, validateRecord } from "../../js/dist/node.js";

const ASKED = { correction: true };

/** The edits made on the bytes, as their documentation says. */
function apply(text, edits) {
  const bytes = Buffer.from(text);
  const parts = edits.flatMap(({ byteStart, replacement }, index) => [
    bytes.subarray(edits[index - 1]?.byteEnd ?? 0, byteStart),
    Buffer.from(replacement),
  ]);
  return Buffer.concat([...parts, bytes.subarray(edits.at(-1).byteEnd)]).toString();
}

test("a policy's edits are over its bytes and make the corrected text", async () => {
  const given = "\ufeffversion: STSv1\nmode: Enforce\nmx: a.example\nnote: é\n\nmax_age: 7d\n";
  const { validity, correction } = await validatePolicy(given, ASKED);
  assert.equal(validity, "invalid");
  assert.equal(correction.text, "version: STSv1\nmode: enforce\nmx: a.example\nnote: é\nmax_age: 604800\n");
  assert.deepEqual(correction.unresolved, []);
  assert.deepEqual(
    correction.edits.map(({ finding }) => finding),
    ["policy-bom", "mode-case", "policy-blank-line", "max-age-unit"],
  );
  assert.deepEqual(correction.edits[1], {
    finding: "mode-case",
    byteStart: 24,
    byteEnd: 31,
    replacement: "enforce",
  });
  assert.equal(apply(given, correction.edits), correction.text);
  const again = await validatePolicy(correction.text, ASKED);
  assert.deepEqual([again.validity, again.correction], ["valid", null]);
});

test("what only the owner knows is left to him", async () => {
  const { correction } = await validatePolicy("version: stsv1\nmode: enforce\nmax_age: 86400\n", ASKED);
  assert.deepEqual(correction.unresolved, ["mx-missing"]);
  assert.equal((await validatePolicy("version: STSv1\nmode: enforce\nmax_age: 86400\n", ASKED)).correction, null);
});

test("records are corrected too", async () => {
  const given = "v=STSv1; id=2026-01-01";
  const { correction } = await validateRecord(given, ASKED);
  assert.equal(correction.text, "v=STSv1; id=20260101");
  assert.equal(apply(given, correction.edits), correction.text);
  const reports = await validateRecord("v=TLSRPTv1; rua=tls@example.com", ASKED);
  assert.equal(reports.correction.text, "v=TLSRPTv1; rua=mailto:tls@example.com");
  assert.equal((await validateRecord("v=STSv1; id=1", ASKED)).correction, null);
});

test("it is made only when it is asked for", async () => {
  assert.equal((await validatePolicy("version: STSv1\nmode: Enforce\n")).correction, null);
  assert.equal((await validateRecord("v=STSv1; id=2026-01-01")).correction, null);
});
