/** What the element shows: the verdict, how long the check runs, what senders do, the steps; and what it says aloud. */

import type { PreviousPolicy, Report } from "../types.ts";
import { el, setText } from "./dom.ts";
import type { Problem } from "./events.ts";
import { headings } from "./heading.ts";
import { createProgress } from "./progress.ts";
import { createSenders } from "./senders/index.ts";
import { createStations } from "./stations.ts";
import { createVerdict } from "./verdict.ts";

export interface View {
  /** What belongs into the shadow tree. */
  elements: HTMLElement[];
  /** Makes room for the reports of one check. `level` is the level of the headings of sections. */
  begin(previous: PreviousPolicy | null, level: number): void;
  show(report: Report): void;
  /** Ends the wait for more; says why if the check came to no end. */
  end(problem: Problem | null): void;
  /** Takes everything away. */
  clear(): void;
}

export function createView(onStop: () => void): View {
  const progress = createProgress(onStop);
  // The words are English and run from left to right, wherever the element stands.
  const language = { lang: "en", dir: "ltr" };
  const body = el("div", { class: "view", attributes: language });
  const announcer = el("p", { class: "visually-hidden", attributes: { ...language, role: "status" } });
  body.hidden = true;
  let render: (report: Report) => string[] = () => [];

  return {
    elements: [body, announcer],
    begin(previous, level) {
      const heading = headings(level);
      const verdict = createVerdict(heading);
      const senders = createSenders(previous, heading);
      const stations = createStations(heading);
      let isEmpty = true;
      render = (report) => {
        verdict.show(report);
        senders.show(report);
        const news = stations.show(report);
        if (isEmpty) {
          isEmpty = false;
          progress.element.before(verdict.element);
          progress.element.after(senders.element, stations.element);
        }
        return news;
      };
      body.replaceChildren(progress.element);
      body.dataset.complete = "false";
      body.hidden = false;
      progress.start();
    },
    show(report) {
      const news = render(report);
      if (report.isComplete) setText(announcer, report.verdict.replaceAll("`", ""));
      else if (news.length > 0) setText(announcer, news.join(" "));
      // Last, so that whoever waits for it finds everything in place.
      body.dataset.complete = String(report.isComplete);
    },
    end(problem) {
      progress.end(problem);
      if (problem !== null) setText(announcer, problem.message);
    },
    clear() {
      progress.end(null);
      render = () => [];
      body.replaceChildren();
      body.hidden = true;
      setText(announcer, "");
    },
  };
}
