/** Long lists: the first of them, and the rest when somebody asks for it, not more at once than a page bears. */

import { el } from "../../../js/src/element/dom.ts";
import { words } from "./words.ts";

/** So many are folded out at once. */
const STEP = 200;

/** Puts the first `most` into the list; gives the button that brings the others, if there are any. */
export function inSteps(items: readonly (() => Node)[], list: HTMLElement, most: number): HTMLElement[] {
  let shown = Math.min(most, items.length);
  list.append(...items.slice(0, shown).map((make) => make()));
  if (shown === items.length) return [];
  const button = el("button", { class: "is-quiet show-more", attributes: { type: "button" } });
  const label = (): void => {
    const left = items.length - shown;
    button.textContent = left <= STEP ? words.showAll(items.length) : words.showNext(STEP, left);
  };
  label();
  button.addEventListener("click", () => {
    const next = items.slice(shown, shown + STEP).map((make) => make());
    shown += next.length;
    list.append(...next);
    // The focus goes on to what has come: with the button it would be lost.
    const [first] = next;
    if (first instanceof HTMLElement) {
      first.tabIndex = -1;
      first.focus({ preventScroll: true });
    }
    if (shown === items.length) button.remove();
    else label();
  });
  return [button];
}
