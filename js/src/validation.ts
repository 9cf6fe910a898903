/**
 * The validation of a text as an element: importing this defines `<mta-sts-validation>`. Where there are no elements, as in
 * Node, it only gives the class.
 */

import { MtaStsValidationElement } from "./element/validation/validation-element.ts";

export { MtaStsValidationElement, type TextKind, type ValidationApi } from "./element/validation/validation-element.ts";
export type { MtaStsValidationEventMap } from "./element/validation/events.ts";
export type { Problem } from "./element/events.ts";

const NAME = "mta-sts-validation";

declare global {
  interface HTMLElementTagNameMap {
    [NAME]: MtaStsValidationElement;
  }
}

// Another copy of this module may have been there first.
if (globalThis.customElements?.get(NAME) === undefined)
  globalThis.customElements?.define(NAME, MtaStsValidationElement);
