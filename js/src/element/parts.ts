/** The parts of the view that one check fills: the verdict above the progress, senders and steps below it. */

import type { PreviousPolicy, Report } from "../types.ts";
import { createAsked } from "./asked.ts";
import { el } from "./dom.ts";
import type { Problem } from "./events.ts";
import { headings } from "./heading.ts";
import { createSenders } from "./senders/index.ts";
import { createStations } from "./stations.ts";
import { createVerdict } from "./verdict.ts";

export interface Parts {
  above: HTMLElement;
  /** Begins with the place for what the page has to add. */
  below: HTMLElement[];
  /** Shows a report; gives what is new in it, in words. */
  show(report: Report): string[];
  /** Tells what still waits how long the check has been running. */
  tick(milliseconds: number): void;
  /** What still waits will not be answered. */
  end(problem: Problem): void;
}

export function createParts(previous: PreviousPolicy | null, level: number): Parts {
  const heading = headings(level);
  const verdict = createVerdict(heading);
  const senders = createSenders(previous, heading);
  const stations = createStations(heading);
  const asked = createAsked();
  return {
    above: verdict.element,
    below: [el("slot", { attributes: { name: "after-verdict" } }), senders.element, stations.element, asked.element],
    show(report) {
      verdict.show(report);
      senders.show(report);
      asked.show(report);
      return stations.show(report);
    },
    tick: stations.tick,
    end(problem) {
      verdict.end(problem);
      stations.end();
    },
  };
}
