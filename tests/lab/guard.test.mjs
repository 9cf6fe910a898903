/** The address guard of the release builds: no address that a foreign domain chose is dialled unless it is on the Internet. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { LOOPBACK, MACHINE, MACHINE_6, NOWHERE_NAT64 } from "./addresses.mjs";
import { comparable, fetchDirectly } from "./direct.mjs";
import { CLOSED, NAT64, OPEN, REFUSED, THIS_MACHINE, heard } from "./forbidden.mjs";
import { ask, startHelper } from "./helper.mjs";
import { sentDuring } from "./packets.mjs";

let helper;
before(async () => (helper = await startHelper()));
after(() => helper.stop());

/** Connections that are attempted while `act` runs: lookups are not counted. */
const dialledDuring = async (act) => (await sentDuring(helper, act)).filter((line) => line.startsWith("tcp"));

/** Without the address, which has more than one spelling. */
const refusalOf = ({ resolution, failure }) => [resolution.addresses.map(({ refused }) => refused), failure];

test("H-02: policy hosts at all 76 addresses that must be refused", async () => {
  assert.equal(REFUSED.length, 76);
  const dialled = await dialledDuring(async () => {
    for (const { domain, address } of REFUSED) {
      const { body } = await ask(helper, domain);
      const direct = await fetchDirectly(domain);
      assert.equal(body.failure?.class, "address-refused", `${address} ${JSON.stringify(body)}`);
      assert.match(body.resolution.addresses[0].refused, /\w/, address);
      assert.deepEqual(body.connections, [], address);
      assert.deepEqual([refusalOf(direct), direct.connections], [refusalOf(body), []], address);
    }
  });
  assert.deepEqual(dialled, []);
});

test("H-03: behind NAT64 nothing is dialled, unless the prefix is named and the IPv4 address is public", async (t) => {
  const withPrefix = await startHelper("--nat64-prefix", "64:ff9b::/96");
  t.after(() => withPrefix.stop());
  const dialled = await dialledDuring(async () => {
    for (const domain of [NAT64.public, NAT64.private]) {
      const { body } = await ask(helper, domain);
      assert.equal(body.resolution.addresses[0].refused, "IPv4 behind NAT64 (RFC 6052)");
    }
    const { body } = await ask(withPrefix, NAT64.private);
    assert.equal(body.resolution.addresses[0].refused, "private use (RFC 1918)");
  });
  assert.deepEqual(
    dialled.filter((line) => line !== toHelper(withPrefix)),
    [],
  );
  const { body } = await ask(withPrefix, NAT64.public);
  assert.equal(body.failure.class, "connect-refused");
  assert.deepEqual(
    body.connections.map(({ address }) => address),
    [NOWHERE_NAT64],
  );
});

const toHelper = ({ origin }) => `tcp ${new URL(origin).hostname} ${new URL(origin).port}`;

test("H-05: the machine does not connect to itself, and blames nobody for it", async () => {
  const dialled = await dialledDuring(async () => {
    for (const [at, address] of [MACHINE, MACHINE_6].entries()) {
      const { body } = await ask(helper, THIS_MACHINE[at]);
      assert.deepEqual(body.resolution.addresses, [{ address, refused: "an address of this machine" }]);
      assert.equal(body.failure.class, "connect-unreachable");
      assert.deepEqual(body.connections, []);
      assert.deepEqual(comparable(await fetchDirectly(THIS_MACHINE[at])), comparable(body));
    }
  });
  assert.deepEqual(dialled, []);
});

test("H-09: what is refused looks the same whether something listens there or not", async (t) => {
  const seen = { [OPEN]: [], [CLOSED]: [] };
  const dialled = await dialledDuring(async () => {
    for (let round = 0; round < 200; round++) {
      for (const domain of [OPEN, CLOSED]) {
        const start = performance.now();
        const { text } = await ask(helper, domain);
        seen[domain].push({ text, elapsedMs: performance.now() - start });
      }
    }
  });
  assert.deepEqual(dialled, []);
  // Without what is the questioner's own: the name, the address it stands for, and the clock.
  const same = ({ text }) =>
    text
      .replaceAll(/refused-(open|closed)/g, "refused")
      .replaceAll(LOOPBACK.closed, LOOPBACK.open)
      .replaceAll(/"(startedAt|elapsedMs)":\d+/g, '"$1":0');
  const texts = new Set([...seen[OPEN], ...seen[CLOSED]].map(same));
  assert.equal(texts.size, 1, [...texts].join("\n"));
  assert.match([...texts][0], /"class":"address-refused"/);
  const median = (answers) => answers.map(({ elapsedMs }) => elapsedMs).sort((a, b) => a - b)[answers.length >> 1];
  t.diagnostic(`medians: open ${median(seen[OPEN]).toFixed(2)} ms, closed ${median(seen[CLOSED]).toFixed(2)} ms`);
});

test("nothing ever reached a forbidden address", () => assert.equal(heard(), ""));
