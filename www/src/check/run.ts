/** What the view for domains shows: a check that runs, or the report of one that ran at another time. */

import type { PreviousPolicy, Recording, Report } from "../../../js/src/browser.ts";
import { MtaStsCheckElement, OUTCOME_WORDS } from "../../../js/src/element.ts";
import { readConfiguration } from "../configuration.ts";
import { byId } from "../dom.ts";
import { api } from "../engine.ts";
import { setCheckTitle } from "../views.ts";
import { text } from "../words.ts";
import { onChoice, resolversToAsk } from "./asked.ts";

/** A check that can be replayed. */
export interface Recorded {
  recording: Recording;
  /** The earlier policy that it was given. */
  previousPolicy: PreviousPolicy | null;
}

/** A finished report, what it was made of, and where it comes from. */
export interface Result extends Recorded {
  report: Report;
  /** The check was made just now, by this page. */
  isLive: boolean;
}

/** What a reader says besides the domain. */
export interface Given {
  previousPolicy?: PreviousPolicy | null;
  policyText?: string | Uint8Array | null;
  /** The helper must not answer from its memory. */
  fresh?: boolean;
}

const results = byId("results", HTMLElement);
/** The picture of what a check looks at: there until a real one is. */
const way = byId("way", HTMLElement);
const opening = byId("opening", HTMLDivElement);
const checker = byId("checker", MtaStsCheckElement);
checker.helper = readConfiguration().helper;
checker.options = { resolvers: resolversToAsk() };
onChoice(() => (checker.options = { ...checker.options, resolvers: resolversToAsk() }));
checker.api = api;
const listeners: ((result: Result | null) => void)[] = [];
let given: Given = {};
/** Whoever came last is shown: what was loaded meanwhile is not. */
let turn = 0;

/** Calls back with each finished report that is shown, and with `null` when it goes. */
export function onResult(listener: (result: Result | null) => void): void {
  listeners.push(listener);
}

function tell(result: Result | null): void {
  for (const listener of listeners) listener(result);
}

const named = (report: Report): string => text.title(report.domain, OUTCOME_WORDS[report.outcome]);

checker.addEventListener("report", ({ detail: report }) => setCheckTitle(named(report)));
checker.addEventListener("done", ({ detail: report }) => {
  const recording = checker.recording;
  if (recording !== null) tell({ report, recording, previousPolicy: given.previousPolicy ?? null, isLive: true });
});
checker.addEventListener("problem", ({ detail: { kind } }) => {
  if (checker.report !== null && checker.report.outcome !== "pending") return;
  setCheckTitle(text.title(checker.domain, kind === "stopped" ? text.stopped : OUTCOME_WORDS.inconclusive));
});

function reveal(): void {
  results.hidden = false;
  way.hidden = true;
  opening.classList.add("has-result");
  const { top } = results.getBoundingClientRect();
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  if (top < 0 || top > innerHeight) results.scrollIntoView({ behavior });
}

/** The domain that is checked, or was. */
export const currentDomain = (): string => checker.report?.domain ?? checker.domain;

/** Whether a result of the domain is shown: whoever checks it then wants to see what is there now. */
export const isShown = (domain: string): boolean =>
  checker.report?.isComplete === true && checker.report.domain === domain;

/** Checks a domain now. */
export function run(domain: string, more: Given = {}): void {
  turn += 1;
  tell(null);
  given = more;
  const { previousPolicy = null, policyText = null, fresh = false } = more;
  checker.previousPolicy = previousPolicy;
  checker.options = { resolvers: resolversToAsk(), policyText, fresh };
  checker.domain = domain;
  // The same domain again is no change, and yet a wish to look again.
  void checker.check();
  reveal();
  // What then comes above the progress would push it out of sight again.
  checker.addEventListener("report", reveal, { once: true });
}

/** Checks the same domain once more, with what was said before and what is said now. */
export function runAgain(more: Given = {}): void {
  if (currentDomain() !== "") run(currentDomain(), { ...given, ...more });
}

/**
 * Takes away what is shown, then shows what came of a recorded check; the report, or `null` where something else was shown
 * meanwhile. Nothing is asked of resolvers or helper. @throws what `load` throws, and `MtaStsError` for what is no recording.
 */
export async function showRecorded(load: () => Promise<Recorded>): Promise<Report | null> {
  const isNewest = clear();
  try {
    const { recording, previousPolicy } = await load();
    const report = await api.replay(recording, { previousPolicy });
    if (!isNewest()) return null;
    checker.previousPolicy = previousPolicy;
    checker.report = report;
    setCheckTitle(named(report));
    reveal();
    tell({ report, recording, previousPolicy, isLive: false });
    return report;
  } catch (error) {
    if (!isNewest()) return null;
    throw error;
  }
}

/** Takes away what is shown, and forgets what was said about it. Gives whether nothing else was asked for since. */
export function clear(): () => boolean {
  turn += 1;
  const mine = turn;
  tell(null);
  given = {};
  checker.domain = null;
  checker.previousPolicy = null;
  checker.report = null;
  results.hidden = true;
  way.hidden = false;
  opening.classList.remove("has-result");
  setCheckTitle();
  return () => mine === turn;
}
