/** What has changed between two checks of a domain, and what follows from it. Pure: a table in its test has every row. */

import { date } from "../../show/format.ts";
import { fileChanges, recordChanges } from "./announcement.ts";
import type { Change } from "./change.ts";
import { list, missingFrom } from "./names.ts";
import { policyChanges } from "./policy-changes.ts";
import type { Seen } from "./seen.ts";
import type { State } from "./state.ts";

const DAY = 86_400;
/** A certificate is renewed by the last third of its time, and a long one three weeks before its end. */
const RENEWAL_DAYS = 21;

function mxHostChanges(before: State, after: State): Change[] {
  const changes: Change[] = [];
  const added = missingFrom(after.mxHosts, before.mxHosts);
  const removed = missingFrom(before.mxHosts, after.mxHosts);
  if (added.length > 0) {
    changes.push({ id: "mx-hosts-added", severity: "note", sentence: `New mail servers: ${list(added)}.`, rfc: null });
  }
  if (removed.length > 0) {
    const sentence = `No longer mail servers: ${list(removed)}.`;
    changes.push({ id: "mx-hosts-removed", severity: "note", sentence, rfc: null });
  }
  return changes;
}

/** A certificate that is the same as before, and was likely meant to be renewed by now. */
function certificateChanges(before: State, after: State): Change[] {
  const { certificateNotAfter: ends, certificateNotBefore: begins, checkedAt } = after;
  if (ends === null || ends !== before.certificateNotAfter) return [];
  const third = begins === null ? Infinity : (ends - begins) / 3;
  const secondsLeft = ends - checkedAt;
  if (secondsLeft < 0 || secondsLeft >= Math.min(third, RENEWAL_DAYS * DAY)) return [];
  const days = Math.floor(secondsLeft / DAY);
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

function outcomeChanges(before: State, after: State): Change[] {
  if (before.outcome === after.outcome) return [];
  const sentence = `The verdict was \`${before.outcome}\` and is \`${after.outcome}\`.`;
  return [{ id: "outcome-changed", severity: "note", sentence, rfc: null }];
}

/** Both of the same domain, `after` being the later one, of which this much could be looked at. */
export function drift(before: State, after: State, seen: Seen): Change[] {
  return [
    ...(seen.record ? recordChanges(before, after, seen) : []),
    ...(seen.policy ? [...fileChanges(before, after), ...policyChanges(before, after)] : []),
    ...(seen.mx ? mxHostChanges(before, after) : []),
    ...(seen.host ? certificateChanges(before, after) : []),
    ...(seen.whole ? outcomeChanges(before, after) : []),
  ];
}
