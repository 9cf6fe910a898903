/**
 * The domains of the lab: what each publishes in DNS and how its policy host behaves.
 *
 * `zone` lines are relative to the domain, in zone file form. `host` says what `mta-sts.<domain>` does:
 * `certificate` is one of the kinds in certificates.mjs, `elsewhere` that of OTHER_POLICY_HOST (see addresses.mjs), `nginx` the
 * body of its location, `policy` a text or bytes to serve.
 */

import { brotliCompressSync, gzipSync } from "node:zlib";

import {
  MX,
  NOWHERE,
  NOWHERE_6,
  OTHER_POLICY_HOST,
  POLICY_HOST,
  POLICY_HOST_6,
  PRIVATE,
  SILENT,
} from "./addresses.mjs";

const policy = (mode, mx, maxAge = 604800) =>
  ["version: STSv1", `mode: ${mode}`, ...mx.map((pattern) => `mx: ${pattern}`), `max_age: ${maxAge}`, ""].join("\n");

const record = (id = "20260101") => `_mta-sts TXT "v=STSv1; id=${id};"`;
const tlsrpt = (domain) => `_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tlsrpt@${domain}"`;
const mx = (preference, host) => [`@ MX ${preference} ${host}`, `${host} A ${MX}`];
const host4 = `mta-sts A ${POLICY_HOST}`;

/** A domain where all is well, with something changed. */
function like(name, about, change = {}) {
  const {
    mxLines = mx(10, "mx1"),
    recordLines = [record()],
    hostLines = [host4],
    tlsrptLines = [tlsrpt(name)],
  } = change;
  return {
    name,
    about,
    zone: [...recordLines, ...hostLines, ...mxLines, ...tlsrptLines],
    host: { certificate: "good", policy: policy("enforce", [`mx1.${name}`]), ...change.host },
    ...(change.delegation && { delegation: change.delegation }),
  };
}

export const DOMAINS = [
  like("healthy.example", "all is well: two MX hosts, one matched by name, one by wildcard; IPv4 and IPv6", {
    hostLines: [host4, `mta-sts AAAA ${POLICY_HOST_6}`],
    mxLines: [...mx(10, "mx1"), ...mx(20, "mx2.backup")],
    host: { policy: policy("enforce", ["mx1.healthy.example", "*.backup.healthy.example"], 1209600) },
  }),
  like("testing.example", "mode testing", { host: { policy: policy("testing", ["mx1.testing.example"]) } }),
  like("none.example", "mode none", { host: { policy: policy("none", ["mx1.none.example"]) } }),
  like("no-record.example", "nothing of MTA-STS", { recordLines: [], hostLines: [], tlsrptLines: [], host: null }),
  like("missing-policy.example", "a record, but the policy file is missing", {
    host: { nginx: "return 404;", policy: null },
  }),
  like("no-host.example", "a record, but no address for the policy host", { hostLines: [], host: null }),
  like("wrong-certificate.example", "the certificate is for another name", { host: { certificate: "other-name" } }),
  like("expired-certificate.example", "the certificate has expired", { host: { certificate: "expired" } }),
  like("self-signed.example", "the certificate is signed by itself", { host: { certificate: "self-signed" } }),
  like("missing-intermediate.example", "the intermediate certificate is left out", {
    host: { certificate: "leaf-only" },
  }),
  like("private-authority.example", "the certificate is of a private authority, whose root is shown", {
    host: { certificate: "private-authority" },
  }),
  like("chain-disorder.example", "the certificates come in the wrong order, with the root among them", {
    host: { certificate: "disorder" },
  }),
  like("dead-address.example", "nothing listens on one of two addresses of the policy host", {
    hostLines: [host4, `mta-sts A ${NOWHERE}`],
  }),
  like("two-certificates.example", "one of two addresses has the certificate of another name", {
    hostLines: [host4, `mta-sts A ${OTHER_POLICY_HOST}`],
    host: { elsewhere: "other-name" },
  }),
  like("ipv6-refused.example", "nothing listens on the policy host's IPv6 address", {
    hostLines: [host4, `mta-sts AAAA ${NOWHERE_6}`],
  }),
  like("ipv6-servfail.example", "the AAAA record of the policy host does not fit its signature", {
    hostLines: [host4, `mta-sts AAAA ${POLICY_HOST_6}`],
    delegation: "tampered",
  }),
  like("compressed.example", "the policy comes compressed although it was asked for as it is", {
    host: {
      policy: gzipSync(policy("enforce", ["mx1.compressed.example"])),
      nginx: "add_header Content-Encoding gzip;",
    },
  }),
  like("brotli.example", "the policy comes in a compression that is not decoded", {
    host: {
      policy: brotliCompressSync(policy("enforce", ["mx1.brotli.example"])),
      nginx: "add_header Content-Encoding br;",
    },
  }),
  like("redirect.example", "the policy host redirects to www, where the policy is", {
    hostLines: [host4, `www A ${POLICY_HOST}`],
    host: { nginx: "return 301 https://www.redirect.example$request_uri;", www: true },
  }),
  like("html.example", "a web page in place of the policy", {
    host: { type: "text/html", policy: "<!DOCTYPE html>\n<html><title>Welcome</title></html>\n" },
  }),
  like("two-records.example", "two MTA-STS records", { recordLines: [record("1"), record("2")] }),
  like("mx-mismatch.example", "the MX host is not in the policy", {
    host: { policy: policy("enforce", ["mail.old-provider.example"]) },
  }),
  like("backup-mismatch.example", "only the backup MX is not in the policy", {
    mxLines: [...mx(10, "mx1"), ...mx(20, "backup")],
  }),
  like("deep-wildcard.example", "the MX host lies two labels below the wildcard", {
    mxLines: mx(10, "tenant.h-v1.mx"),
    host: { policy: policy("enforce", ["*.mx.deep-wildcard.example"]) },
  }),
  like("null-mx.example", "a null MX", { mxLines: ["@ MX 0 ."] }),
  like("implicit-mx.example", "no MX record, but an address", {
    mxLines: [`@ A ${MX}`],
    host: { policy: policy("enforce", ["implicit-mx.example"]) },
  }),
  { name: "servfail.example", about: "the name server refuses to answer", zone: [], host: null, delegation: "lame" },
  like("bogus.example", "DNSSEC validation fails: the DS record is of another key", { delegation: "bogus" }),
  like("undiscovered.example", "a policy is served, but no record announces it", { recordLines: [] }),
  like("delegated.example", "record and policy host are delegated to a provider by CNAME", {
    recordLines: ["_mta-sts CNAME _mta-sts.provider.example."],
    hostLines: ["mta-sts CNAME mta-sts.provider.example."],
  }),
  like("half-delegated.example", "the record is delegated, the policy host is not", {
    recordLines: ["_mta-sts CNAME _mta-sts.provider.example."],
    hostLines: [],
    host: null,
  }),
  like("dangling.example", "the record is an alias of a name that does not exist", {
    recordLines: ["_mta-sts CNAME gone.provider.example."],
  }),
  like("misplaced.example", "the record stands at the domain itself", {
    recordLines: ['@ TXT "v=STSv1; id=20260101;"'],
  }),
  like("doubled-zone.example", "the record's name has the domain twice", {
    recordLines: ['_mta-sts.doubled-zone.example TXT "v=STSv1; id=20260101;"'],
  }),
  like("octet-stream.example", "the policy has the wrong media type", { host: { type: "application/octet-stream" } }),
  like("forbidden.example", "the policy host refuses the request", { host: { nginx: "return 403;", policy: null } }),
  like("mx-alias.example", "the MX host is an alias, and a backup has no address", {
    mxLines: ["@ MX 10 mx1", "mx1 CNAME real", `real A ${MX}`, "@ MX 20 mx2", 'mx2 TXT "no address"'],
    host: { policy: policy("enforce", ["mx1.mx-alias.example", "mx2.mx-alias.example"]) },
  }),
  like("subdomain.healthy.example", "a subdomain without a record of its own", {
    recordLines: [],
    hostLines: [],
    tlsrptLines: [],
    host: null,
  }),
  {
    name: "provider.example",
    about: "the provider that delegated.example delegates to",
    zone: [record("provider1"), host4],
    host: null,
  },
  like("bad-record.example", "the id has hyphens", { recordLines: [record("2026-01-01")] }),
  like("bad-policy.example", "several faults in the policy text", {
    host: { policy: "version: STSv1\nmode: Enforce\n\nmx: mx1.bad-policy.example\nmax_age: 7d\n" },
  }),
  like("bom.example", "the policy begins with a byte-order mark", {
    host: { policy: `\u{feff}${policy("enforce", ["mx1.bom.example"])}` },
  }),
  like("oversize.example", "the policy file has 81 KB", {
    host: { policy: policy("enforce", ["mx1.oversize.example"]) + "filler: 0123456789\n".repeat(4300) },
  }),
  like("slow.example", "the policy host never answers", {
    host: { nginx: `proxy_pass http://${SILENT}:9009;`, policy: null },
  }),
  like("refused.example", "nothing listens on the policy host", { hostLines: [`mta-sts A ${NOWHERE}`], host: null }),
  like("private.example", "the policy host has only private addresses", {
    hostLines: PRIVATE.map((address) => `mta-sts A ${address}`),
    host: null,
  }),
  like("no-tlsrpt.example", "no TLSRPT record", { tlsrptLines: [] }),
  like("xn--bcher-kva.example", "an internationalised domain"),
];
