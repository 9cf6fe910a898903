/** The style sheets of the elements, made once for each window and shared by all elements in it. */

import { base } from "./base.ts";
import { evidence } from "./evidence.ts";
import { findings } from "./findings.ts";
import { media } from "./media.ts";
import { senders } from "./senders.ts";
import { steps } from "./steps.ts";
import { timeline } from "./timeline.ts";
import { tokens } from "./tokens.ts";
import { tones } from "./tones.ts";
import { validation } from "./validation.ts";
import { verdict } from "./verdict.ts";

/** In the order in which they overrule one another. */
const SHEETS = [tokens, base, verdict, steps, evidence, findings, senders, timeline, validation, tones, media];

const made = new WeakMap<Window, CSSStyleSheet[]>();

/**
 * For `adoptedStyleSheets`: a constructed sheet is no inline style, so no Content-Security-Policy has to allow one. They
 * are made when the first element is, since where pages are rendered without a browser there is no `CSSStyleSheet`. A
 * document takes only those that its own window made; one without a window shows nothing and gets none.
 */
export function styleSheets({ defaultView: window }: Document): CSSStyleSheet[] {
  if (window === null) return [];
  const known = made.get(window);
  if (known) return known;
  const sheets = SHEETS.map((text) => {
    const sheet = new window.CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  made.set(window, sheets);
  return sheets;
}
