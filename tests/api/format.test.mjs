/** Times in words: on a page and at a terminal as in the core's own sentences. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { duration } from "../../js/dist/show/format.js";

test("durations", () => {
  for (const [seconds, expected] of [
    [0, "0 seconds"],
    [1, "1 second"],
    [61, "1 minute 1 second"],
    [297, "4 minutes 57 seconds"],
    [3_600, "1 hour"],
    [86_400, "1 day"],
    [90_061, "1 day 1 hour"],
    [604_800, "1 week"],
    [1_209_600, "2 weeks"],
    [31_557_600, "365 days 6 hours"],
  ]) {
    assert.equal(duration(seconds), expected);
  }
});
