/** What the element tells the page around it, which has the editor. */

import type { PolicyVerdict, RecordVerdict } from "../../api.ts";
import type { Location } from "../../types.ts";
import type { Problem } from "../events.ts";

/** What a text comes to: `PolicyVerdict` for a policy, `RecordVerdict` for a record. */
export type Validation = PolicyVerdict | RecordVerdict;

/** The events of the element, by name. They do not bubble. */
export interface MtaStsValidationEventMap extends HTMLElementEventMap {
  /** The newest text has been validated, and is shown. */
  validated: CustomEvent<Validation>;
  /** The reader asks to put the corrected text, the detail, in place of the one that was validated. */
  correct: CustomEvent<string>;
  /** The reader asks to be led to a place in the text. */
  locate: CustomEvent<Location>;
  /** The newest text could not be validated. */
  problem: CustomEvent<Problem>;
}
