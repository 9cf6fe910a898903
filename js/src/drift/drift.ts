/** What has changed between two checks of a domain, and what follows from it. Pure: a table in its test has every row. */

import { fileChanges, recordChanges } from "./announcement.ts";
import { certificateChanges } from "./certificate-changes.ts";
import type { Change } from "./change.ts";
import { mxHostChanges } from "./mx-changes.ts";
import { policyChanges } from "./policy-changes.ts";
import type { Seen } from "./seen.ts";
import type { DomainState } from "./state.ts";

function outcomeChanges(before: DomainState, after: DomainState): Change[] {
  if (before.outcome === after.outcome) return [];
  const sentence = `The verdict was \`${before.outcome}\` and is \`${after.outcome}\`.`;
  return [{ id: "outcome-changed", severity: "note", sentence, rfc: null }];
}

/**
 * Both of the same domain, `after` being the later one, of which this much could be looked at. `isAllowed` says of a host
 * whether the former policy allows it.
 */
export function drift(
  before: DomainState,
  after: DomainState,
  seen: Seen,
  isAllowed: (host: string) => boolean,
): Change[] {
  return [
    ...(seen.record ? recordChanges(before, after, seen) : []),
    ...(seen.policy ? [...fileChanges(before, after), ...policyChanges(before, after)] : []),
    ...(seen.mx ? mxHostChanges(before, after, isAllowed) : []),
    ...(seen.host ? certificateChanges(before, after) : []),
    ...(seen.whole ? outcomeChanges(before, after) : []),
  ];
}
