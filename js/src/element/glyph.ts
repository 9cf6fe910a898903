/** The shapes of a status: told apart without colour. */

import type { MailOutcome, StepStatus } from "../types.ts";

const SVG = "http://www.w3.org/2000/svg";

/** What is drawn inside a 24 by 24 box, stroked in the current colour. */
const PATHS: Record<StepStatus, readonly string[]> = {
  pending: ["M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18"],
  passed: ["M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18", "M7.5 12.5l3 3l6-6.5"],
  warned: ["M12 3.5L21.5 20h-19z", "M12 9.5v5", "M12 17v.4"],
  failed: ["M4 4h16v16h-16z", "M8.5 8.5l7 7", "M15.5 8.5l-7 7"],
  inconclusive: ["M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18", "M5.5 13.5l8-8", "M6.5 18l11.5-11.5", "M10.5 19.5l9-9"],
  skipped: ["M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18", "M8 12h8"],
};

/**
 * The shape of a status as the element draws it, for lists of results. Decorative: the word always stands beside it. Its
 * class is `glyph`; without a style it is filled, in black.
 */
export function glyph(status: StepStatus): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `glyph glyph-${status}`);
  svg.setAttribute("aria-hidden", "true");
  for (const data of PATHS[status]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", data);
    svg.append(path);
  }
  return svg;
}

/** What becomes of a message, as an envelope with a sign on it. */
const SIGNS: Record<MailOutcome, readonly string[]> = {
  "delivered-verified": ["M12 13.5v-1.7a2 2 0 0 1 4 0v1.7", "M11 13.5h6v4.5h-6z"],
  "delivered-unverified": ["M12 13.5v-1.7a2 2 0 0 1 3.6-1.2", "M11 13.5h6v4.5h-6z"],
  "may-go-in-clear": ["M12 13.5v-1.7a2 2 0 0 1 3.6-1.2", "M11 13.5h6v4.5h-6z"],
  "not-to-this-mx": ["M11 11l6 6", "M17 11l-6 6"],
  "waits-then-bounces": ["M12.5 11v6.5", "M15.5 11v6.5"],
  "reported-only": ["M14 10.5v4", "M14 17v.5"],
  "no-mail": ["M10.5 14h7"],
  "not-known": ["M12.3 12a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.9.8-.9 1.4", "M14 17.5v.3"],
};

/** Decorative: the words always stand beside it. */
export function envelope(outcome: MailOutcome): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `glyph envelope envelope-${outcome}`);
  svg.setAttribute("aria-hidden", "true");
  for (const data of ["M8.5 18H2.5V5h17v3.5", "M2.5 5.5l8.5 6l8-5.8", ...SIGNS[outcome]]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", data);
    svg.append(path);
  }
  return svg;
}
