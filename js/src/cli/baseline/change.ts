/** One change between two checks of a domain. */

import type { Severity } from "../../types.ts";

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

export interface Change {
  id: ChangeId;
  severity: Severity;
  /** What changed and what follows, in one to three sentences. */
  sentence: string;
  /** The section it rests on; `null` for what only is said. */
  rfc: string | null;
}
