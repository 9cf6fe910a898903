/**
 * What the ways to fetch a policy file without a helper share. Each gives the evidence that the helper would give
 * (`crates/core/src/evidence.rs`): facts only, the core judges.
 */

import type { PolicyFetch } from "../types.ts";

/** How to fetch. */
export interface PolicyFetchOptions {
  /** Ends the fetch: the promise rejects with the signal's reason, and every socket is closed. */
  signal?: AbortSignal | undefined;
  /** The longest that the whole fetch may take, in milliseconds. Default: 20000. */
  timeoutMs?: number | undefined;
  /** Why an address is never dialled; nothing when it may be. The WebAssembly module's `refuseAddress`. */
  refuseAddress: (address: string) => string | undefined;
  /** Sends the request, where the fetch goes through one. Default: the platform’s own. */
  fetch?: typeof globalThis.fetch | undefined;
}

/**
 * Fetches the policy file of a policy domain, which is given in A-labels and was read by the core before.
 *
 * What goes wrong at the policy host is in the evidence. The promise rejects when nobody could look, and when it is
 * aborted.
 */
export type PolicyFetcher = (domain: string, options: PolicyFetchOptions) => Promise<PolicyFetch>;

/** RFC 8461 §3.2: the only path there is. */
export const PATH = "/.well-known/mta-sts.txt";

/** RFC 8461 §3.3 suggests one minute for the whole; a person waits for this one, so it is shorter. */
export const TOTAL_MS = 20_000;

/** The evidence of a fetch of which nothing is known but when it began. */
export function begin(domain: string): PolicyFetch {
  const policyHost = `mta-sts.${domain}`;
  return {
    policyHost,
    url: `https://${policyHost}${PATH}`,
    startedAt: Math.floor(Date.now() / 1000),
    resolution: { addresses: [], elapsedMs: 0 },
    connections: [],
    tls: null,
    response: null,
    failure: null,
    elapsedMs: 0,
  };
}

/** Whole milliseconds since a time of `performance.now()`. */
export function elapsedMs(start: number): number {
  return Math.floor(performance.now() - start);
}
