/** A finding as people read it: what was seen, what follows, what to do, and what that rests on. */

import type { Finding } from "../../types.ts";
import { BASIS_WORDS, remarks } from "../phrases.ts";
import { SEVERITY_LOOKS, type Style } from "./style.ts";
import { excerpt } from "./excerpt.ts";

const LABEL_WIDTH = 7;

export interface FindingContext {
  /** The text that the finding's place is in; `null` where it is not at hand. */
  bytes: Uint8Array | null;
  /** It was in the baseline already. */
  isAccepted: boolean;
}

export function findingLines(style: Style, finding: Finding, { bytes, isAccepted }: FindingContext): string[] {
  const look = SEVERITY_LOOKS[finding.severity];
  const margin = " ".repeat(4);
  const notes = [...remarks(finding), ...(isAccepted ? ["accepted: in the baseline"] : [])];
  const sign = style.surface.redraws ? style.sign(look) : "";
  const head = style.row("  ", [
    ...(sign === "" ? [] : [[`${sign} `, style.colourOf(look)] as const]),
    [`${finding.id}  `, "bold", style.colourOf(look)],
    ...notes.map((note, index) => [index === notes.length - 1 ? note : `${note}, `, "dim"] as const),
  ]);
  return [
    ...head,
    ...(bytes === null || finding.location === null ? [] : excerpt(style, bytes, finding.location, margin)),
    ...style.labelled("saw", finding.saw, margin, LABEL_WIDTH),
    ...style.labelled("means", finding.consequence, margin, LABEL_WIDTH),
    ...style.labelled("fix", finding.fix, margin, LABEL_WIDTH, "bold"),
    ...style.labelled(
      "see",
      `${finding.rfc} (${BASIS_WORDS[finding.basis]}) ${finding.rfcUrl}`,
      margin,
      LABEL_WIDTH,
      "dim",
    ),
  ];
}

/** A finding in a line or two: where nothing needs to be done, what was seen is enough. */
export function briefFindingLines(style: Style, { id, severity, saw, rfc }: Finding): string[] {
  return style.prose(`${id}  ${severity}: ${saw} (${rfc})`, "  ");
}
