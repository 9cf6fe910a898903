/** The facts of certificates that no lab makes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { facts } from "../../js/dist/direct/node/certificate.js";

const certificate = (validTo) => ({
  subject: "CN=a.example",
  issuer: "CN=Authority",
  subjectAltName: 'DNS:a.example, DNS:"b.example, DNS:c.example", IP Address:192.0.2.1',
  validFrom: "Jan  1 00:00:00 2026 GMT",
  validTo,
});
const GOOD = certificate("Jan  1 00:00:00 2027 GMT");
const BAD = certificate("Bad time value");

test("a date that cannot be read ends the chain: evidence has numbers only", () => {
  assert.deepEqual(
    [[GOOD], [GOOD, BAD, GOOD], [BAD, GOOD]].map((chain) => facts(chain).length),
    [1, 1, 0],
  );
  const [{ dnsNames, notBefore, notAfter, selfIssued }] = facts([GOOD]);
  assert.deepEqual(dnsNames, ["a.example", "b.example, DNS:c.example"]);
  assert.deepEqual([notBefore, notAfter, selfIssued], [1767225600, 1798761600, false]);
});
