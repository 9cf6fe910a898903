/** On which of the days of all reports a failure was seen: small, beside its figures. */

import type { SessionShare } from "../../../js/src/browser.ts";
import { dayNumber, ratio } from "./figures.ts";
import type { Period } from "./period.ts";
import { svg } from "./svg.ts";

const WIDTH = 240;
const HEIGHT = 28;

/** Decorative: first and last day and the count stand beside it. */
export function sparkline(days: readonly SessionShare[], { first, last }: Period): SVGSVGElement {
  const [from, to] = [dayNumber(first), dayNumber(last)];
  const most = days.reduce((most, { sessions }) => Math.max(most, Number(sessions)), 1);
  const step = WIDTH / Math.max(1, to - from + 1);
  const wide = Math.max(1.5, step - 0.5);
  const path = days
    .map(({ name, sessions }) => {
      const day = dayNumber(name ?? "");
      if (!(day >= from && day <= to)) return "";
      const x = Math.min(WIDTH - wide, (day - from) * step);
      const tall = Math.max(2, ratio(sessions, most) * (HEIGHT - 2));
      return `M${x.toFixed(2)} ${HEIGHT - 1}v${-tall.toFixed(2)}h${wide.toFixed(2)}v${tall.toFixed(2)}z`;
    })
    .join("");
  return svg(
    "svg",
    { class: "sparkline", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true", preserveAspectRatio: "none" },
    svg("path", { d: `M0 ${HEIGHT - 0.5}H${WIDTH}`, class: "axis" }),
    svg("path", { d: path, class: "bar-failed" }),
  );
}
