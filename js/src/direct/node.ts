/**
 * Fetches policy files in Node, stage after stage, as `crates/net` does for the helper: resolve, connect, shake hands,
 * ask.
 *
 * One GET per fetch, to one URL, over one connection to an address that `refuseAddress` lets pass and that is not this
 * machine's own. The other addresses are tried beside it as far as the TLS handshake, and nothing is sent to them. Nothing is
 * cached between fetches (RFC 8461 §3.3), no proxy variables are honoured, no redirect is followed, and without an accepted
 * certificate no request is sent.
 */

import type { PolicyFetch } from "../types.ts";
import { TOTAL_MS, begin, elapsedMs, type PolicyFetchOptions, type PolicyFetcher } from "./fetcher.ts";
import { attempt, choose } from "./node/attempt.ts";
import { Deadline } from "./node/deadline.ts";
import { StageFailure } from "./node/failure.ts";
import { get } from "./node/http.ts";
import { resolve } from "./node/resolve.ts";

/** Fetches the policy file of a policy domain and writes down everything on the way. */
export const fetchPolicy: PolicyFetcher = async (domain, options) => {
  const { signal, timeoutMs = TOTAL_MS } = options;
  signal?.throwIfAborted();
  const start = performance.now();
  const seen = begin(domain);
  const deadline = new Deadline(seen.policyHost, timeoutMs, signal);
  try {
    await stages(seen, deadline, options);
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    seen.failure = error.failure;
  } finally {
    deadline.end();
  }
  seen.elapsedMs = elapsedMs(start);
  return seen;
};

/** Each stage writes down what it saw as it goes, so a deadline loses nothing of those that had ended. */
async function stages(seen: PolicyFetch, deadline: Deadline, options: PolicyFetchOptions): Promise<void> {
  const host = seen.policyHost;
  const addresses = await resolve(host, options.refuseAddress, deadline, seen.resolution);
  const attempts = addresses.map((address) => attempt(address, host, deadline));
  // The first one that rejects, because the fetch was aborted, is waited for; the others need not be.
  for (const pending of attempts) pending.catch(() => {});
  const { tls, outcome } = await choose(attempts, deadline, seen.connections);
  seen.tls = tls;
  try {
    if (outcome instanceof StageFailure) throw outcome;
    await get(outcome, host, deadline, seen);
  } finally {
    const others = await Promise.all(attempts.slice(seen.connections.length));
    seen.connections.push(...others.map(({ connection }) => connection));
  }
}
