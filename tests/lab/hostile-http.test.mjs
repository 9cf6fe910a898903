/** The helper's release build before policy hosts whose responses are meant to cost it something, or to reach a browser. */

import assert from "node:assert/strict";
import { get } from "node:http";
import { after, before, test } from "node:test";

import { BODIES, FIELDS, HEADS, HTTP_2 } from "./behaviours.mjs";
import { startHelper } from "./helper.mjs";
import { connectionOf, fetchFrom } from "./misbehaving.mjs";
import { MIB, Process } from "./process.mjs";

const MAX_WIRE_BYTES = 128 * 1024;
/** What may be on its way when the helper hangs up: a few of the pieces in which the host pours. */
const ON_THE_WAY = 4 * 1024;

let helper, used, descriptors;
before(async () => {
  helper = await startHelper();
  used = new Process(helper.pid);
  await fetchFrom(helper, "warm-up");
  descriptors = used.descriptors();
});
after(() => helper.stop());

/** Slowly, to see how much of it is read; then as fast as it goes, to see what that costs. */
async function bear(t, name, [expected], maxGrowth) {
  const slow = await fetchFrom(helper, name);
  const connection = await connectionOf(name);
  let fast;
  const growth = await used.peakGrowth(async () => (fast = await fetchFrom(helper, `${name}--fast`)));
  await connectionOf(`${name}--fast`);
  t.diagnostic(`${connection.sent} bytes, ${fast.elapsedMs} ms, ${growth} KiB`);

  for (const { response, failure } of [slow, fast]) {
    const seen = {
      status: response?.status ?? null,
      ...(response?.truncated && { truncated: true }),
      ...(failure && { failure: failure.class }),
    };
    assert.deepEqual(seen, expected, failure?.detail);
    assert.ok(failure === null || /\.$/.test(failure.detail), failure?.detail);
  }
  assert.ok(connection.sent <= MAX_WIRE_BYTES + ON_THE_WAY, `${connection.sent} bytes were read`);
  assert.ok(fast.elapsedMs < 1_000, `${fast.elapsedMs} ms`);
  assert.ok(growth <= maxGrowth, `${growth} KiB more`);
}

for (const [name, behaviour] of Object.entries(BODIES)) {
  test(`h_20 ${name}`, (t) => bear(t, name, behaviour, 4 * MIB));
}

for (const [name, behaviour] of Object.entries(HEADS)) {
  test(`h_22 ${name}`, (t) => bear(t, name, behaviour, MIB));
}

for (const [name, behaviour] of Object.entries(HTTP_2)) {
  test(`h_24 ${name}`, (t) => bear(t, name, behaviour, MIB));
}

/** Every header field of every answer of the helper; `null` where the value differs from one to the next. */
const ANSWER = {
  "cache-control": "no-store",
  connection: "close",
  "content-length": null,
  "content-security-policy": "default-src 'none'; sandbox",
  "content-type": "application/json",
  date: null,
  vary: "Origin",
  "x-content-type-options": "nosniff",
};

/** The header fields of an answer, in order of their names, and its JSON. */
const ask = (query) =>
  new Promise((resolve, reject) => {
    const request = get(`${helper.origin}/v1/policy?${query}`, { agent: false }, async (response) => {
      const { rawHeaders: raw, statusCode } = response;
      const fields = raw.flatMap((name, at) => (at % 2 === 0 ? [[name.toLowerCase(), raw[at + 1]]] : [])).sort();
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve({ statusCode, fields, body: JSON.parse(text) });
    });
    request.on("error", reject);
  });

const assertFields = (fields) =>
  assert.deepEqual(
    fields.map(([name, value]) => [name, ANSWER[name] === null ? null : value]),
    Object.entries(ANSWER),
  );

FIELDS.forEach((lines, at) => {
  test(`h_27 nothing reaches the asker as a header field: ${lines[0].slice(0, 60)}`, async () => {
    const { statusCode, fields, body } = await ask(`domain=fields-${at}.misbehaving.example`);
    assert.equal(statusCode, 200);
    assertFields(fields);
    // It is there, as data.
    const names = body.response.headers.map(({ name }) => name);
    for (const line of lines) assert.ok(names.includes(line.split(":")[0].toLowerCase()), line);
    assert.equal(body.response.body, "<script>1</script>");
  });
});

test("h_27 an answer that refuses has the same header fields", async () => {
  const { statusCode, fields } = await ask("domain=%3Cscript%3E");
  assert.equal(statusCode, 400);
  assertFields(fields);
});

test("h_20 h_22 no socket is left", () => {
  const now = used.descriptors();
  assert.ok(Math.abs(now - descriptors) <= 2, `${descriptors} before, ${now} now`);
});
