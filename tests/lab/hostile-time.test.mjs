/** The helper's release build before policy hosts that keep it waiting, all at the same time. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { STALLS } from "./behaviours.mjs";
import { startHelper } from "./helper.mjs";
import { connectionOf, evidenceOf, fetchFrom } from "./misbehaving.mjs";
import { Process } from "./process.mjs";

/** How much later than its deadline a fetch may end on a busy machine. */
const LATE = 2_000;
const STAGE = 5_000;
const WHOLE = 20_000;

const hosted = (name) => (at) => `${name}--${at}.misbehaving.example`;

/** Where it stalls → the domains, the class of failure, and the limit that ends it. */
const STAGES = {
  "the name server": [(at) => `${at}.still-dns.misbehaving.example`, "dns-timeout", STAGE],
  "the connection": [(at) => `n${at}.lost.example`, "connect-timeout", STAGE],
  "the handshake, after the ServerHello": [hosted("still-after-hello"), "tls-timeout", STAGE],
  "the handshake, byte by byte": [hosted("slow-handshake"), "tls-timeout", STAGE],
  ...Object.fromEntries(
    Object.entries(STALLS).map(([name, [{ failure }]]) => [`the response: ${name}`, [hosted(name), failure, WHOLE]]),
  ),
};

let helper, used;
before(async () => {
  helper = await startHelper();
  used = new Process(helper.pid);
  await fetchFrom(helper, "warm-up");
});
after(() => helper.stop());

test("h_23 whatever stalls ends at its deadline, and nothing is left of it", async (t) => {
  const before = used.descriptors();
  const cpu = used.cpuMs();
  let latest = 0;
  const runs = Object.entries(STAGES).flatMap(([stage, [domain, failure, limit]]) =>
    [1, 2, 3].map(async (at) => {
      const seen = await evidenceOf(helper, domain(at));
      const late = seen.elapsedMs - limit;
      latest = Math.max(latest, late);
      assert.equal(seen.failure?.class, failure, `${stage}: ${seen.failure?.detail}`);
      assert.ok(late >= -100 && late <= LATE, `${stage}: ${seen.elapsedMs} ms`);
    }),
  );
  const failed = (await Promise.allSettled(runs)).filter(({ status }) => status === "rejected");
  t.diagnostic(
    `${runs.length} stalls, at most ${latest} ms late, ${Math.round(used.cpuMs() - cpu)} ms of processor time`,
  );
  assert.deepEqual(failed, []);

  for (const name of ["still-after-hello", "slow-handshake", ...Object.keys(STALLS)]) {
    for (const at of [1, 2, 3]) await connectionOf(`${name}--${at}`);
  }
  // The connections of this test to the helper are kept open; it closes them when nothing is asked for a while.
  for (let tries = 0; tries < 20 && used.descriptors() > before + 2; tries += 1) await sleep(500);
  const after = used.descriptors();
  assert.ok(Math.abs(after - before) <= 2, `${before} descriptors before, ${after} after`);
});
