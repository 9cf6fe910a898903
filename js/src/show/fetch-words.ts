/** The words for what the evidence of a fetch says in names. */

import type { Connection, Decoding, FailureClass, LookupOutcome, Resolution } from "../types.ts";
import { duration, elapsed } from "./format.ts";

/** How the connection to an address failed. */
const NO_CONNECTION: Partial<Record<FailureClass, string>> = {
  "connect-refused": "connection refused",
  "connect-timeout": "no answer",
};

/** Why an address was not tested, which is no fault of it. */
const NOT_TESTED: Partial<Record<FailureClass, string>> = {
  "connect-unreachable": "no route from here",
  deadline: "no time was left for it",
};

/** What became of one address. */
export function met({ failure, handshake, used, elapsedMs }: Connection): string {
  const untested = NOT_TESTED[failure ?? handshake?.failure?.class ?? "tls-failed"];
  if (untested !== undefined) return `not tested: ${untested}`;
  if (failure !== null) return NO_CONNECTION[failure] ?? "no connection";
  const connected = `connected in ${elapsed(elapsedMs)}`;
  if (handshake === undefined) return connected;
  const role = used === true ? ", used for the fetch" : "";
  if (handshake.failure !== null) return `${connected}${role}, TLS failed: ${handshake.failure.detail}`;
  return `${connected}, TLS in ${elapsed(handshake.elapsedMs)}${role}`;
}

/** Whether senders that take this address meet a fault. */
export const isFaulty = ({ failure, handshake }: Connection): boolean => {
  const kind = failure ?? handshake?.failure?.class;
  return kind !== undefined && !(kind in NOT_TESTED);
};

const LOOKUP_WORDS: Record<LookupOutcome, string> = {
  found: "found",
  "no-data": "no such records (NODATA)",
  "no-name": "the name does not exist (NXDOMAIN)",
  servfail: "SERVFAIL",
  refused: "REFUSED",
  timeout: "no answer in time",
  failed: "no answer that can be used",
};

/** How the lookups of the fetch ended, family by family; `null` where that is not told. */
export function lookedUp({ a, aaaa }: Resolution): string | null {
  if (a === undefined || aaaa === undefined) return null;
  return `A ${LOOKUP_WORDS[a.outcome]}, AAAA ${LOOKUP_WORDS[aaaa.outcome]}`;
}

/** What came of decoding a body. */
export const DECODING_WORDS: Record<Decoding, string> = {
  done: "decoded here",
  unsupported: "not decoded: only gzip and deflate are",
  broken: "not decoded: the body is not of that encoding, or breaks off",
  "too-large": "not decoded: it is larger than 64 KiB",
};

/** That the helper answered from its memory. */
export const fetchedBefore = (age: number): string => `${duration(age)} ago, by the helper for an earlier check`;
