/** How the helper's release build ends. A fetch from silent.example takes five seconds. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually } from "./eventually.mjs";
import { get, startHelperAs } from "./helper.mjs";

const ADMIN = "http://127.0.0.1:9392";
const options = ["--admin-listen", "127.0.0.1:9392", "--log", "json"];

/** A request that is under way, as the metrics say. */
async function begin(program) {
  const answer = get(`${program.origin}/v1/policy?domain=silent.example`);
  // Whoever waits for it comes later.
  answer.catch(() => {});
  const isUnderWay = async () => (await get(`${ADMIN}/metrics`)).body.includes("fetches_under_way 1");
  await eventually(isUnderWay, "a fetch under way");
  return { answer };
}

test("SIGTERM: not ready at once, still answering while it drains, then closed; what is under way ends; status 0", async (t) => {
  const program = await startHelperAs({ options: [...options, "--drain-seconds", "2"] });
  t.after(() => program.stop());
  const { answer: underWay } = await begin(program);
  program.signal("SIGTERM");
  const at = Date.now();
  for (const origin of [program.origin, ADMIN]) {
    const notReady = async () => {
      const { status, body } = await get(`${origin}/readyz`);
      return status === 503 && body;
    };
    assert.equal(await eventually(notReady, "503"), "This server is shutting down.\n");
  }
  assert.ok(Date.now() - at < 1_000, "readiness ends at once");
  assert.equal((await get(`${program.origin}/`)).status, 200);
  const isClosed = () =>
    get(program.origin).then(
      () => false,
      (error) => error.code === "ECONNREFUSED",
    );
  await eventually(isClosed, "no new connections");
  assert.ok(Date.now() - at > 1_500, "it drained first");
  assert.equal((await get(`${ADMIN}/healthz`)).status, 200);
  const { status, body } = await underWay;
  assert.deepEqual([status, JSON.parse(body).failure.class], [200, "connect-timeout"]);
  assert.equal(await program.ended, 0);
  const events = program.log().map((line) => JSON.parse(line).event);
  assert.deepEqual(
    events.filter((event) => event !== "request"),
    ["start", "admin", "stop", "end"],
  );
});

test("a second signal ends at once, and says that something was cut off", async (t) => {
  const program = await startHelperAs({ options });
  t.after(() => program.stop());
  const { answer: underWay } = await begin(program);
  program.signal("SIGINT");
  await eventually(() => program.log().some((line) => line.includes('"stop"')), "the first signal");
  const at = Date.now();
  program.signal("SIGTERM");
  assert.equal(await program.ended, 1);
  assert.ok(Date.now() - at < 1_000);
  await assert.rejects(underWay);
  assert.match(program.log().at(-1), /second signal/);
});

test("with nothing under way it ends at once", async (t) => {
  const program = await startHelperAs({ options });
  t.after(() => program.stop());
  await fetch(program.origin).then((response) => response.text());
  const at = Date.now();
  assert.equal(await program.stop(), 0);
  assert.ok(Date.now() - at < 1_000);
});
