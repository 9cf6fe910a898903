/** How a failure or a policy stands now: a shape, a word and a colour. */

import type { FailureState, PolicyState, StepStatus } from "../../../js/src/browser.ts";
import { glyph } from "../../../js/src/element.ts";
import { el } from "../../../js/src/element/dom.ts";
import { words } from "./words.ts";

const FAILURE_LOOKS: Record<FailureState, StepStatus> = {
  "still-there": "failed",
  fixed: "passed",
  gone: "skipped",
  "not-known": "inconclusive",
};

const POLICY_LOOKS: Record<PolicyState, StepStatus> = {
  same: "passed",
  different: "warned",
  "now-there": "passed",
  "now-missing": "failed",
  "not-sts": "skipped",
  "not-known": "inconclusive",
};

const badge = (look: StepStatus, word: string, state: string): HTMLElement =>
  el("span", { class: "badge", attributes: { "data-look": look, "data-state": state } }, glyph(look), " ", word);

export const failureBadge = (state: FailureState): HTMLElement =>
  badge(FAILURE_LOOKS[state], words.failureStates[state], state);

export const policyBadge = (state: PolicyState): HTMLElement =>
  badge(POLICY_LOOKS[state], words.policyStates[state], state);
