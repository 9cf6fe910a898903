/** What has changed between two checks of a domain, and what follows from it. Pure: a table in its test has every row. */

import { date } from "../../show/format.ts";
import type { Change } from "./change.ts";
import type { State } from "./state.ts";

/** A certificate that is the same as before and ends within so many days was likely meant to be renewed by now. */
const RENEWAL_DAYS = 21;
const STRENGTH = { none: 0, testing: 1, enforce: 2 } as const;

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");
const missingFrom = (all: readonly string[], others: readonly string[]): string[] =>
  all.filter((name) => !others.includes(name));

/** Until when a sender may hold what was served before: it may have fetched it up to the moment of the later check. */
function heldUntil(before: State, after: State): string {
  return date(after.checkedAt + (before.maxAge ?? 0));
}

/** Whether the file says the same in other words, or with other line ends: then a sender that keeps it misses nothing. */
function saysTheSame(before: State, after: State): boolean {
  const patterns = ({ mx }: State): string => (mx ?? []).toSorted().join(" ");
  const isSame = before.mode === after.mode && before.maxAge === after.maxAge && patterns(before) === patterns(after);
  return after.mode !== null && isSame;
}

/** Record and policy text: what senders notice of a change, and what they miss. */
function announcement(before: State, after: State): Change[] {
  if (before.id !== null && after.id === null && after.outcome === "not-announced") {
    const held =
      before.mode === null || before.mode === "none"
        ? ""
        : ` Senders that hold the policy (mode ${before.mode}) go by it until at the latest ${heldUntil(before, after)}.`;
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
  if (before.id === null && after.id !== null) {
    const sentence = `A record announces MTA-STS now, with id \`${after.id}\`.`;
    return [{ id: "record-new", severity: "note", sentence, rfc: null }];
  }
  if (before.id === null || after.id === null || before.policySha256 === null || after.policySha256 === null) return [];
  const isSameId = before.id === after.id;
  const isSamePolicy = before.policySha256 === after.policySha256;
  if (isSameId && !isSamePolicy && saysTheSame(before, after)) {
    const sentence = `The policy file has changed, and mode, \`max_age\` and patterns are the same; so is the id. Nothing follows.`;
    return [{ id: "policy-reworded", severity: "note", sentence, rfc: null }];
  }
  if (isSameId && !isSamePolicy) {
    const held =
      before.mode === null
        ? "Senders learn of a new policy by its id, and look for none."
        : `Senders learn of a new policy by its id: those that hold the former one may keep it until ${heldUntil(before, after)}.`;
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

/** What the policy says. */
function policy(before: State, after: State): Change[] {
  if (before.mode === null || after.mode === null) return [];
  const changes: Change[] = [];
  if (before.mode !== after.mode) {
    const isWeaker = STRENGTH[after.mode] < STRENGTH[before.mode];
    changes.push({
      id: isWeaker ? "mode-weakened" : "mode-strengthened",
      severity: isWeaker ? "warning" : "note",
      sentence: `The mode was \`${before.mode}\` and is \`${after.mode}\`.${isWeaker ? " Mail is less protected than before." : ""}`,
      rfc: "RFC 8461 §5",
    });
  }
  if (before.maxAge !== null && after.maxAge !== null && after.maxAge < before.maxAge) {
    changes.push({
      id: "max-age-shortened",
      severity: "warning",
      sentence: `\`max_age\` was ${before.maxAge} seconds and is ${after.maxAge}: senders forget the policy sooner. Those that hold the former one may keep it until ${heldUntil(before, after)}.`,
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

/** What stands around it: mail servers, the certificate of the policy host, the verdict. */
function surroundings(before: State, after: State): Change[] {
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
  const ends = after.certificateNotAfter;
  const daysLeft = ends === null ? null : Math.floor((ends - after.checkedAt) / 86_400);
  if (
    ends !== null &&
    daysLeft !== null &&
    ends === before.certificateNotAfter &&
    daysLeft >= 0 &&
    daysLeft < RENEWAL_DAYS
  ) {
    const left = daysLeft === 1 ? "1 day" : `${daysLeft} days`;
    changes.push({
      id: "certificate-not-renewed",
      severity: "warning",
      sentence: `The policy host still has the certificate that ends on ${date(ends)}, in ${left}. After that day no sender can fetch the policy.`,
      rfc: "RFC 8461 §3.3",
    });
  }
  if (before.outcome !== after.outcome) {
    const sentence = `The verdict was \`${before.outcome}\` and is \`${after.outcome}\`.`;
    changes.push({ id: "outcome-changed", severity: "note", sentence, rfc: null });
  }
  return changes;
}

/** Both of the same domain, `after` being the later one. */
export function drift(before: State, after: State): Change[] {
  return [...announcement(before, after), ...policy(before, after), ...surroundings(before, after)];
}
