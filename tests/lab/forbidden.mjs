/** Domains whose policy hosts are where nothing may be dialled, and what has come there: it has to be nothing. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { LOOPBACK, MACHINE, MACHINE_6, NOWHERE_NAT64 } from "./addresses.mjs";

const corpus = JSON.parse(readFileSync(new URL("../vectors/address.json", import.meta.url), "utf8"));

/** Each with the one address of its policy host: all that `tests/vectors/address.json` refuses. */
export const REFUSED = corpus
  .filter(({ dial }) => !dial)
  .map(({ address }, at) => ({ domain: `refused-${at}.example`, address }));

export const OPEN = "refused-open.example";
export const CLOSED = "refused-closed.example";
export const THIS_MACHINE = ["this-machine-4.example", "this-machine-6.example"];
export const NAT64 = { public: "nat64-public.example", private: "nat64-private.example" };

const host = (domain, address) => `mta-sts.${domain}. ${address.includes(":") ? "AAAA" : "A"} ${address}`;

export const FORBIDDEN_ZONE = [
  ...REFUSED.map(({ domain, address }) => host(domain, address)),
  host(OPEN, LOOPBACK.open),
  host(CLOSED, LOOPBACK.closed),
  host(THIS_MACHINE[0], MACHINE),
  host(THIS_MACHINE[1], MACHINE_6),
  host(NAT64.public, NOWHERE_NAT64),
  host(NAT64.private, "64:ff9b::10.0.0.1"),
];

/** What the canaries have heard. */
export const heard = () => readFileSync(join(process.env.LAB_DIR, "canary.log"), "utf8");
