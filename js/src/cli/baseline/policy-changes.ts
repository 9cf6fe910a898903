/** What the policy says: mode, `max_age`, patterns. */

import type { Change } from "./change.ts";
import { list, missingFrom } from "./names.ts";
import type { State } from "./state.ts";
import { lastDay } from "./succession.ts";

const STRENGTH = { none: 0, testing: 1, enforce: 2 } as const;

function modeChanges(before: State, after: State): Change[] {
  if (before.mode === null || after.mode === null || before.mode === after.mode) return [];
  const was = `The mode was \`${before.mode}\` and is \`${after.mode}\`.`;
  const rfc = "RFC 8461 §5";
  if (STRENGTH[after.mode] > STRENGTH[before.mode]) {
    return [{ id: "mode-strengthened", severity: "note", sentence: was, rfc }];
  }
  if (after.mode !== "none") {
    const sentence = `${was} Mail is less protected than before.`;
    return [{ id: "mode-weakened", severity: "error", sentence, rfc }];
  }
  // The way to take MTA-STS away (RFC 8461 §8.3): whether that is meant, nobody can see.
  const until = lastDay(before, after);
  const latest = until === null ? "" : `, at the latest on ${until}`;
  const sentence = `${was} That is how MTA-STS is taken away: serve mode none until the former policy has expired everywhere${latest}. Only then remove the record.`;
  return [{ id: "mode-weakened", severity: "warning", sentence, rfc: "RFC 8461 §8.3" }];
}

export function policyChanges(before: State, after: State): Change[] {
  if (before.mode === null || after.mode === null) return [];
  const changes = modeChanges(before, after);
  if (before.maxAge !== null && after.maxAge !== null && after.maxAge < before.maxAge) {
    const until = lastDay(before, after);
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
    const sentence = `New in the policy: ${list(added)}. Senders that hold the former policy do not know of it until they fetch the new one.`;
    changes.push({ id: "patterns-added", severity: "note", sentence, rfc: "RFC 8461 §4.1" });
  }
  if (removed.length > 0) {
    const sentence = `No longer in the policy: ${list(removed)}.`;
    changes.push({ id: "patterns-removed", severity: "note", sentence, rfc: "RFC 8461 §4.1" });
  }
  return changes;
}
