/** A check of the domain that the form gives, knowing the earlier policy of it. */

import type { PreviousPolicy } from "../../js/src/browser.ts";
import { MtaStsCheckElement, OUTCOME_WORDS } from "../../js/src/element.ts";
import { readConfiguration } from "./configuration.ts";
import { byId } from "./dom.ts";
import { recall, remember } from "./memory.ts";
import { text } from "./text.ts";

const results = byId("results", HTMLElement);
const checker = byId("checker", MtaStsCheckElement);
const { title } = document;
const { helper, resolvers } = readConfiguration();
checker.helper = helper;
checker.options = { resolvers };
const previousBox = byId("previous", HTMLDetailsElement);

checker.addEventListener("report", ({ detail: report }) => {
  document.title = text.title(report.domain, OUTCOME_WORDS[report.outcome]);
  if (report.isComplete) remember(report);
});
checker.addEventListener("problem", ({ detail: { kind } }) => {
  if (checker.report !== null && checker.report.outcome !== "pending") return;
  document.title = text.title(checker.domain, kind === "stopped" ? text.stopped : OUTCOME_WORDS.inconclusive);
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
  const { top } = results.getBoundingClientRect();
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  if (top < 0 || top > innerHeight) results.scrollIntoView({ behavior });
}

/** Takes away the result of another domain than the one that the form names now. */
export function showOnly(domain: string): void {
  if (checker.domain === domain) return;
  checker.domain = null;
  checker.previousPolicy = null;
  results.hidden = true;
  previousBox.hidden = true;
  document.title = title;
}
