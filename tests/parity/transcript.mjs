/** The calls that the conformance cases come to, with what the native build gives, and the comparison with it. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

import { CONFORMANCE } from "../../scripts/build.mjs";
import { inRoot } from "../../scripts/shell.mjs";

/** A list of `{ call, input, output }`; `output` is JSON as text. */
export function readTranscript() {
  const { status, stdout, stderr } = spawnSync(CONFORMANCE, ["--transcript", inRoot("tests", "vectors")], {
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  assert.equal(status, 0, stderr);
  const lines = stdout.trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line));
}

/** Fails on the first call whose result is not the native one: names the call, its input and the place. */
export function compare(transcript, results) {
  assert.equal(results.length, transcript.length);
  for (const [number, { call, input, output }] of transcript.entries()) {
    const result = results[number];
    if (result === output) continue;
    let at = 0;
    while (result[at] === output[at]) at += 1;
    const around = (text) => text.slice(Math.max(0, at - 80), at + 80);
    const given = JSON.stringify(input).slice(0, 2000);
    assert.fail(`${call}(${given})\n  native: …${around(output)}…\n  here:   …${around(result)}…`);
  }
}
