/** Wrong arguments: a typed error with a sentence that names what was given. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as mtaSts from "../../js/dist/node.js";

const { MtaStsError, check } = mtaSts;

const OPTIONS = [
  [5, "The options are an object, not 5."],
  [null, "The options are an object, not null."],
  [{ fresh: "1" }, "fresh is true or false, not “1”."],
  [{ timeoutMs: 0 }, "timeoutMs is a number of milliseconds from 1 to 2147483647, not 0."],
  [{ timeoutMs: "5" }, "timeoutMs is a number of milliseconds from 1 to 2147483647, not “5”."],
  [{ helper: "" }, 'helper is the URL of a helper (https://helper.example), "direct" or null, not “”.'],
  [
    { helper: "helper.example" },
    'helper is the URL of a helper (https://helper.example), "direct" or null, not “helper.example”.',
  ],
  [
    { helper: "file:///etc" },
    'helper is the URL of a helper (https://helper.example), "direct" or null, not “file:///etc”.',
  ],
  [{ resolvers: "google" }, "resolvers is a list, not “google”."],
  [
    { resolvers: ["gogle"] },
    "A resolver is a URL, an object or one of cloudflare, google, quad9, mullvad, not “gogle”.",
  ],
  [{ resolvers: [null] }, "A resolver is a URL, an object or one of cloudflare, google, quad9, mullvad, not null."],
  [{ resolvers: [{ url: "https://dns.example/" }] }, "A resolver’s name is a text, not undefined."],
  [
    { resolvers: [{ name: "a", url: "dns.example" }] },
    "The url of the resolver a is one of https: or http:, not “dns.example”.",
  ],
  [
    { resolvers: [{ name: "a", url: "https://dns.example/", format: "xml" }] },
    'The format of the resolver a is "json" or "wire", not “xml”.',
  ],
  [{ resolvers: [] }, "resolvers is empty: leave it out to ask Cloudflare and Google."],
  [
    { resolvers: ["https://dns.example/q#x"] },
    "A resolver is a URL, an object or one of cloudflare, google, quad9, mullvad, not “https://dns.example/q#x”.",
  ],
  [
    { resolvers: ["https://u:p@dns.example/q"] },
    "A resolver is a URL, an object or one of cloudflare, google, quad9, mullvad, not “https://u:p@dns.example/q”.",
  ],
  [
    { helper: "https://helper.example/?k=1" },
    'helper is the URL of a helper (https://helper.example), "direct" or null, not “https://helper.example/?k=1”.',
  ],
  [{ previousPolicy: { mode: 1n } }, "previousPolicy is a value that JSON can say, not object."],
  [{ now: Symbol("now") }, "now is a time in seconds since 1970, not symbol."],
  [{ resolvers: Array(9).fill("google") }, "resolvers has 9 entries; at most 8 are asked."],
  [{ now: -1 }, "now is a time in seconds since 1970, not -1."],
  [
    { now: 1795627991279 },
    "now is a time in seconds since 1970, not 1795627991279. Date.now() gives milliseconds: divide it by 1000.",
  ],
  [{ now: new Date(0) }, "now is a time in seconds since 1970, not a Date."],
  [{ fetch: "fetch" }, "fetch is a function, not “fetch”."],
  [{ onReport: {} }, "onReport is a function, not object."],
  [{ signal: true }, "signal is an AbortSignal, not boolean."],
  [{ policyText: ["version: STSv1"] }, "policyText is a string or a Uint8Array, not a list."],
  [{ previousPolicy: "version: STSv1" }, "previousPolicy is an object, not “version: STSv1”."],
];

for (const [options, message] of OPTIONS) {
  test(`options: ${message}`, async () => {
    const sent = [];
    const spy = typeof options === "object" && options !== null && !("fetch" in options);
    const given = spy ? { fetch: (url) => sent.push(url), ...options } : options;
    await assert.rejects(check("example.com", given), (error) => {
      assert.ok(error instanceof MtaStsError);
      assert.deepEqual([error.code, error.message], ["argument", message]);
      return true;
    });
    assert.deepEqual(sent, []);
  });
}

test("an earlier policy that is none is named by the core", async () => {
  await assert.rejects(check("example.com", { previousPolicy: { mode: "strict" } }), {
    code: "argument",
    message: /^An earlier policy is given as mode, maxAge, .*strict/,
  });
});

test("a domain that is none gets the core’s sentence", async () => {
  for (const [domain, pattern] of [
    ["192.0.2.1", /is an address/],
    ["not a domain", /a space/],
    ["", /\.$/],
    ["localhost", /\.$/],
  ]) {
    await assert.rejects(check(domain), { name: "MtaStsError", code: "domain", message: pattern });
  }
});

const CALLS = [
  ["check", [7], "check() takes a string, not 7."],
  ["compareResolvers", [7], "compareResolvers() takes a string, not 7."],
  [
    "compareResolvers",
    ["example.com", { resolvers: [] }],
    "resolvers is empty: leave it out to ask Cloudflare and Google.",
  ],
  ["readDomain", [undefined], "readDomain() takes a string, not undefined."],
  ["validatePolicy", [{}], "validatePolicy() takes a string or a Uint8Array, not object."],
  ["validatePolicy", ["", { mx: "mx.example.com" }], "mx is a list of strings, not “mx.example.com”."],
  ["validatePolicy", ["", { mx: ["a", 1] }], "mx is a list of strings, and has 1 in it."],
  ["validatePolicy", ["", null], "The options are an object, not null."],
  ["validateRecord", [[1, 2]], "validateRecord() takes a string or a Uint8Array, not a list."],
  ["matchMx", ["*.example.com", "a"], "patterns is a list of strings, not “*.example.com”."],
  ["matchMx", [["*.example.com"], null], "matchMx() takes a string, not null."],
  ["explain", [5.4], "explain() takes a string, not 5.4."],
  ["replay", [undefined], "A recording is a value that JSON can say, not undefined."],
];

for (const [name, given, message] of CALLS) {
  test(`${name}: ${message}`, async () => {
    await assert.rejects(mtaSts[name](...given), { name: "MtaStsError", code: "argument", message });
  });
}

test("a parser takes texts, and says so at once", async () => {
  const parser = await mtaSts.policyParser();
  for (const [call, message] of [
    [() => parser.parse(new Uint8Array()), "A policy is given as a string, not object."],
    [() => parser.parseAll([undefined]), "A policy is given as a string, not undefined."],
    [() => parser.matcher("").allows("mx.example.com"), "allows() takes a list of hosts, not “mx.example.com”."],
    [() => parser.matcher("").allows([null]), "A host is given as a string, not null."],
  ]) {
    assert.throws(call, { name: "MtaStsError", code: "argument", message });
  }
});

test("a replay tells a wrong earlier policy from a wrong recording", async () => {
  for (const [previousPolicy, message] of [
    [5, /^previousPolicy is an object, not 5\.$/],
    [{ mode: "strict" }, /^An earlier policy is given as mode, maxAge, .*strict/],
  ]) {
    await assert.rejects(mtaSts.replay("{}", { previousPolicy }), { code: "argument", message });
  }
});

test("what is no recording is refused", async () => {
  for (const recording of ["", "[]", {}, { domain: "example.com" }]) {
    await assert.rejects(mtaSts.replay(recording), { code: "recording", message: /^This is not a recorded check: / });
  }
});
