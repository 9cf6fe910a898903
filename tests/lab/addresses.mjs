/**
 * The addresses of the lab, by the namespace that has them. Those for servers look public, so that the product's address
 * guard lets them through as it would on the Internet.
 */

export const NAME_SERVER = "11.22.0.1";
/** A name server that knows no zone and refuses every question. */
export const REFUSING_NAME_SERVER = "11.22.0.3";
/** Not an address that Chromium knows as one it could ask by DoH instead. */
export const RESOLVER = "11.22.0.2";
export const DOH = { "dns.google": "11.22.0.8", "cloudflare-dns.com": "11.22.0.9" };
export const POLICY_HOST = "11.22.1.1";
/** A second server for some of the policy hosts, not set up like the first. */
export const OTHER_POLICY_HOST = "11.22.1.2";
export const POLICY_HOST_6 = "2a00:1450:4001:1::1";
/** MX hosts: no server, DNS only. */
export const MX = "11.22.2.1";
/** An address where nothing listens. */
export const NOWHERE = "11.22.3.1";
export const NOWHERE_6 = "2a00:1450:4001:3::1";
/** An address that never answers: what is sent there is lost. */
export const SILENT = "11.22.3.2";
/** An address that the machine has no route to. */
export const UNREACHABLE_6 = "2a00:1450:4001:2::1";
/** Where tests put servers of their own, and the name servers that say nothing. */
export const HOSTILE = "11.22.4.1";
/** The host that misbehaves as its name says (`misbehaving-host.mjs`). */
export const MISBEHAVING = "11.22.4.2";

/** `NOWHERE`, reached by way of a translator (RFC 6052). */
export const NOWHERE_NAT64 = "64:ff9b::b16:301";

/** What the Internet has, beside its end of the link. */
export const INTERNET = [
  NAME_SERVER,
  REFUSING_NAME_SERVER,
  RESOLVER,
  ...Object.values(DOH),
  POLICY_HOST,
  OTHER_POLICY_HOST,
  POLICY_HOST_6,
  MX,
  NOWHERE,
  NOWHERE_6,
  NOWHERE_NAT64,
  HOSTILE,
  MISBEHAVING,
];

/** The machine of helper, browser and tests: its own addresses on the link to the Internet, which look public too. */
export const MACHINE = "11.22.8.1";
export const MACHINE_6 = "2a00:1450:4001:8::1";

/** Addresses that must never be dialled; like every address that is not the Internet's, a canary has them. */
export const PRIVATE = ["10.0.0.1", "169.254.169.254"];
/** An address of the machine where a canary listens, and one where nothing does. */
export const LOOPBACK = { open: "127.0.0.1", closed: "127.0.0.2" };
