/** Examples: recorded checks, replayed here. */

import type { DomainState, Recording } from "../../../js/src/browser.ts";
import { glyph, OUTCOME_LOOKS } from "../../../js/src/element.ts";
import { previousPolicyOf } from "../../../js/src/remote.ts";
import { onResult } from "../check/run.ts";
import { byId } from "../dom.ts";
import { api } from "../engine.ts";
import { showChanges } from "../history/changes.ts";
import { showUnderBanner } from "../share/banner.ts";
import { moment } from "../time.ts";
import { text } from "../words.ts";
import { ASSETS } from "./assets.ts";
import { EXAMPLES, type ExampleName } from "./list.ts";

/** A recorded check, and what was kept of an earlier one. */
interface Example {
  before: DomainState | null;
  recording: Recording;
}

const row = byId("examples", HTMLElement);
const linkOf = (name: string): HTMLAnchorElement | null => row.querySelector(`a[data-example="${name}"]`);
const isExample = (name: string): name is ExampleName => Object.hasOwn(EXAMPLES, name);

/** Draws the shapes beside the words of the row; the example that is shown is marked. */
export function drawExamples(): void {
  for (const [name, outcome] of Object.entries(EXAMPLES)) {
    linkOf(name)?.querySelector("[data-mark]")?.replaceChildren(glyph(OUTCOME_LOOKS[outcome]));
  }
  onResult((result) => {
    if (result === null) row.querySelector("[aria-current]")?.removeAttribute("aria-current");
  });
}

async function fetchExample(name: ExampleName): Promise<Example> {
  const response = await fetch(ASSETS[name]).catch(() => null);
  if (!response?.ok) throw new Error(text.exampleMissing);
  return (await response.json()) as Example;
}

export async function openExample(name: string): Promise<void> {
  if (!isExample(name)) throw new Error(text.badAddress);
  const loading = fetchExample(name);
  const report = await showUnderBanner(async () => {
    const { before, recording } = await loading;
    return { recording, previousPolicy: before === null ? null : previousPolicyOf(before) };
  }, text.exampleBanner);
  if (report === null) return;
  const link = linkOf(name);
  link?.setAttribute("aria-current", "true");
  const { before } = await loading;
  const found = before === null ? null : await api.changesBetween(before, report);
  // Something else may be shown by now.
  if (before !== null && found !== null && link?.hasAttribute("aria-current")) {
    showChanges(moment(before.checkedAt), found);
  }
}
