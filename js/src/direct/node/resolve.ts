/** The first stage: the addresses of the policy host, and which of them may be dialled. */

import { Resolver } from "node:dns/promises";

import type { FamilyLookup, LookupOutcome, Resolution } from "../../types.ts";
import { elapsedMs } from "../fetcher.ts";
import { STAGE_MS, type Deadline } from "./deadline.ts";
import { StageFailure, codeOf, words } from "./failure.ts";
import { guard, nothingToDial } from "./guard.ts";

/** The most addresses that are recorded. All are classified; a policy host has two, sometimes eight. */
const MAX_RECORDED = 32;
/** The most addresses that are dialled, so that one check cannot be made to knock on a thousand doors. */
const MAX_DIALLED = 8;

const NO_DATA = "ENODATA";
const NO_NAME = "ENOTFOUND";
const TIMEOUT = "ETIMEOUT";

/** The addresses of one family, none for NODATA; or the code of what went wrong. */
type Family = { addresses: string[] } | { code: string };

/**
 * Looks up A and AAAA side by side, exactly once. Gives the addresses that may be dialled, in order of trial; nothing
 * later looks the name up again, so no second answer can slip in another address.
 */
export async function resolve(
  host: string,
  refuseAddress: (address: string) => string | undefined,
  deadline: Deadline,
  seen: Resolution,
): Promise<string[]> {
  const start = performance.now();
  // Asks the name servers this machine is configured for, never its hosts file: senders see DNS. Made anew for each
  // fetch, so that it has no memory (RFC 8461 §3.3 wants what is there, not what was).
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  deadline.holds(resolver, () => resolver.cancel());
  const lookup = (asked: Promise<string[]>) =>
    deadline.within<Family>(family(asked), STAGE_MS, () => ({ code: TIMEOUT }));
  const [v6, v4] = await Promise.all([lookup(resolver.resolve6(host)), lookup(resolver.resolve4(host))]);
  seen.elapsedMs = elapsedMs(start);
  seen.a = told(host, v4);
  seen.aaaa = told(host, v6);
  const refused = guard(refuseAddress);
  const classified = found(host, v6, v4).map((address) => ({ address, refused: refused(address) }));
  seen.addresses = classified.slice(0, MAX_RECORDED);
  const allowed = classified.filter(({ refused }) => refused === null).map(({ address }) => address);
  if (allowed.length === 0) throw nothingToDial(host, classified);
  return allowed.slice(0, MAX_DIALLED);
}

async function family(asked: Promise<string[]>): Promise<Family> {
  try {
    // Name servers turn the order from answer to answer; the same host should be tried the same way again.
    return { addresses: [...new Set(await asked)].sort(byNumber) };
  } catch (error) {
    const code = codeOf(error);
    return code === NO_DATA ? { addresses: [] } : { code };
  }
}

const OUTCOMES: Record<string, LookupOutcome> = {
  [NO_NAME]: "no-name",
  [TIMEOUT]: "timeout",
  ESERVFAIL: "servfail",
  EREFUSED: "refused",
};

/** How the lookup of one family ended. */
function told(host: string, family: Family): FamilyLookup {
  if ("addresses" in family) return { outcome: family.addresses.length === 0 ? "no-data" : "found" };
  return { outcome: OUTCOMES[family.code] ?? "failed", detail: lookupFailure(host, family.code).failure.detail };
}

/** Addresses of one family, as the numbers that they are. */
function byNumber(one: string, other: string): number {
  const [a, b] = [digits(one), digits(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** All parts of an address at their full width, so that texts compare as numbers do. */
function digits(address: string): string {
  if (!address.includes(":")) return address.replace(/\d+/g, (part) => part.padStart(3, "0"));
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/;
  const groups = address.replace(dotted, (_, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [head = [], tail = []] = groups.split("::").map((half) => half.split(":").filter((part) => part !== ""));
  const zeros = Array<string>(8 - head.length - tail.length).fill("0");
  return [...head, ...zeros, ...tail].map((part) => part.padStart(4, "0")).join(":");
}

/** One family that failed does not matter while the other one has addresses: senders would use those. */
function found(host: string, v6: Family, v4: Family): string[] {
  const addresses = interleave("code" in v6 ? [] : v6.addresses, "code" in v4 ? [] : v4.addresses);
  if (addresses.length > 0) return addresses;
  if ("code" in v6 && "code" in v4) {
    // Of two failures the one that says less for certain: NXDOMAIN counts only when both say so.
    throw lookupFailure(host, v6.code === NO_NAME ? v4.code : v6.code);
  }
  for (const family of [v6, v4]) if ("code" in family) throw lookupFailure(host, family.code);
  throw new StageFailure("dns-no-address", `${host} exists and has neither A nor AAAA records.`);
}

/** Families in turn, IPv6 first (RFC 8305 §4), so that one broken family costs one connection timeout, not all of them. */
function interleave(v6: string[], v4: string[]): string[] {
  const longest = Math.max(v6.length, v4.length);
  return Array.from({ length: longest }, (_, at) => [v6[at], v4[at]])
    .flat()
    .filter((address) => address !== undefined);
}

function lookupFailure(host: string, code: string): StageFailure {
  switch (code) {
    case TIMEOUT:
      return new StageFailure("dns-timeout", `No DNS answer for ${host} within ${words(STAGE_MS)}.`);
    case NO_NAME:
      return new StageFailure("dns-no-name", `The name ${host} does not exist (NXDOMAIN).`);
    case "ESERVFAIL":
      return new StageFailure(
        "dns-failed",
        `The name server answered SERVFAIL for ${host}: the zone is broken, unreachable or wrongly signed.`,
      );
    case "EREFUSED":
      return new StageFailure("dns-failed", `The name server refused to answer for ${host} (REFUSED).`);
    default:
      return new StageFailure("dns-failed", `The DNS lookup of ${host} failed: ${code || "no reason is known"}.`);
  }
}
