/** Packed policies say what `validatePolicy` says, on the benchmark's policies and on damaged ones. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Random, corpus } from "../../bench/corpus.mjs";
import { matchMx, policyParser, validatePolicy } from "../../js/dist/node.js";

const parser = await policyParser();
const policies = corpus();
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What both have in common, in the shape that `validatePolicy` gives. */
function unpacked(packed) {
  const { text, validity, mode, maxAge, mx, extensions, findings, omittedFindings } = packed;
  const octets = (end) => encoder.encode(text.slice(0, end)).length;
  // Half a surrogate pair cannot be written in UTF-8: the module sees U+FFFD in its place.
  const written = (part) => decoder.decode(encoder.encode(part));
  const fields = extensions.map(({ name, value }) => ({ name, value: written(value) }));
  return {
    validity,
    policy: mode === null ? null : { mode, maxAge, mx, extensions: fields },
    findings: findings.map(({ id, start, end }) => ({ id, byteStart: octets(start), byteEnd: octets(end) })),
    omittedFindings,
  };
}

function brief({ validity, policy, findings, omittedFindings }) {
  const places = findings.map(({ id, location: { byteStart, byteEnd } }) => ({ id, byteStart, byteEnd }));
  return { validity, policy, findings: places, omittedFindings };
}

async function compare(text) {
  const packed = parser.parse(text);
  assert.deepEqual(unpacked(packed), brief(await validatePolicy(text)), JSON.stringify(text.slice(0, 2000)));
  assert.deepEqual(
    [packed.mxCount, packed.findingCount, packed.findingIds],
    [packed.mx.length, packed.findings.length, packed.findings.map(({ id }) => id)],
  );
}

test("a label of the corpus is what the core finds", async () => {
  for (const { text, valid } of policies) {
    await compare(text);
    assert.equal(parser.parse(text).validity === "valid", valid, text);
  }
});

test("what is special", async () => {
  const policy = "version: STSv1\nmode: enforce\nmx: MX.Example.com\nmax_age: 604800\n";
  for (const text of [
    "",
    "\ufeff",
    `\ufeff${policy}`,
    "no policy",
    "\n".repeat(300),
    policy.replace("604800", "9999999999"),
    policy.replace("604800", "4294967296"),
    `${policy}x: 😀 ü\nİstanbul: İ\nx2: y`,
    `x: 😀\nx: İ\n${policy}`,
    `${policy}x: \ud83d\n`,
    `${policy}mx: \ude00.example\n`,
  ]) {
    await compare(text);
  }
});

test("damaged policies", async () => {
  const random = new Random(2017);
  const pieces = [
    "\n",
    "\r",
    " ",
    "\t",
    ":",
    ".",
    "-",
    "*",
    "_",
    "ü",
    "😀",
    "İ",
    "\ud83d",
    "\0",
    "mx: ",
    "mode",
    "A",
    "9",
  ];
  const short = policies.filter(({ text }) => text.length < 3000);
  for (let number = 0; number < 5000; number++) {
    let { text } = random.pick(short);
    for (let slips = random.from(1, 3); slips > 0; slips--) {
      const at = random.below(text.length + 1);
      const rest = text.slice(at + random.below(3));
      text = text.slice(0, at) + random.pick([random.pick(pieces), text.slice(0, at), ""]) + rest;
    }
    await compare(text);
  }
});

test("hosts are matched as matchMx matches them", async () => {
  for (const { text, hosts } of policies.filter(({ kind, valid }) => valid && kind !== "large")) {
    const { mx } = parser.parse(text);
    const matcher = parser.matcher(text);
    const expected = [];
    for (const host of hosts) expected.push((await matchMx(mx, host)).matched !== null);
    assert.deepEqual(matcher.allows(hosts), expected);
    matcher.free();
  }
});

test("any text may stand for a host", () => {
  const matcher = parser.matcher("version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 604800\n");
  const hosts = ["", "a.example.com", "\n", "ü.example.com", "\ud83d", "\ude00", "A.EXAMPLE.com.", "a\nb.example.com"];
  assert.deepEqual(matcher.allows(hosts), [false, true, false, false, false, false, true, false]);
  assert.deepEqual(matcher.allows([]), []);
  assert.deepEqual(parser.matcher("mode: none").allows(["a.example.com"]), [false]);
});

test("a text larger than all memory so far", () => {
  const packed = parser.parse(
    `version: STSv1\nmode: enforce\nmax_age: 604800\n${"mx: mail.example.com\n".repeat(500_000)}`,
  );
  assert.equal(packed.mxCount, 500_000);
  assert.equal(packed.mx.at(-1), "mail.example.com");
  assert.equal(parser.parse("").findingIds[0], "policy-empty");
});
