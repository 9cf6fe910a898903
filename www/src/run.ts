/** One run of a check and its view. A new run ends the one before. */

import { check, type PreviousPolicy, type Report } from "../../js/src/browser.ts";
import { byId, el, setText } from "./dom.ts";
import { elapsed } from "./format.ts";
import { recall, remember } from "./memory.ts";
import { createSenders } from "./senders/index.ts";
import { createStations } from "./stations.ts";
import { text } from "./text.ts";
import { createVerdict } from "./verdict.ts";

const results = byId("results", HTMLElement);
const announcer = byId("announcer", HTMLParagraphElement);
const previousBox = byId("previous", HTMLDetailsElement);
let current: AbortController | null = null;
let checked: string | null = null;

/** The last domain once more, knowing an earlier policy of it. */
export function runAgain(previous: PreviousPolicy): void {
  if (checked !== null) run(checked, previous);
}

export function run(domain: string, previousPolicy: PreviousPolicy | null = recall(domain)): void {
  current?.abort();
  const controller = new AbortController();
  current = controller;

  checked = domain;
  previousBox.hidden = false;
  const verdict = createVerdict();
  const senders = createSenders(previousPolicy);
  const stations = createStations();
  const time = el("span", { class: "progress-time" });
  const stop = el("button", { attributes: { id: "stop", type: "button" } }, text.stop);
  stop.addEventListener("click", () => controller.abort());
  const progress = el("p", { class: "progress" }, time, stop);
  results.replaceChildren(verdict.element, progress, senders.element, stations.element);
  results.hidden = false;
  results.dataset.complete = "false";

  const started = performance.now();
  const tick = (): void => setText(time, text.elapsed(elapsed(performance.now() - started)));
  tick();
  const clock = setInterval(tick, 100);

  function show(report: Report): void {
    // An answer that was already on its way when the run ended must not be shown in the next one's place.
    if (current !== controller || controller.signal.aborted) return;
    verdict.show(report);
    senders.show(report);
    const news = stations.show(report);
    if (report.isComplete) {
      remember(report);
      setText(announcer, report.verdict.replaceAll("`", ""));
    } else if (news.length > 0) setText(announcer, news.join(" "));
    // Last, so that whoever waits for it finds everything in place.
    results.dataset.complete = String(report.isComplete);
  }

  function end(problem: string | null): void {
    clearInterval(clock);
    if (current !== controller) return;
    stop.hidden = true;
    setText(time, problem ?? "");
    progress.hidden = problem === null;
    if (problem !== null) setText(announcer, problem);
  }

  check(domain, { helper: "", signal: controller.signal, onReport: show, previousPolicy }).then(
    () => end(null),
    (error: unknown) => end(controller.signal.aborted ? text.stopped : text.failed(String(error))),
  );
}
