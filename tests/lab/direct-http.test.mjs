/** The direct fetch and the helper before servers whose HTTP is unusual, wrong or without end. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";

import { comparable, fetchBoth, withoutWords } from "./direct.mjs";
import { startHelper } from "./helper.mjs";
import { HOSTILE_DOMAIN, respond, serveTls } from "./hostile.mjs";

let helper;
before(async () => (helper = await startHelper()));
after(() => helper.stop());

const OK = "HTTP/1.1 200 OK\r\n";
const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`;
const EARLY = "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n";
const latin1 = (text) => Buffer.from(text, "latin1");

/** Writes `head`, then `piece` for as long as the other side reads. */
const flood = (head, piece) => (socket) => {
  socket.write(head);
  const more = () => {
    while (!socket.destroyed && socket.write(piece));
    if (!socket.destroyed) socket.once("drain", more);
  };
  more();
};

/** What the server answers → the status that is seen, and the class of failure. Both fetchers see the same. */
const RESPONSES = [
  ["a length", `${OK}content-length: 3\r\n\r\nabc`, 200],
  ["chunks", `${OK}transfer-encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\nt: u\r\n\r\n`, 200],
  ["a body to the end", `${OK}\r\nabc`, 200],
  ["HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nabc", 200],
  ["a body of 65536 bytes", `${OK}content-length: 65536\r\n\r\n${"a".repeat(65_536)}`, 200],
  ["a body of 65537 bytes", `${OK}content-length: 65537\r\n\r\n${"a".repeat(65_537)}`, 200],
  ["a body without end", flood(`${OK}\r\n`, "a".repeat(9_999)), 200],
  ["a connection that stays", (socket) => socket.write(`${OK}content-length: 3\r\n\r\nabc`), 200],
  ["more than was announced", `${OK}content-length: 3\r\n\r\nabcdef`, 200],
  ["a byte-order mark", latin1(`${OK}\r\n\xef\xbb\xbfabc`), 200],
  ["a body that is not UTF-8", latin1(`${OK}\r\n\xff\xfeab`), 200],
  ["header fields of any kind", latin1(`${OK}X: m\xfc\r\nSERVER: a\r\nx: 2  \r\ny:\r\nz: a\tb \t\r\n\r\n`), 200],
  [
    "a redirect in Latin-1",
    latin1("HTTP/1.1 302 F\xfc\r\nLocation: https://m\xfc.example/\r\nlocation: b\r\n\r\n"),
    302,
  ],
  ["a redirect to nowhere", "HTTP/1.1 301 Moved\r\ncontent-length: 0\r\n\r\n", 301],
  ["lines that end in LF", "HTTP/1.1 200 OK\na: b\ncontent-length: 3\n\nabc", 200],
  ["a folded line", `${OK}a: b\r\n c\r\n\r\n`, 200],
  ["eight interim responses", `${EARLY.repeat(8)}${OK}\r\nabc`, 200],
  ["an interim response", `HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n${OK}\r\nabc`, 200],
  ["another protocol", "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\nabc", 101],
  ["204 with a body", "HTTP/1.1 204 No Content\r\n\r\nabc", 204],
  ["a status that nobody knows", "HTTP/1.1 999\r\n\r\nabc", 999],
  ["64 header fields", `${OK}${"a: b\r\n".repeat(64)}\r\n`, 200],
  ["65 header fields", `${OK}${"a: b\r\n".repeat(65)}\r\n`, null, "http-protocol"],
  ["a header field of 17 KB", `${OK}a: ${"b".repeat(17_000)}\r\n\r\n`, null, "http-protocol"],
  ["a header field of 9 KB", `${OK}a: ${"b".repeat(9_000)}\r\n\r\n`, 200, "http-protocol"],
  [
    "a length beside chunks",
    `${OK}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
    200,
    "http-protocol",
  ],
  ["nine interim responses", `${EARLY.repeat(9)}${OK}\r\nabc`, null, "http-protocol"],
  ["a header field without end", flood(`${OK}a: `, "b".repeat(999)), null, "http-protocol"],
  ["interim responses without end", flood("", "HTTP/1.1 100 Continue\r\n\r\n"), null, "http-protocol"],
  ["a control character", `${OK}a: b\x01c\r\n\r\n`, null, "http-protocol"],
  ["a space before the colon", `${OK}a : b\r\n\r\n`, null, "http-protocol"],
  ["two lengths", `${OK}content-length: 3\r\ncontent-length: 4\r\n\r\nabcd`, null, "http-protocol"],
  ["a length that is none", `${OK}content-length: -3\r\n\r\nabc`, null, "http-protocol"],
  ["a status of two digits", "HTTP/1.1 20 OK\r\n\r\n", null, "http-protocol"],
  ["status 099", "HTTP/1.1 099 OK\r\n\r\n", null, "http-protocol"],
  ["HTTP/1.2", "HTTP/1.2 200 OK\r\n\r\n", null, "http-protocol"],
  ["HTTP/2", "HTTP/2 200 OK\r\n\r\n", null, "http-protocol"],
  ["no HTTP", "SSH-2.0-server\r\n", null, "http-protocol"],
  ["nothing", "", null, "http-protocol"],
  ["half a head", `${OK}a: b\r\n`, null, "http-protocol"],
  ["less than was announced", `${OK}content-length: 100\r\n\r\nabc`, 200, "body-incomplete"],
  ["chunks without the last", `${CHUNKED}3\r\nabc\r\n`, 200, "body-incomplete"],
  ["a chunk that is none", `${CHUNKED}3\r\nabc\r\nzz\r\n`, 200, "http-protocol"],
  ["a chunk larger than any", `${CHUNKED}ffffffffffffffffff\r\nabc`, 200, "http-protocol"],
  ["a chunk extension without end", flood(`${CHUNKED}4;`, "x".repeat(999)), 200, "http-protocol"],
  ["trailers without end", flood(`${CHUNKED}0\r\n`, "a: b\r\n"), 200, "http-protocol"],
];

for (const [name, response, status, failure = null] of RESPONSES) {
  test(`a response with ${name}`, async (t) => {
    await serveTls(t, "good", respond(response));
    const { direct, helped } = await fetchBoth(helper, HOSTILE_DOMAIN);
    assert.deepEqual([direct.response?.status ?? null, direct.failure?.class ?? null], [status, failure]);
    assert.deepEqual(withoutWords(direct), withoutWords(helped));
  });
}

const POLICY = "version: STSv1\nmode: none\nmax_age: 1\n";
const gzip = gzipSync(POLICY);
/** 60 MiB of zeros, which come in fewer bytes than a policy may have. */
const BOMB = gzipSync(Buffer.alloc(60 << 20), { level: 9 });
const encoded = (body, ...fields) =>
  Buffer.concat([Buffer.from(`${OK}content-length: ${body.length}\r\n${fields.join("\r\n")}\r\n\r\n`), body]);

/** A body and its encoding → what comes of decoding it. */
const ENCODED = [
  ["gzip", gzip, "done"],
  ["X-GZip", gzip, "done"],
  ["deflate", deflateSync(POLICY), "done"],
  ["gzip", Buffer.concat([gzipSync(POLICY.slice(0, 9)), gzipSync(POLICY.slice(9))]), "done"],
  ["br", brotliCompressSync(POLICY), "unsupported"],
  ["zstd", gzip, "unsupported"],
  ["gzip, gzip", gzipSync(gzip), "unsupported"],
  ["gzip", Buffer.from(POLICY), "broken"],
  ["gzip", gzip.subarray(0, gzip.length - 3), "broken"],
  ["gzip", Buffer.concat([gzip, Buffer.from("more")]), "broken"],
  ["deflate", deflateRawSync(POLICY), "broken"],
  ["gzip", Buffer.alloc(0), "broken"],
  ["gzip", BOMB, "too-large"],
  ["gzip", gzipSync(Buffer.alloc(100 << 20)), "too-large"],
];

for (const [encoding, body, decoding] of ENCODED) {
  test(`h_21: ${body.length} bytes said to be ${encoding}: ${decoding}`, async (t) => {
    await serveTls(t, "good", respond(encoded(body, `content-encoding: ${encoding}`)));
    const { direct, helped } = await fetchBoth(helper, HOSTILE_DOMAIN);
    assert.deepEqual([direct.response.decoding, direct.response.truncated], [decoding, decoding === "too-large"]);
    if (decoding === "done") assert.equal(direct.response.body, POLICY);
    assert.deepEqual(comparable(direct), comparable(helped));
  });
}

test("h_21: bombs take no more memory than a policy file", async (t) => {
  await serveTls(t, "good", respond(encoded(BOMB, "content-encoding: gzip")));
  const ask = async () => (await fetch(`${helper.origin}/v1/policy?domain=${HOSTILE_DOMAIN}`)).json();
  const peakKib = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${helper.pid}/status`, "utf8"))[1]);
  await ask();
  const before = peakKib();
  for (let round = 0; round < 10; round += 1) assert.equal((await ask()).response.decoding, "too-large");
  assert.ok(peakKib() - before <= 2048, `${peakKib() - before} KiB`);
});

/**
 * Where the two libraries under them read differently: by Node and by the helper, as status and class of failure.
 *
 * | response | why |
 * |---|---|
 * | broken off | Node does not tell a TLS connection that was ended from one that broke off |
 * | a line that begins with a space | Node's parser knows strict and lenient only; RFC 9112 §2.2 allows both |
 * | the same length twice | Node refuses it, hyper takes it; RFC 9112 §6.3 allows both |
 */
const DIFFERENT = [
  [
    "a body to the end that breaks off",
    (socket) => breakOff(socket, `${OK}\r\nabc`),
    [200, null],
    [200, "body-incomplete"],
  ],
  ["a line that begins with a space", `${OK} a: b\r\n\r\n`, [200, null], [null, "http-protocol"]],
  ["one length twice", `${OK}content-length: 3\r\ncontent-length: 3\r\n\r\nabc`, [null, "http-protocol"], [200, null]],
];

/** Ends the connection below TLS, without a word of it. */
function breakOff(socket, bytes) {
  socket.write(bytes, () => setTimeout(() => socket.destroy(), 50));
}

for (const [name, response, byNode, byHelper] of DIFFERENT) {
  test(`a response with ${name} is read differently`, async (t) => {
    await serveTls(t, "good", respond(response));
    const { direct, helped } = await fetchBoth(helper, HOSTILE_DOMAIN);
    const told = ({ response, failure }) => [response?.status ?? null, failure?.class ?? null];
    assert.deepEqual([told(direct), told(helped)], [byNode, byHelper]);
  });
}
