/** A short form of `bench/abuse.mjs`: the helper stays up, within bounds and of use. Figures are the benchmark's. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { flood, mix } from "../../bench/abuse.mjs";

test("h_60_half_open_connections_end_by_themselves_and_a_good_client_is_answered", async () => {
  const seen = await flood("half-open", 1_500, 5);
  assert.ok(seen.connected >= 1_500, `${seen.connected} connections`);
  assert.ok(seen.files > 200, `${seen.files} files: nothing was abused`);
  assert.ok(seen.growth < 64, `${seen.growth} MiB`);
  assert.ok(seen.success >= 90, `${seen.success} %`);
  assert.ok(seen.secondsUntilGone < 30, `${seen.secondsUntilGone} s`);
  assert.equal(seen.panics, 0);
});

test("h_69_the_worst_mix_leaves_nothing_behind_and_good_clients_are_answered", async () => {
  const { streams, ...seen } = await mix(8);
  for (const name of ["slow", "bomb", "refused"]) assert.ok(streams[name].outcomes["200"] > 0, `${name}: no fetch`);
  assert.ok(seen.growth < 64, `${seen.growth} MiB`);
  assert.ok(seen.success >= 95, `${seen.success} %`);
  assert.ok(seen.p99 < 2_000, `${seen.p99} ms`);
  assert.ok(seen.filesLeft <= 2, `${seen.filesLeft} files`);
  assert.equal(seen.panics, 0);
});
