/** The style sheets of the element, made once and shared by all elements of a page. */

import { base } from "./base.ts";
import { evidence } from "./evidence.ts";
import { findings } from "./findings.ts";
import { media } from "./media.ts";
import { senders } from "./senders.ts";
import { steps } from "./steps.ts";
import { timeline } from "./timeline.ts";
import { tokens } from "./tokens.ts";
import { tones } from "./tones.ts";
import { verdict } from "./verdict.ts";

/** In the order in which they overrule one another. */
const SHEETS = [tokens, base, verdict, steps, evidence, findings, senders, timeline, tones, media];

let made: CSSStyleSheet[] | undefined;

/**
 * For `adoptedStyleSheets`: a constructed sheet is no inline style, so no Content-Security-Policy has to allow one. They
 * are made when the first element is, since where pages are rendered without a browser there is no `CSSStyleSheet`.
 */
export function styleSheets(): CSSStyleSheet[] {
  made ??= SHEETS.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  return made;
}
