/** The direct fetch and the helper before servers whose certificate or handshake is not right. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { comparable, fetchBoth, fetchDirectly, withoutWords } from "./direct.mjs";
import { startHelper } from "./helper.mjs";
import { HOSTILE_DOMAIN, respond, serveTcp, serveTls } from "./hostile.mjs";

const OK = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

let helper;
before(async () => (helper = await startHelper()));
after(() => helper.stop());

/** A chain of certificates.mjs → the class of failure, or `null` where it is accepted. */
const CHAINS = {
  good: null,
  disorder: null,
  wildcard: null,
  "wildcard-above": "tls-name",
  // RFC 8461 §3.3: a common name does not count.
  "no-dns-id": "tls-name",
  "many-names": "tls-name",
  "not-yet-valid": "tls-not-yet-valid",
  "old-intermediate": "tls-expired",
  stranger: "tls-untrusted",
  itself: "tls-self-signed",
  authority: "tls-self-signed",
  "for-clients": "tls-failed",
};

for (const [chain, failure] of Object.entries(CHAINS)) {
  // The key of an authority may not do what TLS 1.2 asks of it.
  for (const version of chain === "authority" ? ["TLSv1.3"] : ["TLSv1.2", "TLSv1.3"]) {
    test(`the chain “${chain}” over ${version}`, async (t) => {
      const connections = await serveTls(t, chain, respond(OK), { minVersion: version, maxVersion: version });
      const { direct, helped } = await fetchBoth(helper, HOSTILE_DOMAIN);
      assert.equal(direct.failure?.class ?? null, failure, JSON.stringify(direct.failure));
      assert.equal(direct.tls.version, failure === null ? version : null);
      // What is not acceptable for other reasons is told in each library's own words.
      const compared = failure === "tls-failed" ? withoutWords : comparable;
      assert.deepEqual(compared(direct), compared(helped));
      for (const { bytes } of connections)
        assert.equal(bytes.length > 0, failure === null, "bytes over a refused handshake");
    });
  }
}

test("a session is never resumed", async (t) => {
  const resumed = [];
  const act = (socket) => {
    resumed.push(socket.isSessionReused());
    respond(OK)(socket);
  };
  await serveTls(t, "good", act);
  for (let round = 0; round < 2; round += 1) assert.equal((await fetchDirectly(HOSTILE_DOMAIN)).response.status, 200);
  assert.deepEqual(resumed, [false, false]);
});

/** What the server says to the ClientHello, the class that this is, and some of the words. */
const ALERT = (number) => Buffer.from([21, 3, 3, 0, 2, 2, number]);
const NO_HANDSHAKE = {
  "the alert protocol_version": [ALERT(70), "tls-version", "protocol_version"],
  "the alert unrecognized_name": [ALERT(112), "tls-alert", "no site for the name mta-sts.hostile.example"],
  "the alert handshake_failure": [ALERT(40), "tls-alert", "handshake_failure"],
  "the alert internal_error": [ALERT(80), "tls-alert", "TLS alert"],
  // With TLS_RSA_WITH_AES_128_CBC_SHA.
  "a ServerHello of TLS 1.0": [
    Buffer.from([22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1, ...Array(32).fill(1), 0, 0, 47, 0]),
    "tls-version",
    "older than TLS 1.2",
  ],
  "plain HTTP": ["HTTP/1.1 400 Bad Request\r\n\r\n", "tls-failed", "not TLS"],
  "the greeting of a mail server": ["220 mail.example ESMTP\r\n", "tls-failed", "not TLS"],
  zeros: [Buffer.alloc(100), "tls-failed", "not TLS"],
  nothing: ["", "tls-failed", "closed the connection"],
  "half a record": [Buffer.from([22, 3, 3, 0, 42, 2, 0, 0]), "tls-failed", "closed the connection"],
};

for (const [name, [bytes, failure, words]] of Object.entries(NO_HANDSHAKE)) {
  test(`a server that answers with ${name}`, async (t) => {
    await serveTcp(t, respond(bytes));
    const { direct, helped } = await fetchBoth(helper, HOSTILE_DOMAIN);
    assert.equal(direct.failure.class, failure, direct.failure.detail);
    assert.ok(direct.failure.detail.includes(words), direct.failure.detail);
    assert.deepEqual(withoutWords(direct), withoutWords(helped));
  });
}

test("a server that resets the connection", async (t) => {
  await serveTcp(
    t,
    respond((socket) => socket.resetAndDestroy()),
  );
  const { direct, helped } = await fetchBoth(helper, HOSTILE_DOMAIN);
  assert.equal(direct.failure.class, "tls-failed");
  assert.match(direct.failure.detail, /broke during the TLS handshake/);
  assert.deepEqual(withoutWords(direct), withoutWords(helped));
});

test("a server that speaks HTTP/2 only", async (t) => {
  await serveTls(t, "good", respond(OK), { ALPNProtocols: ["h2"] });
  const { direct, helped } = await fetchBoth(helper, HOSTILE_DOMAIN);
  assert.equal(direct.failure.class, "tls-alert");
  assert.deepEqual(withoutWords(direct), withoutWords(helped));
});

for (const version of ["TLSv1.2", "TLSv1.3"]) {
  test(`a server that demands a certificate of the client, over ${version}`, async (t) => {
    const ca = readFileSync(join(process.env.LAB_DIR, "tls", "ca.pem"));
    const options = { requestCert: true, rejectUnauthorized: true, ca, minVersion: version, maxVersion: version };
    await serveTls(t, "good", respond(OK), options);
    const { direct, helped } = await fetchBoth(helper, HOSTILE_DOMAIN);
    assert.equal(direct.failure.class, "tls-alert", direct.failure.detail);
    assert.deepEqual(withoutWords(direct), withoutWords(helped));
  });
}
