/** What the element shows: the verdict, what to know about the text, its correction, what it says, and how senders read it. */

import type { Validity } from "../../types.ts";
import { VALIDITY_LOOKS, VALIDITY_WORDS } from "../../show/words.ts";
import { createAnnouncer } from "../announcer.ts";
import { el } from "../dom.ts";
import { findingList, type OnLocate } from "../findings.ts";
import { glyph } from "../glyph.ts";
import { headings, type Heading } from "../heading.ts";
import { readings } from "../senders/readings.ts";
import { renew } from "../senders/renew.ts";
import { text } from "../text.ts";
import { contents, mailServers } from "./contents.ts";
import { correction } from "./correction.ts";
import type { Validation } from "./events.ts";

/** In milliseconds: so long nothing has to change until the verdict is said aloud, for nobody wants to hear it at each key. */
const QUIET = 1000;

/** What was validated. */
export interface Given {
  bytes: Uint8Array;
  mx: readonly string[];
}

export interface ValidationView {
  /** What belongs into the shadow tree. */
  elements: HTMLElement[];
  /** `level` is the level of the headings of sections. */
  show(validation: Validation, given: Given, level: number): void;
  /** The text could not be validated. */
  refuse(message: string): void;
  /** Takes everything away. */
  clear(): void;
}

/** The shape, the word and the sentence on top. */
function verdict(look: Validity | null, sentence: string, remarks: string): HTMLElement {
  const status = look === null ? "inconclusive" : VALIDITY_LOOKS[look];
  const attributes = {
    tabindex: "-1",
    "aria-label": text.verdictOnText,
    "data-look": status,
    "data-validity": look ?? "unknown",
  };
  return el(
    "section",
    { class: "verdict", part: "verdict", attributes },
    el("div", { class: "verdict-mark" }, glyph(status)),
    el(
      "div",
      null,
      el(
        "p",
        { class: "verdict-word", part: "verdict-word" },
        look === null ? text.notJudged : text.validityWords[look],
      ),
      el("p", { class: "verdict-sentence", part: "verdict-sentence" }, sentence),
      remarks === "" ? null : el("p", { class: "quiet" }, remarks),
    ),
  );
}

function remarks({ findings, omittedFindings }: Validation): string {
  const count = (wanted: string): number => findings.filter(({ severity }) => severity === wanted).length;
  const counted = text.remarks(count("error"), count("warning"), count("note"));
  return omittedFindings === 0 ? counted : `${counted} ${text.morePlaces(omittedFindings)}`;
}

function remarked({ findings }: Validation, heading: Heading, onLocate: OnLocate): HTMLElement | null {
  if (findings.length === 0) return null;
  return el("section", { class: "remarked" }, heading("title", text.remarked), findingList(findings, onLocate));
}

export function createValidationView(onLocate: OnLocate, onCorrect: (corrected: string) => void): ValidationView {
  // The words are English and run from left to right, wherever the element stands.
  const language = { lang: "en", dir: "ltr" };
  const body = el("div", { class: "view validation", attributes: language });
  const announcer = createAnnouncer(language);
  let timer: ReturnType<typeof setTimeout> | undefined;
  body.hidden = true;

  const fill = (parts: readonly (Node | null)[], news: string): void => {
    const hadFocus = body.matches(":focus-within");
    renew(
      body,
      parts.filter((part) => part !== null),
    );
    body.hidden = false;
    // The button that was pressed may be gone, and the reader would be back at the top of the page.
    if (hadFocus && !body.matches(":focus-within")) body.querySelector<HTMLElement>(".verdict")?.focus();
    clearTimeout(timer);
    timer = setTimeout(() => announcer.sayInstead(news), QUIET);
  };

  return {
    elements: [body, announcer.element],
    show(validation, { bytes, mx }, level) {
      // The verdict stands where a section would have its heading.
      const heading = headings(level - 1);
      const sentence = VALIDITY_WORDS[validation.validity];
      const counted = remarks(validation);
      const senders = "senders" in validation ? validation.senders : null;
      fill(
        [
          verdict(validation.validity, sentence, counted),
          remarked(validation, heading, onLocate),
          correction(bytes, validation, heading, onCorrect),
          contents(validation, heading),
          mailServers(validation, mx, heading),
          senders && readings(senders, heading),
        ],
        `${sentence} ${counted}`,
      );
    },
    refuse(message) {
      fill([verdict(null, message, "")], message);
    },
    clear() {
      clearTimeout(timer);
      announcer.clear();
      body.replaceChildren();
      body.hidden = true;
    },
  };
}
