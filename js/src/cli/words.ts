/** The words of the command that no page needs. */

import { OUTCOME_LOOKS, STATUS_WORDS } from "../show/words.ts";
import type { Outcome } from "../types.ts";

/** The word for a verdict where no sign can be seen. */
export const outcomeMark = (outcome: Outcome): string =>
  outcome === "not-announced" ? "no MTA-STS" : STATUS_WORDS[OUTCOME_LOOKS[outcome]];
