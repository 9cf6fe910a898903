/** Reports as JSON: one document for one domain, a line for each of several (JSON Lines), in the order given. */

import type { Comparison } from "../baseline/compare.ts";
import { problemOf } from "../domains.ts";
import { json } from "./json.ts";
import type { Result, Writer } from "./writer.ts";

const baselineOf = ({ since, changes, isWhole, accepted }: Comparison) => ({
  since,
  changes,
  isWhole,
  accepted: [...accepted].map(({ id }) => id),
});

/** A report as the package gives it, and beside it what only the command knows. A domain without report has `error`. */
function value({ entry, report, comparison, notes, unmet }: Result): object {
  if (report === null) {
    const { input, at } = entry;
    return { input, line: at?.line ?? null, error: notes[0] ?? problemOf(entry) };
  }
  return {
    ...report,
    ...(comparison !== null && { baseline: baselineOf(comparison) }),
    ...(unmet !== null && { unmet }),
  };
}

export function jsonWriter(write: (text: string) => void, isSingle: boolean): Writer {
  return {
    add: (result) => write(`${json(value(result), isSingle ? 2 : 0)}\n`),
    end: () => undefined,
  };
}
