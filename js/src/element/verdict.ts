/** The sentence on top, and the one thing to do first. */

import type { Report } from "../types.ts";
import { copyButton } from "./copy.ts";
import { el, prose, setText } from "./dom.ts";
import { glyph } from "./glyph.ts";
import type { Problem } from "./events.ts";
import type { Heading } from "./heading.ts";
import { OUTCOME_LOOKS, OUTCOME_WORDS } from "../show/words.ts";
import { text } from "./text.ts";

export interface VerdictView {
  element: HTMLElement;
  show(report: Report): void;
  /** Where there is no verdict yet, there will be none. */
  end(problem: Problem): void;
}

/** The `quoted parts` of a sentence, each once. */
const codesIn = (sentence: string): string[] => [...new Set(sentence.split("`").filter((_, index) => index % 2 === 1))];

export function createVerdict(heading: Heading): VerdictView {
  const mark = el("div", { class: "verdict-mark" });
  const word = el("p", { class: "verdict-word", part: "verdict-word" });
  const sentence = el("p", { class: "verdict-sentence", part: "verdict-sentence" });
  const verdict = el("section", { class: "verdict", part: "verdict" }, mark, el("div", null, word, sentence));
  const advice = el("p", null);
  const copies = el("p", { class: "copies" });
  const doFirst = el(
    "section",
    { class: "do-first", part: "advice" },
    heading("section", text.doFirst),
    advice,
    copies,
  );
  doFirst.hidden = true;
  const element = el("div", { class: "top" }, verdict, doFirst);
  let shown = "";

  return {
    element,
    show(report) {
      const state = JSON.stringify([report.outcome, report.verdict, report.doFirst?.fix]);
      if (state === shown) return;
      shown = state;
      const look = OUTCOME_LOOKS[report.outcome];
      // A page may have two of these landmarks.
      verdict.setAttribute("aria-label", text.verdict(report.domain));
      verdict.dataset.outcome = report.outcome;
      verdict.dataset.look = look;
      mark.replaceChildren(glyph(look));
      word.replaceChildren(OUTCOME_WORDS[report.outcome]);
      sentence.replaceChildren(...prose(report.verdict));
      // While answers are missing, the first thing to do may still change.
      doFirst.hidden = report.doFirst === null || report.outcome === "pending";
      const fix = report.doFirst?.fix ?? "";
      advice.replaceChildren(...prose(fix));
      copies.replaceChildren(...codesIn(fix).flatMap((code) => copyButton(code, true) ?? []));
    },
    end({ kind }) {
      if (verdict.dataset.outcome !== "pending") return;
      const look = kind === "stopped" ? "skipped" : "inconclusive";
      verdict.dataset.look = look;
      mark.replaceChildren(glyph(look));
      setText(word, kind === "stopped" ? text.stoppedWord : OUTCOME_WORDS.inconclusive);
      sentence.hidden = true;
    },
  };
}
