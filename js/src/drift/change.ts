/** What has changed between two checks of a domain. */

import type { Severity } from "../types.ts";

/** The kinds of changes. */
export type ChangeId =
  | "record-gone"
  | "record-new"
  | "policy-changed-id-same"
  | "policy-reworded"
  | "id-changed-policy-same"
  | "mode-weakened"
  | "mode-strengthened"
  | "max-age-shortened"
  | "patterns-added"
  | "patterns-removed"
  | "mx-hosts-added"
  | "mx-hosts-removed"
  | "certificate-not-renewed"
  | "outcome-changed";

/** One change between two checks of a domain. */
export interface Change {
  /** Which kind of change. */
  id: ChangeId;
  /** How much it matters. */
  severity: Severity;
  /** What changed and what follows, in a few sentences; what stands between backticks is a name or a value. */
  sentence: string;
  /** The section it rests on; `null` for what only is said. */
  rfc: string | null;
}

/** What has changed since a state was kept. */
export interface Changes {
  /** Each change, in the order a sender meets it. */
  changes: Change[];
  /** All of the domain could be looked at, and so compared. Else an empty list does not mean that all is as it was. */
  isWhole: boolean;
}
