/** The JSON Schema of the report: it is what the types say, and what the reports of all recorded checks are. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import Ajv from "ajv";

import { replay } from "../../js/dist/node.js";
import { inRoot } from "../../scripts/shell.mjs";
import { SCHEMA, schema } from "../../tools/docs/schema.mjs";
import { assertCurrent } from "./generated.mjs";

const CASES = inRoot("tests", "vectors", "cases");
const cases = readdirSync(CASES).map((name) => [name, JSON.parse(readFileSync(join(CASES, name), "utf8"))]);
const published = () => validator(JSON.parse(readFileSync(SCHEMA, "utf8")));

/** What tells the faults of a value by a schema. */
function validator(schema, part = "") {
  const validate = new Ajv({ allErrors: true, schemas: [schema] }).getSchema(schema.$id + part);
  return (value) => (validate(value) ? [] : validate.errors.map(({ dataPath, message }) => `${dataPath} ${message}`));
}

test("the committed schema is what the types say", () => {
  assertCurrent(SCHEMA, `${JSON.stringify(schema(), null, 2)}\n`, "UPDATE_SCHEMA");
});

test("the report of every recorded check has the fields of the schema, and no others", async () => {
  // The published schema lets later versions add fields, so it would not notice one that it lacks.
  const strict = schema({ isStrict: true });
  const [faults, faultsOfRecording] = [validator(strict), validator(strict, "#/definitions/Recording")];
  for (const [name, { expect, ...recording }] of cases) {
    assert.deepEqual(faults(await replay(recording)), [], name);
    assert.deepEqual(faultsOfRecording(recording), [], name);
  }
});

test("what is no report does not validate; what a later version adds does", async () => {
  const faults = published();
  const { expect, ...recording } = cases[0][1];
  const report = await replay(recording);
  const { outcome, ...without } = report;
  assert.deepEqual(faults(report), []);
  assert.deepEqual(faults({ ...report, later: true }), []);
  assert.deepEqual(faults(without), [" should have required property 'outcome'"]);
  assert.notDeepEqual(faults({ ...report, outcome: "fine" }), []);
  assert.notDeepEqual(faults({ ...report, checkedAt: "today" }), []);
  assert.notDeepEqual(faults({ ...report, steps: [{ ...report.steps[0], id: "dane" }] }), []);
});
