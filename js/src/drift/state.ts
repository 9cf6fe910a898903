/** What is worth keeping of a check. */

import { bytesOf } from "../octets.ts";
import type { Finding, Mode, Octets, Outcome, Report } from "../types.ts";
import { findingKey } from "./finding-key.ts";
import { isInconclusive } from "./seen.ts";
import { succeed } from "./succession.ts";

/** What is kept of a domain between two checks: JSON as it is. */
export interface DomainState {
  /** The time of the check, in seconds since 1970-01-01T00:00:00Z. */
  checkedAt: number;
  /** The verdict, for programs. */
  outcome: Outcome;
  /** The id of the record that senders use; `null` for none. */
  id: string | null;
  /**
   * SHA-256 of the policy file, in hexadecimal digits; `null` where none was served; `"not-known"` where one was and it
   * could not be computed: a page that came over plain HTTP has no `crypto.subtle`.
   */
  policySha256: string | null;
  /** The mode of the policy; `null` where senders can use none. */
  mode: Mode | null;
  /** Its `max_age`, in seconds; `null` where senders can use none. */
  maxAge: number | null;
  /** Its `mx` patterns; `null` where senders can use none. */
  mx: string[] | null;
  /** The MX hosts, sorted. */
  mxHosts: string[];
  /**
   * When a check first found no policy that senders can use, or no record that announces it, in seconds since
   * 1970-01-01T00:00:00Z. Id and policy are then of an earlier check. `null` where this check found them itself.
   */
  policyMissedAt: number | null;
  /** The first second of the policy host's certificate, since 1970-01-01T00:00:00Z; `null` where none was shown. */
  certificateNotBefore: number | null;
  /** The last second of the policy host's certificate, since 1970-01-01T00:00:00Z; `null` where none was shown. */
  certificateNotAfter: number | null;
  /**
   * The findings, sorted: of each the id, and the names and values that its sentence quotes. One that is there twice
   * stands there twice.
   */
  findings: string[];
}

/** In place of a hash that could not be computed. */
export const NOT_KNOWN = "not-known";

export const findingsOf = (report: Report): Finding[] => report.steps.flatMap(({ findings }) => findings);

async function sha256(body: Octets): Promise<string> {
  // There in secure contexts only, whatever the types say.
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) return NOT_KNOWN;
  const digest = new Uint8Array(await subtle.digest("SHA-256", bytesOf(body)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The state that a report shows, as far as it could be looked at. */
export async function shownState(report: Report): Promise<DomainState> {
  const { record, fetch, policy, mx } = report.observed;
  const { response = null, failure = null, tls = null } = fetch.evidence ?? {};
  const isServed = response !== null && failure === null && response.status === 200;
  // A text that was given is no policy that anybody was served.
  const used = fetch.state === "given" ? null : (policy?.policy ?? null);
  const [certificate = null] = tls?.certificates ?? [];
  return {
    checkedAt: report.checkedAt,
    outcome: report.outcome,
    id: record.record?.id ?? null,
    policySha256: isServed ? await sha256(response.body) : null,
    mode: used?.mode ?? null,
    maxAge: used?.maxAge ?? null,
    mx: used?.mx ?? null,
    policyMissedAt: null,
    mxHosts: mx.hosts.map(({ host }) => host).sort(),
    certificateNotBefore: certificate?.notBefore ?? null,
    certificateNotAfter: certificate?.notAfter ?? null,
    findings: findingsOf(report).map(findingKey).sort(),
  };
}

/**
 * What to keep of a domain after a check; `before` is what was kept until then. Where not all of it could be looked at, that
 * stays (`null` where there is none), or the next check would take for a change what only was not seen. Where senders can no
 * longer get the policy, id and policy stay as long as one of them may hold it.
 *
 * ```js
 * const resolvers = [RESOLVERS.cloudflare];
 * const report = await replay({ name: "", domain: "example.com", now: 1_800_000_000, resolvers, answers: {} });
 * console.log(report.isComplete, await stateOf(report)); // false null
 * ```
 */
export async function stateOf(report: Report, before: DomainState | null = null): Promise<DomainState | null> {
  return isInconclusive(report) ? before : succeed(before, await shownState(report));
}
