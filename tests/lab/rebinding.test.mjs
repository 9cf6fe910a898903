/** DNS rebinding against the release build: a name server of the attacker's own that changes its mind. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { HOSTILE, NOWHERE } from "./addresses.mjs";
import { heard } from "./forbidden.mjs";
import { ask, startHelperAsking } from "./helper.mjs";
import { serveNames } from "./name-server.mjs";
import { counted, sentDuring } from "./packets.mjs";

const PUBLIC = { type: "A", data: NOWHERE };
const PRIVATE = { type: "A", data: "127.0.0.1" };
const PRIVATE_6 = { type: "AAAA", data: "::1" };

/** A datagram that is not answered by then is sent again, as it should be; this name server takes that for a second question. */
const RESENT_MS = 330;

let helper;
before(async () => (helper = await startHelperAsking(HOSTILE)));
after(() => helper.stop());

/** Asks for many domains, some at a time. */
async function askAll(domains, judge) {
  const queue = [...domains];
  const worker = async () => {
    for (let domain = queue.pop(); domain; domain = queue.pop()) judge((await ask(helper, domain)).body, domain);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

test("H-04: 1,000 names that are public at first and loopback from then on", async (t) => {
  const asked = {};
  await serveNames(t, HOSTILE, (name, type) => {
    const question = `${type} ${name}`;
    asked[question] = (asked[question] ?? 0) + 1;
    const isFirst = asked[question] === 1;
    if (type === "AAAA") return isFirst ? [] : [PRIVATE_6];
    return [isFirst ? PUBLIC : PRIVATE];
  });
  const domains = Array.from({ length: 1000 }, (_, at) => `r${at}.rebinding${at}.example`);
  const late = new Set();
  const sent = await sentDuring(helper, () =>
    askAll(domains, ({ failure, resolution, connections }, domain) => {
      if (resolution.elapsedMs >= RESENT_MS) return late.add(domain);
      assert.equal(failure.class, "connect-refused");
      assert.deepEqual(resolution.addresses, [{ address: NOWHERE, refused: null }]);
      assert.equal(connections.length, 1);
    }),
  );
  t.diagnostic(`${late.size} of 1,000 came late`);
  // One connection for each name and one question of each type, and nothing else.
  const { [`udp ${HOSTILE} 53`]: datagrams, [`tcp ${NOWHERE} 443`]: dialled, ...others } = counted(sent);
  assert.deepEqual(others, {});
  assert.ok(1000 - late.size <= dialled && dialled <= 1000, String(dialled));
  assert.equal(
    datagrams,
    Object.values(asked).reduce((sum, times) => sum + times),
  );
  for (const domain of domains.filter((domain) => !late.has(domain))) {
    assert.deepEqual([asked[`A mta-sts.${domain}`], asked[`AAAA mta-sts.${domain}`]], [1, 1], domain);
  }
  assert.equal(Object.keys(asked).length, 2000);
});

/** Answers → the addresses that are dialled. */
const MIXED = {
  "public before private": [{ A: [PUBLIC, PRIVATE] }, [NOWHERE]],
  "private before public": [{ A: [PRIVATE, PUBLIC] }, [NOWHERE]],
  "private among the other family": [{ A: [PUBLIC], AAAA: [PRIVATE_6] }, [NOWHERE]],
  "mapped into the other family": [{ A: [PUBLIC], AAAA: [{ type: "AAAA", data: "::ffff:7f00:1" }] }, [NOWHERE]],
  "private in both": [{ A: [PRIVATE], AAAA: [PRIVATE_6] }, []],
  "an alias of localhost, with its address": [
    { A: [{ type: "CNAME", data: "localhost" }, PRIVATE], AAAA: [{ type: "CNAME", data: "localhost" }, PRIVATE_6] },
    [],
  ],
  "an alias of localhost, without": [
    { A: [{ type: "CNAME", data: "localhost" }], AAAA: [{ type: "CNAME", data: "localhost" }] },
    [],
  ],
  "an alias of localhost with a public address": [{ A: [{ type: "CNAME", data: "localhost" }, PUBLIC] }, [NOWHERE]],
};

for (const [about, [answers, expected]] of Object.entries(MIXED)) {
  test(`H-04: ${about}`, async (t) => {
    await serveNames(t, HOSTILE, (name, type) => answers[type] ?? []);
    const sent = await sentDuring(helper, async () => {
      const { body } = await ask(helper, "mixed-answers.example");
      assert.deepEqual(
        body.connections.map(({ address }) => address),
        expected,
        JSON.stringify(body),
      );
    });
    const dialled = sent.filter((line) => line.startsWith("tcp"));
    assert.deepEqual(
      dialled,
      expected.map((address) => `tcp ${address} 443`),
    );
  });
}

test("nothing ever reached a forbidden address", () => assert.equal(heard(), ""));
