/**
 * Chains that a policy host may show and that nobody should accept, or not at any price: name → what makes the chain for a
 * host, leaf first, in DER. `REFUSED` are wrong in one way each, `BOMBS` cost as much as they can.
 *
 * rustls takes no handshake message beyond 64 KiB, so most bombs are as large as that lets through.
 */

import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import {
  authority,
  certificate,
  clientAuth,
  extension,
  name,
  nameConstraints,
  octetString,
  serverAuth,
  subjectAltName,
} from "./der.mjs";

const newKey = (namedCurve = "P-256") => generateKeyPairSync("ec", { namedCurve }).privateKey;

/** The key of every certificate of the lab, and that of its leaves here. */
const LAB_KEY = createPrivateKey(readFileSync(join(process.env.LAB_DIR, "tls", "key.pem")));
const OTHER_KEY = newKey();
const SLOW_KEY = newKey("P-384");

const ROOT = name("Lab Root CA");
const MIDDLE = name("Lab Intermediate CA");
/** A leaf for `host` by the lab's root, with something changed. */
const leaf = (host, change = {}) =>
  certificate({
    subject: name(host),
    issuer: ROOT,
    key: LAB_KEY,
    signer: LAB_KEY,
    extensions: [serverAuth, subjectAltName(host)],
    ...change,
  });
/** The chain of a host that is not at fault. */
export const good = (host) => [leaf(host)];

/** An authority called `subject`, by the lab's root. */
const middle = (subject, change = {}) =>
  certificate({ subject, issuer: ROOT, key: LAB_KEY, signer: LAB_KEY, extensions: [authority()], ...change });
const under = (issuer, change = {}) => ({ issuer, ...change });

const STRANGER = name("Stranger");
const A = name("A");
const B = name("B");

/** Name → the class of failure, and the chain. */
export const REFUSED = {
  "other-name": ["tls-name", () => [leaf("www.example.net")]],
  "no-dns-id": ["tls-name", (host) => [leaf(host, { extensions: [serverAuth] })]],
  "wildcard-above": ["tls-name", () => [leaf("*.example")]],
  "wildcard-inside": ["tls-name", (host) => [leaf(host.replace("mta-sts", "mta-*"))]],
  expired: ["tls-expired", (host) => [leaf(host, { from: -60, until: -30 })]],
  "expired-a-minute-ago": ["tls-expired", (host) => [leaf(host, { until: -1 / 1440 })]],
  "never-valid": ["tls-expired", (host) => [leaf(host, { from: -30, until: -60 })]],
  "not-yet-valid": ["tls-not-yet-valid", (host) => [leaf(host, { from: 30 })]],
  "expired-authority": ["tls-expired", (host) => [leaf(host, under(A)), middle(A, { from: -60, until: -30 })]],
  "self-signed": ["tls-self-signed", (host) => [leaf(host, { issuer: name(host) })]],
  "self-signed-authority": [
    "tls-self-signed",
    (host) => [leaf(host, { issuer: name(host), extensions: [authority(), subjectAltName(host)] })],
  ],
  stranger: [
    "tls-untrusted",
    (host) => [
      leaf(host, { issuer: STRANGER, signer: OTHER_KEY }),
      middle(STRANGER, { issuer: STRANGER, key: OTHER_KEY, signer: OTHER_KEY }),
    ],
  ],
  "missing-intermediate": ["tls-untrusted", (host) => [leaf(host, under(MIDDLE))]],
  cyclic: [
    "tls-untrusted",
    (host) => [leaf(host, under(A)), middle(A, under(B)), middle(B, { ...under(A), key: OTHER_KEY })],
  ],
  "forged-signature": ["tls-failed", (host) => [leaf(host, { signer: OTHER_KEY })]],
  "for-clients": ["tls-failed", (host) => [leaf(host, { extensions: [clientAuth, subjectAltName(host)] })]],
  "leaf-as-authority": [
    "tls-failed",
    (host) => [leaf(host, under(A)), middle(A, { extensions: [serverAuth, subjectAltName("www.example.net")] })],
  ],
  "too-long-a-path": [
    "tls-failed",
    (host) => [leaf(host, under(B)), middle(B, under(A)), middle(A, { extensions: [authority(0)] })],
  ],
  "excluded-name": [
    "tls-failed",
    (host) => [leaf(host, under(A)), middle(A, { extensions: [authority(), nameConstraints(1, "example")] })],
  ],
  "unknown-and-critical": [
    "tls-failed",
    (host) => [
      leaf(host, { extensions: [serverAuth, subjectAltName(host), extension("1.2.3.4", octetString(), true)] }),
    ],
  ],
};

const many = (count, make) => Array.from({ length: count }, (_, at) => make(at));
/** As many authorities of one name, each of which may be the issuer of each: every order of them is a path. */
const tangle = (count, last = A) =>
  many(count, (at) => middle(A, { issuer: at === count - 1 ? last : A, key: newKey() }));

/** Name → the class of failure, or `null` where the chain is good, and the chain. */
export const BOMBS = {
  "1000-names": [
    null,
    (host) => [leaf(host, { extensions: [subjectAltName(...many(999, (at) => `n${at}.example.net`), host)] })],
  ],
  "10000-names": [
    "tls-name",
    (host) => [leaf(host, { extensions: [subjectAltName(...many(10_000, (at) => at.toString(36)))] })],
  ],
  "10000-long-names": [
    "tls-failed",
    (host) => [leaf(host, { extensions: [subjectAltName(...many(10_000, (at) => `n${at}.example.net`))] })],
  ],
  "64-kb": [
    null,
    (host) => [leaf(host, { extensions: [subjectAltName(host), extension("1.2.3.4", Buffer.alloc(64_000, 5))] })],
  ],
  "4000-extensions": [
    null,
    (host) => [
      leaf(host, {
        extensions: [subjectAltName(host), ...many(4_000, (at) => extension(`1.2.3.${at}`, Buffer.alloc(0)))],
      }),
    ],
  ],
  "a-long-subject": [null, (host) => [leaf(host, { subject: name("\u202e".repeat(21_000)) })]],
  "a-subject-of-many-parts": [null, (host) => [leaf(host, { subject: name(...many(4_000, () => "x")) })]],
  "100-deep": [
    "tls-failed",
    (host) => [
      leaf(host, under(name("0"))),
      ...many(100, (at) => middle(name(String(at)), under(name(String(at + 1))))),
    ],
  ],
  tangle: ["tls-untrusted", (host) => [leaf(host, under(A)), ...tangle(200)]],
  "a-small-tangle": ["tls-untrusted", (host) => [leaf(host, under(A)), ...tangle(9)]],
  "a-tangle-among-others": [
    "tls-untrusted",
    (host) => [leaf(host, under(A)), ...tangle(8), ...many(180, (at) => middle(name(`${at}`)))],
  ],
  "a-ladder-of-large-certificates": [
    "tls-untrusted",
    (host) => [
      leaf(host, under(name("0"))),
      ...many(16, (at) => {
        const [subject, issuer] = [Math.floor(at / 2), Math.floor(at / 2) + 1].map((step) => name(`${step}`));
        const extensions = many(200, (id) => extension(`1.2.3.${id}`, Buffer.alloc(0)));
        return middle(subject, { issuer, key: newKey(), extensions: [authority(), ...extensions] });
      }),
    ],
  ],
  // Two of each name, up to the root, and a leaf that none of them signed; more than the verifier gets to see.
  "a-ladder-to-the-root": [
    "tls-untrusted",
    (host) => [
      leaf(host, { issuer: name("5"), signer: newKey("P-384") }),
      ...many(12, (at) => {
        const [step, isLast] = [5 - Math.floor(at / 2), at >= 10];
        const signing = isLast ? {} : { issuer: name(`${step - 1}`), signer: SLOW_KEY };
        return middle(name(`${step}`), { key: SLOW_KEY, ...signing });
      }),
    ],
  ],
  "a-tangle-to-the-root": [
    "tls-failed",
    (host) => [leaf(host, { ...under(A), signer: newKey("P-384") }), ...many(100, () => middle(A, { key: SLOW_KEY }))],
  ],
  "2000-constraints": [
    "tls-failed",
    (host) => [
      leaf(host, { ...under(A), extensions: [subjectAltName(host, ...many(2_000, (at) => `${at}.b`))] }),
      middle(A, { extensions: [authority(), nameConstraints(1, ...many(2_000, (at) => `${at}.a`))] }),
    ],
  ],
};
