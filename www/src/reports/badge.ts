/** How a failure or a policy stands now: a shape, a word and a colour. */

import type { FailureState, PolicyState, StepStatus } from "../../../js/src/browser.ts";
import { glyph } from "../../../js/src/element.ts";
import { el } from "../../../js/src/element/dom.ts";
import { FAILURE_STATE_LOOKS, POLICY_STATE_LOOKS } from "../../../js/src/show/tls-reports.ts";
import { words } from "./words.ts";

const badge = (look: StepStatus, word: string, state: string): HTMLElement =>
  el("span", { class: "badge", attributes: { "data-look": look, "data-state": state } }, glyph(look), " ", word);

export const failureBadge = (state: FailureState): HTMLElement =>
  badge(FAILURE_STATE_LOOKS[state], words.failureStates[state], state);

export const policyBadge = (state: PolicyState): HTMLElement =>
  badge(POLICY_STATE_LOOKS[state], words.policyStates[state], state);
