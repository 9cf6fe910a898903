/** A sentence of the core, as nodes. */

import { visible } from "../../../js/src/show/visible.ts";

/** `Quoted parts` become code; what cannot be seen is written out. */
export function sentence(words: string): (string | HTMLElement)[] {
  return visible(words)
    .split("`")
    .map((part, index) => {
      if (index % 2 === 0) return part;
      const code = document.createElement("code");
      code.textContent = part;
      return code;
    });
}
