/** The states of a domain: as a band on which their time is their width, and as a list of what changed from one to the next. */

import { glyph, OUTCOME_LOOKS, OUTCOME_WORDS } from "../../../js/src/element.ts";
import { byId, fill } from "../dom.ts";
import { day, now } from "../time.ts";
import { text } from "../words.ts";
import { changeList } from "./changes.ts";
import type { Kept } from "./entry.ts";
import { factsOf } from "./view.ts";

const template = byId("history-state", HTMLTemplateElement);

/** When a state ended: with the next one. Newest first; the newest goes on. */
const endOf = (states: readonly Kept[], index: number): number => states[index - 1]?.since ?? now();

/** Decorative: the list says the same. */
function band(states: readonly Kept[]): HTMLElement {
  const strip = document.createElement("div");
  strip.className = "band";
  strip.setAttribute("aria-hidden", "true");
  states.forEach(({ since, state }, index) => {
    const part = document.createElement("div");
    part.dataset.look = OUTCOME_LOOKS[state.outcome];
    part.style.flexGrow = String(Math.max(1, endOf(states, index) - since));
    part.append(glyph(OUTCOME_LOOKS[state.outcome]));
    // Time goes from left to right.
    strip.prepend(part);
  });
  const ends = document.createElement("p");
  ends.className = "band-ends";
  ends.setAttribute("aria-hidden", "true");
  for (const end of [day(states.at(-1)?.since ?? now()), text.now]) {
    const span = document.createElement("span");
    span.append(end);
    ends.append(span);
  }
  const picture = document.createElement("div");
  picture.append(strip, ends);
  return picture;
}

function stateItem(kept: Kept, until: number | null): Node {
  const { since, state, changes } = kept;
  const copy = fill(template, {
    word: OUTCOME_WORDS[state.outcome],
    period: until === null ? text.sinceDay(day(since)) : text.fromTo(day(since), day(until)),
    facts: factsOf(kept),
  }) as DocumentFragment;
  const item = copy.firstElementChild as HTMLElement;
  item.dataset.look = OUTCOME_LOOKS[state.outcome];
  item.prepend(glyph(OUTCOME_LOOKS[state.outcome]));
  if (changes.length > 0) item.querySelector("div")?.append(changeList(changes));
  return item;
}

export function timeline(states: readonly Kept[]): Node {
  const fragment = document.createDocumentFragment();
  if (states.length === 0) {
    const nothing = document.createElement("p");
    nothing.append(text.noState);
    fragment.append(nothing);
    return fragment;
  }
  const items = document.createElement("ol");
  items.className = "states";
  items.append(...states.map((kept, index) => stateItem(kept, index === 0 ? null : endOf(states, index))));
  fragment.append(band(states), items);
  return fragment;
}
