/** What may be asked of the helper's release build: a mail domain and nothing else. The rest ends before anything is sent. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { heard } from "./forbidden.mjs";
import { ask, startHelper } from "./helper.mjs";
import { sentDuring } from "./packets.mjs";

let helper;
before(async () => (helper = await startHelper()));
after(() => helper.stop());

const cases = JSON.parse(readFileSync(new URL("../vectors/domain.json", import.meta.url), "utf8"));
const accepted = cases.filter(({ domain }) => domain !== null);
const refused = cases.filter(({ domain }) => domain === null);

test("H-01: 10 spellings of a domain are asked for by their A-labels", async () => {
  const seen = {};
  for (const { input } of accepted) seen[input] = (await ask(helper, input)).body.policyHost;
  const expected = accepted.map(({ input, domain }) => [input, `mta-sts.${domain}`]);
  assert.equal(expected.length, 10);
  assert.deepEqual(seen, Object.fromEntries(expected));
});

test("H-01: 53 other strings are refused in a sentence, and nothing leaves the machine", async () => {
  assert.equal(refused.length, 53);
  const sent = await sentDuring(helper, async () => {
    for (const { input } of refused) {
      const { status, body } = await ask(helper, input);
      assert.equal(status, 400, JSON.stringify(input));
      assert.match(body.error, /^.{15,}\.$/su, JSON.stringify(input));
    }
  });
  assert.deepEqual(sent, []);
});

test("H-07: neither a URL nor a port, path, address or resolver can be chosen", async () => {
  const sent = await sentDuring(helper, async () => {
    for (const extra of [
      "url=http://127.0.0.1/",
      "port=25",
      "path=/",
      "host=127.0.0.1",
      "address=10.0.0.1",
      "ip=::1",
    ]) {
      for (const query of [extra, `domain=healthy.example&${extra}`]) {
        assert.equal((await fetch(`${helper.origin}/v1/policy?${query}`)).status, 400, query);
      }
    }
  });
  assert.deepEqual(sent, []);
});

test("nothing ever reached a forbidden address", () => assert.equal(heard(), ""));
