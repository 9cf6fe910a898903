/** The steps of a check, one line each or more where the sentence is long. */

import type { Report } from "../../types.ts";
import { elapsed } from "../../show/format.ts";
import type { Style } from "../terminal/style.ts";
import { cut, padEnd, width } from "../terminal/width.ts";
import { visible } from "../../show/visible.ts";
import { STEP_TITLES } from "../../show/words.ts";

const TITLE_WIDTH = 14;
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

/** The same while answers are missing: each on one line, the time running. */
export function liveLines(
  style: Style,
  report: Report | null,
  domain: string,
  spinner: string,
  elapsedMs: number,
): string[] {
  const room = style.surface.columns - 2 - 2 - TITLE_WIDTH;
  const time = elapsed(elapsedMs);
  const title = cut(visible(domain), style.surface.columns - time.length - 2);
  const head = `${style.paint(title, "bold")}  ${style.paint(time, "dim")}`;
  const steps = (report?.steps ?? []).map((step) => {
    const mark = step.status === "pending" ? style.paint(spinner, "cyan") : style.mark(step.status);
    const summary = cut(visible(step.summary), room);
    return `  ${mark} ${padEnd(STEP_TITLES[step.id], TITLE_WIDTH)}${step.status === "pending" ? style.paint(summary, "dim") : summary}`;
  });
  return [head, "", ...steps];
}
