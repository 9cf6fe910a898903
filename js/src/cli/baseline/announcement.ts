/** Record and policy file: what senders notice of a change, and what they miss. */

import type { Change } from "./change.ts";
import type { Seen } from "./seen.ts";
import type { State } from "./state.ts";
import { lastDay } from "./succession.ts";

/** Whether the domain had a record: an entry keeps the id of one that has gone, as long as its policy may be held. */
const isAnnounced = ({ id, outcome }: State): boolean =>
  id !== null && outcome !== "not-announced" && outcome !== "undiscovered";

/** The record itself came or went. */
export function recordChanges(before: State, after: State, { lacksRecord }: Seen): Change[] {
  if (isAnnounced(before) && lacksRecord) {
    const until = before.mode === "none" ? null : lastDay(before, after);
    const held =
      until === null
        ? ""
        : ` Senders that hold the policy (mode ${before.mode}) go by it until at the latest ${until}.`;
    return [
      {
        id: "record-gone",
        // Only after mode none has been served for as long as the policy is held may the record go (RFC 8461 §8.3).
        severity: before.mode === "none" ? "note" : "error",
        sentence: `The record announced MTA-STS with id \`${before.id}\`, and now there is none.${held}`,
        rfc: "RFC 8461 §8.3",
      },
    ];
  }
  if (!isAnnounced(before) && after.id !== null) {
    const sentence = `A record announces MTA-STS now, with id \`${after.id}\`.`;
    return [{ id: "record-new", severity: "note", sentence, rfc: null }];
  }
  return [];
}

/** Whether the file says the same in other words, or with other line ends: then a sender that keeps it misses nothing. */
function saysTheSame(before: State, after: State): boolean {
  const patterns = ({ mx }: State): string => [...new Set(mx)].sort().join(" ");
  const isSame = before.mode === after.mode && before.maxAge === after.maxAge && patterns(before) === patterns(after);
  return after.mode !== null && isSame;
}

/** The file and the id changed, or one of them. */
export function fileChanges(before: State, after: State): Change[] {
  if (before.id === null || after.id === null || before.policySha256 === null || after.policySha256 === null) return [];
  const isSameId = before.id === after.id;
  const isSamePolicy = before.policySha256 === after.policySha256;
  if (isSameId && !isSamePolicy && saysTheSame(before, after)) {
    // Another verdict may come of the words alone: some senders stumble over what others read.
    const follows = before.outcome === after.outcome ? " Nothing follows." : "";
    const sentence = `The policy file has changed, and mode, \`max_age\` and patterns are the same; so is the id.${follows}`;
    return [{ id: "policy-reworded", severity: "note", sentence, rfc: null }];
  }
  if (isSameId && !isSamePolicy) {
    const until = lastDay(before, after);
    const held =
      until === null
        ? "Senders learn of a new policy by its id, and look for none."
        : `Senders learn of a new policy by its id: those that hold the former one may keep it until ${until}.`;
    return [
      {
        id: "policy-changed-id-same",
        // "This string MUST uniquely identify a given instance of a policy" (RFC 8461 §3.1).
        severity: "error",
        sentence: `The policy file has changed, and the id is still \`${after.id}\`. ${held} Change the id with every change of the file.`,
        rfc: "RFC 8461 §3.1",
      },
    ];
  }
  if (!isSameId && isSamePolicy) {
    const sentence = `The id was \`${before.id}\` and is \`${after.id}\`, and the policy file is the same. Senders fetch it once more; nothing else follows.`;
    return [{ id: "id-changed-policy-same", severity: "note", sentence, rfc: "RFC 8461 §3.1" }];
  }
  return [];
}
