/** The helper's release build against the lab's policy hosts: evidence for every kind of host, nothing to the canaries. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { NOWHERE, NOWHERE_6, OTHER_POLICY_HOST, POLICY_HOST, POLICY_HOST_6 } from "./addresses.mjs";
import { eventually } from "./eventually.mjs";
import { startHelper } from "./helper.mjs";

let helper;
before(async () => (helper = await startHelper()));
after(() => helper.stop());

async function evidence(domain) {
  const response = await fetch(`${helper.origin}/v1/policy?domain=${encodeURIComponent(domain)}`);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Domain → the class of failure, or `null` and the HTTP status. */
const HOSTS = {
  "healthy.example": [null, 200],
  "delegated.example": [null, 200],
  "undiscovered.example": [null, 200],
  "xn--bcher-kva.example": [null, 200],
  "missing-policy.example": [null, 404],
  "redirect.example": [null, 301],
  "html.example": [null, 200],
  "oversize.example": [null, 200],
  "no-host.example": ["dns-no-name"],
  "servfail.example": ["dns-failed"],
  "bogus.example": ["dns-failed"],
  "refused.example": ["connect-refused"],
  "private.example": ["address-refused"],
  "wrong-certificate.example": ["tls-name"],
  "expired-certificate.example": ["tls-expired"],
  "self-signed.example": ["tls-self-signed"],
  "missing-intermediate.example": ["tls-untrusted"],
  "private-authority.example": ["tls-untrusted"],
  "chain-disorder.example": [null, 200],
  "dead-address.example": [null, 200],
  "two-certificates.example": [null, 200],
  "ipv6-refused.example": [null, 200],
  "ipv6-servfail.example": [null, 200],
  "compressed.example": [null, 200],
  "brotli.example": [null, 200],
};

for (const [domain, [failure, status]] of Object.entries(HOSTS)) {
  test(`evidence of ${domain}`, async () => {
    const { status: own, body } = await evidence(domain);
    assert.equal(own, 200);
    assert.equal(body.policyHost, `mta-sts.${domain}`);
    assert.equal(body.failure?.class ?? null, failure, JSON.stringify(body.failure));
    assert.equal(body.response?.status, status);
  });
}

test("a healthy host: addresses, certificate chain, headers and the body byte for byte", async () => {
  const { body } = await evidence("healthy.example");
  const addresses = body.resolution.addresses.map(({ address }) => address).sort();
  assert.deepEqual(addresses, [POLICY_HOST, POLICY_HOST_6].sort());
  assert.match(body.tls.version, /^TLSv1\.[23]$/);
  assert.equal(body.tls.certificates.length, 2);
  assert.deepEqual(body.tls.certificates[0].dnsNames, ["mta-sts.healthy.example"]);
  const now = Date.now() / 1000;
  assert.ok(body.tls.certificates[0].notBefore <= now && now <= body.tls.certificates[0].notAfter);
  assert.equal(body.response.headers.find(({ name }) => name === "content-type").value, "text/plain");
  assert.match(body.response.body, /^version: STSv1\nmode: enforce\n/);
  assert.equal(body.response.truncated, false);
});

/** Connection by connection: the address, what failed of TCP and of TLS, and whether it was used. */
const met = ({ connections }) =>
  connections.map(({ address, failure, handshake, used = false }) => [
    address,
    failure,
    handshake?.failure?.class ?? null,
    used,
  ]);

test("every address is tried, the first that stands is used, and nothing is sent to the others", async () => {
  const accessLog = () => readFileSync(join(process.env.LAB_DIR, "nginx", "access.log"), "utf8").split("\n").length;
  const before = accessLog();
  const { body: healthy } = await evidence("healthy.example");
  assert.deepEqual(met(healthy), [
    [POLICY_HOST_6, null, null, true],
    [POLICY_HOST, null, null, false],
  ]);
  // nginx writes its line once the answer has gone out.
  await eventually(() => accessLog() > before, "a line in the log");
  assert.equal(accessLog() - before, 1);
  const { body: dead } = await evidence("dead-address.example");
  assert.deepEqual(met(dead), [
    [POLICY_HOST, null, null, true],
    [NOWHERE, "connect-refused", null, false],
  ]);
  const { body: other } = await evidence("two-certificates.example");
  assert.deepEqual(met(other), [
    [POLICY_HOST, null, null, true],
    [OTHER_POLICY_HOST, null, "tls-name", false],
  ]);
  const { body: v6 } = await evidence("ipv6-refused.example");
  assert.deepEqual(met(v6), [
    [NOWHERE_6, "connect-refused", null, false],
    [POLICY_HOST, null, null, true],
  ]);
});

test("the lookups of the two families are told apart", async () => {
  const outcomes = async (domain) => {
    const { a, aaaa } = (await evidence(domain)).body.resolution;
    return [a.outcome, aaaa.outcome];
  };
  assert.deepEqual(await outcomes("healthy.example"), ["found", "found"]);
  assert.deepEqual(await outcomes("testing.example"), ["found", "no-data"]);
  assert.deepEqual(await outcomes("ipv6-servfail.example"), ["found", "servfail"]);
  assert.deepEqual(await outcomes("no-host.example"), ["no-name", "no-name"]);
});

test("h_21: gzip is decoded although nobody asked for it, Brotli is not", async () => {
  const { response } = (await evidence("compressed.example")).body;
  assert.equal(response.decoding, "done");
  assert.match(response.body, /^version: STSv1\nmode: enforce\n/);
  const { response: other } = (await evidence("brotli.example")).body;
  assert.equal(other.decoding, "unsupported");
});

test("a certificate says where its issuer's can be had, and whether it is an authority", async () => {
  const { body } = await evidence("missing-intermediate.example");
  const [leaf] = body.tls.certificates;
  assert.deepEqual([leaf.isCa, leaf.caIssuers], [false, "http://authority.example/intermediate.cer"]);
  const { body: other } = await evidence("private-authority.example");
  assert.deepEqual(
    other.tls.certificates.map(({ isCa, selfIssued }) => [isCa, selfIssued]),
    [
      [false, false],
      [true, true],
    ],
  );
});

test("a redirect is reported and not followed", async () => {
  const { body } = await evidence("redirect.example");
  assert.equal(body.response.redirectTarget, "https://www.redirect.example/.well-known/mta-sts.txt");
});

test("a file beyond 64 KiB is cut there and marked", async () => {
  const { body } = await evidence("oversize.example");
  assert.equal(body.response.truncated, true);
  assert.equal(body.response.body.length, 65536);
});

test("a certificate that failed is shown, and nothing was sent over it", async () => {
  const { body } = await evidence("wrong-certificate.example");
  assert.deepEqual(body.tls.certificates[0].dnsNames, ["*.pages.example", "pages.example"]);
  assert.equal(body.response, null);
  const log = readFileSync(join(process.env.LAB_DIR, "nginx", "access.log"), "utf8");
  assert.ok(!log.includes("wrong-certificate"), "nginx saw a request");
});

test("a policy host that never answers ends with a timeout, not with silence", async () => {
  const { body } = await evidence("slow.example");
  assert.ok(["http-timeout", "deadline"].includes(body.failure.class), body.failure.class);
  assert.ok(body.elapsedMs < 25_000);
});

test("a bad domain is a 400 with a sentence, and a U-label is converted", async () => {
  for (const bad of [
    "",
    "127.0.0.1",
    "user@127.0.0.1",
    "example.com:22",
    "a b",
    "localhost",
    "xn--a.example",
    "_x.example",
    `${"a.".repeat(130)}example`,
  ]) {
    const { status, body } = await evidence(bad);
    assert.equal(status, 400, bad);
    assert.match(body.error, /\.$/, bad);
  }
  const { body } = await evidence("bücher.example");
  assert.equal(body.policyHost, "mta-sts.xn--bcher-kva.example");
});

test("answers are data for this origin only", async () => {
  const { headers } = await evidence("healthy.example");
  assert.equal(headers.get("content-type"), "application/json");
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  assert.equal(headers.get("cache-control"), "no-store");
  assert.match(headers.get("content-security-policy"), /default-src 'none'/);
  assert.equal(headers.get("access-control-allow-origin"), null);
});

test("a foreign Host header gets nothing", async () => {
  const url = new URL("/v1/policy?domain=healthy.example", helper.origin);
  const status = await new Promise((resolve, reject) => {
    const sent = request(url, { headers: { host: "evil.example" } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject).end();
  });
  assert.equal(status, 403);
});

test("nothing ever reached a forbidden address", () => {
  assert.equal(readFileSync(join(process.env.LAB_DIR, "canary.log"), "utf8"), "");
});
