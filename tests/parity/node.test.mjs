/** The same verdict in Node: every call gives, byte for byte, the JSON that the native build gives. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import * as glue from "../../js/pkg/mta_sts.js";
import * as reports from "../../js/pkg/reports/mta_sts_reports.js";
import { inRoot } from "../../scripts/shell.mjs";
import { result } from "./calls.mjs";
import { compare, readTranscript } from "./transcript.mjs";

const transcript = readTranscript();

test("the transcript has every kind of call", () => {
  const calls = new Set(transcript.map(({ call }) => call));
  assert.deepEqual([...calls].sort(), [
    "matchMx",
    "readReport",
    "readReports",
    "replay",
    "validatePolicy",
    "validateRecord",
  ]);
});

test("a difference of one byte is noticed", () => {
  const results = transcript.map(({ output }) => output);
  compare(transcript, results);
  results[3] += " ";
  assert.throws(() => compare(transcript, results), /native: …/);
});

test("every call gives the native result", async () => {
  glue.initSync({ module: await readFile(inRoot("js", "pkg", "mta_sts_bg.wasm")) });
  reports.initSync({ module: await readFile(inRoot("js", "pkg", "reports", "mta_sts_reports_bg.wasm")) });
  compare(
    transcript,
    transcript.map((entry) => result(glue, reports, entry)),
  );
});
