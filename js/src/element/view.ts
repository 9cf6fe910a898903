/** What the element shows: the verdict, how long the check runs, what senders do, the steps; and what it says aloud. */

import type { PreviousPolicy, Report } from "../types.ts";
import { createAnnouncer } from "./announcer.ts";
import { SAY } from "./copy.ts";
import { el } from "./dom.ts";
import type { Problem } from "./events.ts";
import { createParts, type Parts } from "./parts.ts";
import { createProgress } from "./progress.ts";
import { text } from "./text.ts";

export interface View {
  /** What belongs into the shadow tree. */
  elements: HTMLElement[];
  /** Makes room for the reports of one check, and begins the wait. `level` is the level of the headings of sections. */
  begin(previous: PreviousPolicy | null, level: number): void;
  show(report: Report): void;
  /** Ends the wait for more; says why if the check came to no end. */
  end(problem: Problem | null): void;
  /**
   * Shows a report for which nobody waits.
   *
   * @throws {TypeError} when it cannot be shown; then all stays as it was.
   */
  replace(report: Report, previous: PreviousPolicy | null, level: number): void;
  /** Takes everything away. */
  clear(): void;
}

const said = (report: Report): string => report.verdict.replaceAll("`", "");

export function createView(onStop: () => void): View {
  const progress = createProgress(onStop, (milliseconds) => parts?.tick(milliseconds));
  // The words are English and run from left to right, wherever the element stands.
  const language = { lang: "en", dir: "ltr" };
  const body = el("div", { class: "view", attributes: language });
  const announcer = createAnnouncer(language);
  body.hidden = true;
  body.addEventListener(SAY, (event) => {
    if (event instanceof CustomEvent) announcer.sayInstead(String(event.detail));
  });
  let parts: Parts | null = null;

  return {
    elements: [body, announcer.element],
    begin(previous, level) {
      // While it fills again, what stands below on the page must not jump up and down.
      body.style.minHeight = `${body.offsetHeight}px`;
      parts = createParts(previous, level);
      body.replaceChildren(progress.element);
      body.dataset.complete = "false";
      body.hidden = false;
      announcer.clear();
      progress.start();
    },
    show(report) {
      if (parts === null) return;
      const news = parts.show(report);
      if (parts.above.parentNode === null) {
        progress.element.before(parts.above);
        progress.element.after(...parts.below);
      }
      if (report.isComplete) announcer.say(said(report));
      else if (news.length > 0) announcer.say(news.join(" "));
      // Last, so that whoever waits for it finds everything in place.
      body.dataset.complete = String(report.isComplete);
    },
    end(problem) {
      body.style.minHeight = "";
      progress.end(problem);
      if (problem === null) return;
      parts?.end(problem);
      announcer.say(problem.message);
    },
    replace(report, previous, level) {
      const made = createParts(previous, level);
      try {
        made.show(report);
      } catch (error) {
        throw new TypeError(text.noReport(error), { cause: error });
      }
      parts = made;
      progress.end(null);
      body.replaceChildren(made.above, progress.element, ...made.below);
      body.hidden = false;
      announcer.sayInstead(said(report));
      body.dataset.complete = String(report.isComplete);
    },
    clear() {
      parts = null;
      progress.end(null);
      body.replaceChildren();
      body.hidden = true;
      announcer.clear();
    },
  };
}
