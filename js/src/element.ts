/**
 * The package as an element: importing this defines `<mta-sts-check>`. Where there are no elements, as in Node, it only
 * gives the class, so that pages may be rendered there.
 */

import { MtaStsCheckElement } from "./element/check-element.ts";

export { MtaStsCheckElement, type MtaStsCheckOptions } from "./element/check-element.ts";
export type { MtaStsCheckEventMap, Problem } from "./element/events.ts";
export { glyph } from "./element/glyph.ts";
export { OUTCOME_LOOKS, OUTCOME_WORDS, SEVERITY_WORDS } from "./show/words.ts";

const NAME = "mta-sts-check";

declare global {
  interface HTMLElementTagNameMap {
    [NAME]: MtaStsCheckElement;
  }
}

// Another copy of this module may have been there first.
if (globalThis.customElements?.get(NAME) === undefined) globalThis.customElements?.define(NAME, MtaStsCheckElement);
