/** Where mail goes, and whether the former policy lets it go there. */

import type { Change } from "./change.ts";
import { list, missingFrom } from "./names.ts";
import type { DomainState } from "./state.ts";
import { lastDay } from "./succession.ts";

/** What senders that hold the former policy do with new hosts that it does not allow (RFC 8461 §4.1, §5). */
function heldBack(before: DomainState, after: DomainState, hosts: readonly string[]): string {
  const until = lastDay(before, after);
  if (hosts.length === 0 || until === null || before.mode === "none") return "";
  const who = ` The former policy (mode ${before.mode}) does not allow ${list(hosts)}: senders that hold it, at the latest until ${until},`;
  return before.mode === "testing"
    ? `${who} deliver there and report it.`
    : `${who} deliver there only when they have fetched one that does.`;
}

export function mxHostChanges(before: DomainState, after: DomainState, isAllowed: (host: string) => boolean): Change[] {
  const changes: Change[] = [];
  const added = missingFrom(after.mxHosts, before.mxHosts);
  const removed = missingFrom(before.mxHosts, after.mxHosts);
  if (added.length > 0) {
    const refused = heldBack(
      before,
      after,
      added.filter((host) => !isAllowed(host)),
    );
    const sentence = `New mail servers: ${list(added)}.${refused}`;
    // How bad that is, the report itself says; only what was not so before is told here.
    changes.push({ id: "mx-hosts-added", severity: "note", sentence, rfc: refused === "" ? null : "RFC 8461 §5" });
  }
  if (removed.length > 0) {
    const sentence = `No longer mail servers: ${list(removed)}.`;
    changes.push({ id: "mx-hosts-removed", severity: "note", sentence, rfc: null });
  }
  return changes;
}
