/** The direct fetch before servers that keep still: limits, abort at every stage, and nothing left open. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { comparable, fetchBoth, fetchDirectly } from "./direct.mjs";
import { HOSTILE, SILENT } from "./addresses.mjs";
import { startHelper } from "./helper.mjs";
import { HALF_SILENT_DOMAIN, HOSTILE_DOMAIN, respond, serveSilentDns, serveTcp, serveTls } from "./hostile.mjs";

let helper;
before(async () => (helper = await startHelper()));
after(() => helper.stop());

const still = () => {};
const half = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc";

/**
 * A stage that never ends: how to set it up, the domain, the class when its own limit of 5 seconds ends it (if it has one),
 * and the class when the whole fetch ends before.
 */
const STALLS = {
  dns: [serveSilentDns, "silent-dns.example", "dns-timeout", "deadline"],
  connect: [still, "silent.example", "connect-timeout", "deadline"],
  tls: [(t) => serveTcp(t, still), HOSTILE_DOMAIN, "tls-timeout", "deadline"],
  http: [(t) => serveTls(t, "good", still), HOSTILE_DOMAIN, null, "http-timeout"],
  body: [
    (t) =>
      serveTls(
        t,
        "good",
        respond((socket) => socket.write(half)),
      ),
    HOSTILE_DOMAIN,
    null,
    "body-timeout",
  ],
};

for (const [stage, [stall, domain, ofStage, ofAll]] of Object.entries(STALLS)) {
  if (ofStage !== null) {
    test(`${stage} that never ends: the limit of the stage`, async (t) => {
      await stall(t);
      const { direct, helped } = await fetchBoth(helper, domain);
      assert.equal(direct.failure.class, ofStage);
      assert.ok(direct.elapsedMs >= 4_900 && direct.elapsedMs < 7_000, String(direct.elapsedMs));
      assert.deepEqual(comparable(direct), comparable(helped));
    });
  }

  test(`${stage} that never ends: the limit of the whole`, async (t) => {
    const connections = (await stall(t)) ?? [];
    const seen = await fetchDirectly(domain, { timeoutMs: 700 });
    assert.equal(seen.failure.class, ofAll);
    assert.match(seen.failure.detail, /700 milliseconds/);
    assert.ok(seen.elapsedMs >= 690 && seen.elapsedMs < 2_000, String(seen.elapsedMs));
    // What had ended is there, and nothing is added later.
    assert.equal(seen.response?.body, stage === "body" ? "abc" : undefined);
    const then = JSON.stringify(seen);
    await closed(connections);
    assert.equal(JSON.stringify(seen), then);
  });

  test(`${stage} that never ends: abort`, async (t) => {
    const connections = (await stall(t)) ?? [];
    const controller = new AbortController();
    const start = performance.now();
    const fetched = fetchDirectly(domain, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 400);
    await assert.rejects(fetched, /^Error: enough$/);
    assert.ok(performance.now() - start < 1_500);
    await closed(connections);
  });
}

/** Every connection ends soon. */
async function closed(connections) {
  const all = Promise.all(connections.map((connection) => connection.closed));
  assert.notEqual(await Promise.race([all, sleep(2_000, "open")]), "open", "a connection stays open");
}

test("an address that never answers costs its own limit, and the fetch goes by the other one", async (t) => {
  const connections = await serveTls(t, "good", respond("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"));
  const { direct, helped } = await fetchBoth(helper, HALF_SILENT_DOMAIN);
  assert.deepEqual(
    direct.connections.map(({ address, failure, used }) => [address, failure, used]),
    [
      [SILENT, "connect-timeout", undefined],
      [HOSTILE, null, true],
    ],
  );
  assert.equal(direct.response.status, 200);
  for (const { elapsedMs } of [direct, helped]) assert.ok(elapsedMs >= 4_900 && elapsedMs < 7_000, String(elapsedMs));
  assert.deepEqual(comparable(direct), comparable(helped));
  // One connection of each, and one request over it.
  assert.deepEqual(
    connections.map(({ bytes }) => bytes.toString().match(/GET /g)?.length),
    [1, 1],
  );
});

test("an address that never answers does not outlast the whole", async (t) => {
  const connections = await serveTls(t, "good", still);
  const seen = await fetchDirectly(HALF_SILENT_DOMAIN, { timeoutMs: 700 });
  assert.equal(seen.failure.class, "deadline");
  assert.ok(seen.elapsedMs < 2_000, String(seen.elapsedMs));
  await closed(connections);
});

test("a signal that was aborted before: nothing is sent", async (t) => {
  const connections = await serveTcp(t, still);
  await assert.rejects(fetchDirectly(HOSTILE_DOMAIN, { signal: AbortSignal.abort(new Error("no")) }), /^Error: no$/);
  await sleep(100);
  assert.deepEqual(connections, []);
});

test("after a fetch that succeeded nothing is left open either", async (t) => {
  const ok = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
  const connections = await serveTls(
    t,
    "good",
    respond((socket) => socket.write(ok)),
  );
  const signal = new AbortController().signal;
  assert.equal((await fetchDirectly(HOSTILE_DOMAIN, { signal })).response.status, 200);
  assert.equal(connections.length, 1);
  await closed(connections);
});
