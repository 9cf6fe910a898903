/** Record and policy file: what senders notice of a change, and what they miss. */

import type { Change } from "./change.ts";
import type { Seen } from "./seen.ts";
import { NOT_KNOWN, type DomainState } from "./state.ts";
import { lastDay } from "./succession.ts";

/** Whether the domain had a record: an entry keeps the id of one that has gone, as long as its policy may be held. */
const isAnnounced = ({ id, outcome }: DomainState): boolean =>
  id !== null && outcome !== "not-announced" && outcome !== "undiscovered";

/** The record itself came or went. */
export function recordChanges(before: DomainState, after: DomainState, { lacksRecord }: Seen): Change[] {
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
function saysTheSame(before: DomainState, after: DomainState): boolean {
  const patterns = ({ mx }: DomainState): string => [...new Set(mx)].sort().join(" ");
  const isSame = before.mode === after.mode && before.maxAge === after.maxAge && patterns(before) === patterns(after);
  return after.mode !== null && isSame;
}

/** Whether both checks met the same file, byte for byte; `null` where nobody can tell. */
function isSameFile(before: DomainState, after: DomainState): boolean | null {
  const { policySha256: former } = before;
  const { policySha256: latter } = after;
  if (former === null || latter === null) return null;
  if (former !== NOT_KNOWN && latter !== NOT_KNOWN) return former === latter;
  // Without a hash, a file that says something else is another one; one that says the same may be either.
  const isRead = before.mode !== null && after.mode !== null;
  return isRead && !saysTheSame(before, after) ? false : null;
}

/** What an unchanged id hides of another policy, and from whom. */
function unnoticed(before: DomainState, after: DomainState): string {
  const until = lastDay(before, after);
  if (until === null) return "Senders learn of a new policy by its id, and look for none.";
  return `Senders learn of a new policy by its id: those that hold the former one may keep it until ${until}. postfix-tlspol and chasquid do not look at the id: the first keeps what it holds, 30 days at most, the other fetches the new one within about 10 minutes.`;
}

/** The file and the id changed, or one of them. */
export function fileChanges(before: DomainState, after: DomainState): Change[] {
  if (before.id === null || after.id === null) return [];
  const isSameId = before.id === after.id;
  const isSamePolicy = isSameFile(before, after);
  if (isSamePolicy === null) return [];
  if (isSameId && !isSamePolicy && saysTheSame(before, after)) {
    // Another verdict may come of the words alone: some senders stumble over what others read.
    const follows = before.outcome === after.outcome ? " Nothing follows." : "";
    const sentence = `The policy file has changed, and mode, \`max_age\` and patterns are the same; so is the id.${follows}`;
    return [{ id: "policy-reworded", severity: "note", sentence, rfc: null }];
  }
  if (isSameId && !isSamePolicy) {
    return [
      {
        id: "policy-changed-id-same",
        // "This string MUST uniquely identify a given instance of a policy" (RFC 8461 §3.1).
        severity: "error",
        sentence: `The policy file has changed, and the id is still \`${after.id}\`. ${unnoticed(before, after)} Change the id with every change of the file.`,
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
