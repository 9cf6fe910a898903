/** What the formats have in common: they are handed one result after the other, in order, and then told that it was the last. */

import type { Report } from "../../types.ts";
import type { Comparison } from "../baseline/compare.ts";
import type { Entry } from "../domains.ts";

/** What came of one domain. */
export interface Result {
  entry: Entry;
  /** `null` when the input is no domain, or the check could not run; then `notes` say why. */
  report: Report | null;
  comparison: Comparison | null;
  /** Sentences about this domain that the report does not have. */
  notes: string[];
  /** Why `--require` is not met; `null` where it is. */
  unmet: string | null;
}

export interface Writer {
  add(result: Result): void;
  end(): void;
}
