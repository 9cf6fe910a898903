/** Several resolvers asked the same, with canned answers. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { compareResolvers } from "../../js/dist/node.js";

const NOW = 1_800_000_000;
const options = (fetch, rest) => ({ fetch, now: NOW, ...rest });

/** A resolver that has a TXT record at `_mta-sts.`, and nothing else. */
function resolver(id, TTL, AD = true) {
  return (url) => {
    const name = new URL(url).searchParams.get("name");
    const Answer = name.startsWith("_mta-sts.") ? [{ name, type: 16, TTL, data: `"v=STSv1; id=${id};"` }] : [];
    return Response.json({ Status: 0, AD, Answer });
  };
}

const by = (cloudflare, google) => async (url) => (url.includes("google") ? google(url) : cloudflare(url));

test("each is asked everything, and a disagreement is told with the time that is left", async () => {
  const asked = [];
  const answers = by(resolver(1, 300), resolver(2, 3600, false));
  const note = (url) => {
    asked.push(url);
    return answers(url);
  };
  const { domain, checkedAt, agree, questions } = await compareResolvers("someone@EXAMPLE.com", options(note));
  assert.deepEqual([domain, checkedAt, agree], ["example.com", NOW, false]);
  assert.equal(asked.length, 10);
  assert.equal(new Set(asked).size, 10);
  assert.deepEqual(
    questions.map(({ name, recordType, agree }) => [name, recordType, agree]),
    [
      ["_mta-sts.example.com", "TXT", false],
      ["_smtp._tls.example.com", "TXT", true],
      ["example.com", "MX", true],
      ["mta-sts.example.com", "A", true],
      ["mta-sts.example.com", "AAAA", true],
    ],
  );
  const [record] = questions;
  const shown = record.answers.map(({ resolver, state, authenticated, ttl, records }) => [
    resolver,
    state,
    authenticated,
    ttl,
    ...records,
  ]);
  assert.deepEqual(shown, [
    ["Cloudflare", "found", true, 300, "v=STSv1; id=1;"],
    ["Google", "found", false, 3600, "v=STSv1; id=2;"],
  ]);
  assert.match(
    record.sentence,
    /The id differs, so a change is on its way: .*Cloudflare for 5 minutes and Google for 1 hour/,
  );
  assert.match(record.sentence, /Cloudflare says that DNSSEC validated the answer \(AD\), Google does not\./);
});

test("a resolver that cannot be reached neither agrees nor disagrees", async () => {
  const refused = () => {
    throw new TypeError("fetch failed");
  };
  const compared = await compareResolvers("example.com", options(by(resolver(1, 300), refused)));
  assert.equal(compared.agree, null);
  assert.deepEqual(
    compared.questions.map(({ answers }) => answers[1].state),
    Array(5).fill("failed"),
  );
  const third = await compareResolvers(
    "example.com",
    options(by(resolver(1, 300), refused), { resolvers: ["cloudflare", "google", "https://dns.example/q"] }),
  );
  assert.equal(third.agree, true);
});

test("it ends as a check does", async () => {
  await assert.rejects(compareResolvers("192.0.2.1"), { name: "MtaStsError", code: "domain" });
  const hang = () => new Promise(() => {});
  const signal = AbortSignal.timeout(20);
  await assert.rejects(compareResolvers("example.com", options(hang, { signal })), { name: "TimeoutError" });
  const slow = await compareResolvers("example.com", options(hang, { timeoutMs: 20 }));
  assert.match(slow.questions[0].sentence, /Google did not answer in time: this says nothing about your domain\.$/);
});
