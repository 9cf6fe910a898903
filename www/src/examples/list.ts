/** The examples, in the order in which they stand, and what each of them comes to. */

import type { Outcome } from "../../../js/src/browser.ts";

export const EXAMPLES = {
  healthy: "protected",
  testing: "testing",
  "missing-file": "policy-unavailable",
  "wrong-certificate": "policy-unavailable",
  "same-id": "protected",
  "microsoft-365": "mail-at-risk",
  "web-page": "policy-unusable",
  "media-type": "senders-differ",
  "no-answer": "inconclusive",
  nothing: "not-announced",
} as const satisfies Record<string, Outcome>;

export type ExampleName = keyof typeof EXAMPLES;
