/** A certificate of the policy host that is the same as before, and was likely meant to be renewed by now. */

import { date, daysUntil } from "../show/format.ts";
import type { Change } from "./change.ts";
import type { DomainState } from "./state.ts";

const DAY = 86_400;
/** A certificate is renewed by the last third of its time, and a long one three weeks before its end. */
const RENEWAL_DAYS = 21;

export function certificateChanges(before: DomainState, after: DomainState): Change[] {
  const { certificateNotAfter: ends, certificateNotBefore: begins, checkedAt } = after;
  if (ends === null || ends !== before.certificateNotAfter) return [];
  const third = begins === null ? Infinity : (ends - begins) / 3;
  const secondsLeft = ends - checkedAt;
  if (secondsLeft < 0 || secondsLeft >= Math.min(third, RENEWAL_DAYS * DAY)) return [];
  const days = daysUntil(ends, checkedAt);
  const left = days === 1 ? "1 day" : `${days} days`;
  return [
    {
      id: "certificate-not-renewed",
      severity: "warning",
      sentence: `The policy host still has the certificate that ends on ${date(ends)}, in ${left}. After that day no sender can fetch the policy.`,
      rfc: "RFC 8461 §3.3",
    },
  ];
}
