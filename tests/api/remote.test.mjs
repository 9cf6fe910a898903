/** When a worker counts as one that hangs, and how much it is handed. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { requireSize } from "../../js/dist/remote/size.js";
import { Watchdog } from "../../js/dist/remote/watchdog.js";

const ROUNDS = 5;

describe("a watchdog", () => {
  function watch(t) {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const seen = { asked: 0, gaveUp: 0 };
    const watchdog = new Watchdog(
      1000,
      () => (seen.asked += 1),
      () => (seen.gaveUp += 1),
    );
    watchdog.start(ROUNDS);
    const pass = (ms) => {
      // Millisecond by millisecond: Node 20 forgets a timer that is set by another within one step.
      for (let n = 0; n < ms; n++) t.mock.timers.tick(1);
    };
    return { watchdog, seen, pass };
  }

  test("gives up once, after all rounds without an answer", (t) => {
    const { seen, pass } = watch(t);
    pass(4999);
    assert.deepEqual(seen, { asked: 5, gaveUp: 0 });
    pass(1);
    assert.deepEqual(seen, { asked: 5, gaveUp: 1 });
    pass(60_000);
    assert.deepEqual(seen, { asked: 5, gaveUp: 1 });
  });

  test("an answer gives all rounds again", (t) => {
    const { watchdog, seen, pass } = watch(t);
    for (let n = 0; n < 10; n++) {
      pass(4500);
      watchdog.hear();
    }
    // The next round asks; from then on it waits as long as in the beginning.
    pass(5999);
    assert.equal(seen.gaveUp, 0);
    pass(1);
    assert.equal(seen.gaveUp, 1);
  });

  test("stopped, it neither asks nor gives up; started again, it has all rounds", (t) => {
    const { watchdog, seen, pass } = watch(t);
    pass(4999);
    watchdog.stop();
    pass(60_000);
    assert.deepEqual(seen, { asked: 5, gaveUp: 0 });
    watchdog.start(ROUNDS);
    pass(4999);
    assert.deepEqual(seen, { asked: 10, gaveUp: 0 });
    pass(1);
    assert.equal(seen.gaveUp, 1);
  });

  test("a round that lasted long, in the background or asleep, counts as one", (t) => {
    // Timers and clocks by hand: each timer may come as late as it likes.
    let due;
    let now = 0;
    t.mock.method(globalThis, "setTimeout", (go) => (due = go));
    t.mock.method(performance, "now", () => now);
    t.mock.method(Date, "now", () => now);
    const late = (ms) => {
      now = ms;
      due();
    };
    let gaveUp = 0;
    const watchdog = new Watchdog(
      1000,
      () => {},
      () => (gaveUp += 1),
    );
    watchdog.start(ROUNDS);
    // A minute between two rounds, as browsers do it; then a night.
    [60_000, 120_000, 180_000, 36_000_000].forEach(late);
    assert.equal(gaveUp, 0);
    // The answers that waited behind the timer.
    watchdog.hear();
    [36_001_000, 36_002_000, 36_003_000, 36_004_000].forEach(late);
    assert.equal(gaveUp, 0);
    [36_005_000, 36_006_000].forEach(late);
    assert.equal(gaveUp, 1);
  });
});

describe("what a worker is handed", () => {
  const MIB = 1024 * 1024;
  const isRefused = {
    name: "MtaStsError",
    code: "argument",
    message: "f() was given more than 1 MiB. That much is not handed to a worker: give it less.",
  };
  const circle = {};
  circle.self = circle;

  for (const [what, value] of Object.entries({
    "a text": "a".repeat(MIB),
    octets: new Uint8Array(MIB),
    "a part of a large buffer": new Uint8Array(100 * MIB).subarray(0, 10),
    "texts in objects": { mx: ["a".repeat(MIB / 2)] },
    nothing: null,
    "what is none of its business": [() => {}, new AbortController().signal, 7, undefined],
  })) {
    test(`not too large: ${what}`, () => requireSize("f", value, 1));
  }

  for (const [what, value] of Object.entries({
    "a text": "a".repeat(MIB + 1),
    octets: new Uint8Array(MIB + 1),
    "texts in objects": { mx: ["a".repeat(MIB / 2), { host: "b".repeat(MIB / 2) }] },
    "many small things": new Array(MIB / 64).fill(["a"]),
    "long names": { ["a".repeat(MIB)]: 1 },
    "a circle": circle,
  })) {
    test(`too large: ${what}`, () => assert.throws(() => requireSize("f", value, 1), isRefused));
  }

  test("a long list is not gone through", () => {
    const list = new Proxy(new Array(MIB), {
      get: (target, name) => (name === "length" ? target.length : assert.fail(`read ${String(name)}`)),
    });
    assert.throws(() => requireSize("f", list, 1), isRefused);
  });
});
