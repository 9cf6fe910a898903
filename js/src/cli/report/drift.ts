/** What has changed since the baseline. */

import { PART_UNSEEN, type Comparison } from "../baseline/compare.ts";
import { date } from "../../show/format.ts";
import { SEVERITY_LOOKS, type Style } from "../../show/text/style.ts";

export function driftLines(style: Style, { since, changes, isWhole, accepted }: Comparison): string[] {
  const heading = style.heading(`Since the baseline of ${date(since)}`);
  const count = accepted.size;
  const was = count === 1 ? "1 finding was there already and fails" : `${count} findings were there already and fail`;
  const tail = count === 0 ? [] : style.prose(`${was} no run.`, "    ", "dim");
  const unseen = isWhole ? [] : style.prose(PART_UNSEEN, "    ");
  if (changes.length === 0 && isWhole) return [heading, "    Nothing has changed.", ...tail];
  return [
    heading,
    ...changes.flatMap(({ severity, sentence, rfc }) =>
      style.marked("    ", style.mark(SEVERITY_LOOKS[severity], severity), (inner) =>
        style.prose(rfc === null ? sentence : `${sentence} (${rfc})`, inner),
      ),
    ),
    ...unseen,
    ...tail,
  ];
}
