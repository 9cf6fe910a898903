/** A check of the domain that the form gives, knowing the earlier policy of it. */

import type { PreviousPolicy } from "../../js/src/browser.ts";
import { MtaStsCheckElement, OUTCOME_WORDS } from "../../js/src/element.ts";
import { byId } from "./dom.ts";
import { recall, remember } from "./memory.ts";
import { text } from "./text.ts";

const results = byId("results", HTMLElement);
const checker = byId("checker", MtaStsCheckElement);
const previousBox = byId("previous", HTMLDetailsElement);

checker.addEventListener("report", ({ detail: report }) => {
  document.title = text.title(report.domain, OUTCOME_WORDS[report.outcome]);
  if (report.isComplete) remember(report);
});

/** The last domain once more, knowing an earlier policy of it. */
export function runAgain(previous: PreviousPolicy): void {
  if (checker.domain !== "") run(checker.domain, previous);
}

export function run(domain: string, previous: PreviousPolicy | null = recall(domain)): void {
  results.hidden = false;
  previousBox.hidden = false;
  checker.previousPolicy = previous;
  checker.domain = domain;
  // The same domain again is no change, and yet a wish to look again.
  void checker.check();
}
