/** Text of a report, which anybody may have written: as text, what cannot be seen in it marked, and never a link. */

import { el } from "../../../js/src/element/dom.ts";
import { pieces, unitsOf } from "../../../js/src/element/characters.ts";
import { visible } from "../../../js/src/show/visible.ts";

/** More is not shown where a name stands among others. */
const LONG = 120;

export const brief = (text: string): string => (text.length > LONG ? `${text.slice(0, LONG)}…` : text);

/** A name that people read, with its own direction. */
export const name = (text: string): HTMLElement => el("bdi", { class: "name" }, ...marked(brief(text)));

/** A name of a machine, or whatever has to be read character by character; all of it. */
export const code = (text: string): HTMLElement => el("code", null, ...pieces(unitsOf(visible(text))));

/** Only what is written out stands out: names have letters of every script. */
function marked(text: string): Node[] {
  return visible(text)
    .split(/(\\u\{[0-9a-f]+\}|\\[trn])/)
    .filter((part) => part !== "")
    .map((part, index, parts) =>
      parts.length > 1 && part.startsWith("\\") ? el("span", { class: "escape" }, part) : document.createTextNode(part),
    );
}
