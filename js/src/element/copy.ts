/** A button that copies a text, and says so. */

import { el } from "./dom.ts";
import { text } from "./text.ts";

/** By this event inside the shadow tree a part of the view lets something be said aloud; its detail is the sentence. */
export const SAY = "say";

const say = (from: HTMLElement, sentence: string): boolean =>
  from.dispatchEvent(new CustomEvent(SAY, { bubbles: true, detail: sentence }));

/** `null` where the browser lets nobody copy, as in pages that did not come over TLS. */
export function copyButton(copied: string, isNamed = false): HTMLButtonElement | null {
  if (globalThis.navigator?.clipboard === undefined) return null;
  const name = text.copyThis(copied);
  const attributes = { type: "button", "aria-label": name, title: name };
  const label = isNamed ? [`${text.copy} `, el("code", null, copied)] : [text.copy];
  const button = el("button", { class: "copy", part: "copy", attributes }, ...label);
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(copied).then(
      () => say(button, text.copied),
      () => say(button, text.notCopied),
    );
  });
  return button;
}
