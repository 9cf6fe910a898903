/** The steps of a check that runs. */

import type { Report } from "../../types.ts";
import { elapsed } from "../../show/format.ts";
import { TITLE_WIDTH } from "../../show/text/steps.ts";
import type { Style } from "../../show/text/style.ts";
import { cut, padEnd } from "../../show/text/width.ts";
import { visible } from "../../show/visible.ts";
import { STEP_TITLES } from "../../show/words.ts";

/** While answers are missing: each on one line, the time running. */
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
