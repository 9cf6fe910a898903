/** What the policy says: mode, `max_age`, patterns. */

import type { Change } from "./change.ts";
import { list, missingFrom } from "./names.ts";
import type { DomainState } from "./state.ts";
import { lastDay } from "./succession.ts";

const STRENGTH = { none: 0, testing: 1, enforce: 2 } as const;

function modeChanges(before: DomainState, after: DomainState): Change[] {
  if (before.mode === null || after.mode === null || before.mode === after.mode) return [];
  const was = `The mode was \`${before.mode}\` and is \`${after.mode}\`.`;
  const rfc = "RFC 8461 §5";
  const until = lastDay(before, after);
  const held = until === null ? "" : ` Senders that hold the former policy may go by it until ${until}.`;
  if (STRENGTH[after.mode] > STRENGTH[before.mode]) {
    return [{ id: "mode-strengthened", severity: "note", sentence: `${was}${held}`, rfc }];
  }
  if (after.mode !== "none") {
    const sentence = `${was} Mail is less protected than before.${held}`;
    return [{ id: "mode-weakened", severity: "error", sentence, rfc }];
  }
  // The way to take MTA-STS away (RFC 8461 §8.3): whether that is meant, nobody can see.
  const latest = until === null ? "" : `, at the latest on ${until}`;
  const sentence = `${was} That is how MTA-STS is taken away: serve mode none until the former policy has expired everywhere${latest}. Only then remove the record.`;
  return [{ id: "mode-weakened", severity: "warning", sentence, rfc: "RFC 8461 §8.3" }];
}

export function policyChanges(before: DomainState, after: DomainState): Change[] {
  if (before.mode === null || after.mode === null) return [];
  const changes = modeChanges(before, after);
  const until = lastDay(before, after);
  if (before.maxAge !== null && after.maxAge !== null && after.maxAge < before.maxAge) {
    const held = until === null ? "" : ` Those that hold the former one may keep it until ${until}.`;
    changes.push({
      id: "max-age-shortened",
      severity: "warning",
      sentence: `\`max_age\` was ${before.maxAge} seconds and is ${after.maxAge}: senders forget the policy sooner.${held}`,
      rfc: "RFC 8461 §3.2",
    });
  }
  const added = missingFrom(after.mx ?? [], before.mx ?? []);
  const removed = missingFrom(before.mx ?? [], after.mx ?? []);
  if (added.length > 0) {
    const held =
      until === null
        ? ""
        : ` Senders that hold the former policy, at the latest until ${until}, do not know of it before they fetch the new one.`;
    const sentence = `New in the policy: ${list(added)}.${held}`;
    changes.push({ id: "patterns-added", severity: "note", sentence, rfc: "RFC 8461 §4.1" });
  }
  if (removed.length > 0) {
    const held = until === null ? "" : ` Senders that hold the former policy may deliver there until ${until}.`;
    const sentence = `No longer in the policy: ${list(removed)}.${held}`;
    changes.push({ id: "patterns-removed", severity: "note", sentence, rfc: "RFC 8461 §4.1" });
  }
  return changes;
}
