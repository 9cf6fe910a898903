/** What a baseline keeps of a domain. */

import { createHash } from "node:crypto";

import type { Finding, Mode, Octets, Outcome, Report, StepStatus } from "../../types.ts";
import { findingKey } from "./finding-key.ts";

export interface State {
  /** The time of the check, in seconds since 1970-01-01T00:00:00Z. */
  checkedAt: number;
  outcome: Outcome;
  /** The id of the record that senders use; `null` for none. */
  id: string | null;
  /** SHA-256 of the policy file, in hexadecimal digits; `null` where none was served. */
  policySha256: string | null;
  /** Mode, `max_age` and `mx` of the policy; `null` where senders can use none. */
  mode: Mode | null;
  maxAge: number | null;
  mx: string[] | null;
  /** The MX hosts, sorted. */
  mxHosts: string[];
  /**
   * When a check first found no policy that senders can use; what is kept of the policy is then of an earlier check.
   * `null` where this check found it itself.
   */
  policyMissedAt: number | null;
  /** The first and the last second of the policy host's certificate; `null` where none was shown. */
  certificateNotBefore: number | null;
  certificateNotAfter: number | null;
  /** The findings, as `findingKey` names them, sorted; one that is there twice stands there twice. */
  findings: string[];
}

export const bytesOf = (octets: Octets): Buffer =>
  typeof octets === "string" ? Buffer.from(octets, "utf8") : Buffer.from(octets.hex, "hex");

export const findingsOf = (report: Report): Finding[] => report.steps.flatMap(({ findings }) => findings);

/** Whether a step could not be looked at: nobody answered, or a recording lacks the answer. */
export const isUnseen = (status: StepStatus): boolean => status === "inconclusive" || status === "pending";

/** Whether a step could not be looked at. Then the report says too little to be kept, or to be called fine. */
export function isInconclusive(report: Report): boolean {
  return !report.isComplete || report.steps.some(({ status }) => isUnseen(status));
}

/** The state that a report shows, as far as it could be looked at. */
export function stateOf(report: Report): State {
  const { record, fetch, policy, mx } = report.observed;
  const { response = null, failure = null, tls = null } = fetch.evidence ?? {};
  const isServed = response !== null && failure === null && response.status === 200;
  const used = policy?.policy ?? null;
  const [certificate = null] = tls?.certificates ?? [];
  return {
    checkedAt: report.checkedAt,
    outcome: report.outcome,
    id: record.record?.id ?? null,
    policySha256: isServed ? createHash("sha256").update(bytesOf(response.body)).digest("hex") : null,
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
