/** The steps of a check, one line each or more where the sentence is long. */

import type { Report } from "../../types.ts";
import { elapsed } from "../format.ts";
import type { Style } from "./style.ts";
import { padEnd, width } from "./width.ts";
import { STEP_TITLES } from "../words.ts";

/** Columns that the title of a step takes. */
export const TITLE_WIDTH = 14;
/** Room for the time at the end of a line. */
const TIME_WIDTH = 8;

export function stepLines(style: Style, report: Report): string[] {
  const margin = " ".repeat(2 + style.markWidth + 1 + TITLE_WIDTH);
  return report.steps.flatMap((step) => {
    const lines = style.prose(step.summary, margin);
    const [first = ""] = lines;
    const head = `  ${style.mark(step.status)} ${padEnd(STEP_TITLES[step.id], TITLE_WIDTH)}`;
    const used = margin.length + width(step.summary.replaceAll("`", style.surface.colours ? "" : "`"));
    const gap = style.surface.columns - TIME_WIDTH - used;
    // A step that asked nothing took no time.
    const time =
      step.elapsedMs > 0 && lines.length === 1 && gap > 0
        ? " ".repeat(gap) + style.paint(elapsed(step.elapsedMs).padStart(TIME_WIDTH), "dim")
        : "";
    return [head + first.slice(margin.length) + time, ...lines.slice(1)];
  });
}
