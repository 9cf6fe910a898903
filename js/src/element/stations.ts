/** The path of a message: one station for each step, updated in place as answers come. */

import type { Report, Step, StepId, StepStatus } from "../types.ts";
import { el, prose, setText } from "./dom.ts";
import { evidence } from "./evidence/index.ts";
import { findings } from "./findings.ts";
import { elapsed } from "../show/format.ts";
import { glyph } from "./glyph.ts";
import type { Heading } from "./heading.ts";
import { STATUS_WORDS, STEP_TITLES } from "../show/words.ts";
import { text } from "./text.ts";
import { waitsFor } from "./waits.ts";

const ORDER: readonly StepId[] = ["record", "fetch", "policy", "mx", "tlsrpt"];
/** What has something to say is open from the start. */
const OPEN: ReadonlySet<StepStatus> = new Set(["warned", "failed", "inconclusive"]);

interface Station {
  element: HTMLElement;
  show(step: Step, report: Report): void;
  /** A step that still waits tells how long it has been waiting. */
  tick(milliseconds: number): void;
  /** A step that still waits has not been seen, and will not be. */
  end(): void;
}

function createStation(id: StepId, number: number, heading: Heading): Station {
  const mark = el("span", { class: "station-mark" });
  const word = el("span", { class: "station-word" });
  const time = el("span", { class: "station-time" });
  const line = el("span", { class: "station-summary" });
  const waits = el("span", { class: "station-waits" });
  const saw = el("div", { class: "saw" });
  const means = el("div", { class: "means" });
  const meaning = el("section", null, heading("label", text.means), means);
  const details = el(
    "details",
    null,
    el(
      "summary",
      null,
      el(
        "span",
        { class: "station-head" },
        heading("title", el("span", { class: "station-number" }, `${number}`), ` ${STEP_TITLES[id]}`),
        word,
        time,
      ),
      line,
      waits,
    ),
    el("div", { class: "station-body" }, el("section", null, heading("label", text.saw), saw), meaning),
  );
  const element = el(
    "li",
    { class: "station", part: "station", attributes: { "data-step": id, "data-status": "pending" } },
    mark,
    details,
  );
  let isChosen = false;
  // A click is the reader's choice; what the reader chose stays.
  details.querySelector("summary")?.addEventListener("click", () => (isChosen = true));
  let shown = "";
  let shownEvidence = "";

  return {
    element,
    show(step, report) {
      const seen = JSON.stringify([report.observed[id], step.findings, step.status]);
      if (seen !== shownEvidence) {
        shownEvidence = seen;
        saw.replaceChildren(...evidence(id, report));
        const found = findings(step.findings, step.status);
        means.replaceChildren(...(found === null ? [] : [found]));
        meaning.hidden = found === null;
      }
      const waiting = waitsFor(step, report);
      const state = JSON.stringify([step.status, step.summary, step.elapsedMs, waiting]);
      if (state === shown) return;
      shown = state;
      element.dataset.status = step.status;
      mark.replaceChildren(glyph(step.status));
      setText(word, STATUS_WORDS[step.status]);
      const isPending = step.status === "pending";
      // Seconds that pass are for the eye only.
      if (isPending) time.setAttribute("aria-hidden", "true");
      else time.removeAttribute("aria-hidden");
      if (!isPending) setText(time, step.elapsedMs > 0 ? elapsed(step.elapsedMs) : "");
      setText(line, isPending && waiting !== null ? "" : step.summary);
      waits.replaceChildren(...prose(waiting ?? ""));
      if (!isChosen) details.open = OPEN.has(step.status);
    },
    tick(milliseconds) {
      if (element.dataset.status !== "pending" || milliseconds < 1000) return;
      setText(time, text.running(Math.floor(milliseconds / 1000)));
    },
    end() {
      if (element.dataset.status !== "pending") return;
      element.dataset.status = "inconclusive";
      mark.replaceChildren(glyph("inconclusive"));
      setText(word, STATUS_WORDS.inconclusive);
      setText(time, "");
      setText(line, "");
      setText(waits, "");
    },
  };
}

export interface StationsView {
  element: HTMLElement;
  /** Shows a report; gives the titles and words of the steps that have just ended. */
  show(report: Report): string[];
  tick(milliseconds: number): void;
  end(): void;
}

export function createStations(heading: Heading): StationsView {
  const stations = new Map(ORDER.map((id, index) => [id, createStation(id, index + 1, heading)]));
  const list = el("ol", { class: "stations" }, ...[...stations.values()].map((station) => station.element));
  const ended = new Set<StepId>();
  return {
    element: el("section", { class: "path", part: "path" }, heading("section", text.path), list),
    show(report) {
      const news = [];
      for (const step of report.steps) {
        stations.get(step.id)?.show(step, report);
        if (step.status !== "pending" && !ended.has(step.id)) {
          ended.add(step.id);
          news.push(text.stepDone(STEP_TITLES[step.id], STATUS_WORDS[step.status]));
        }
      }
      return news;
    },
    tick(milliseconds) {
      for (const station of stations.values()) station.tick(milliseconds);
    },
    end() {
      for (const station of stations.values()) station.end();
    },
  };
}
