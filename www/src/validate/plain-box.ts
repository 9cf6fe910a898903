/** A plain text box, for when the editor could not be loaded. */

import { text } from "../words.ts";
import { decoded } from "./decoded.ts";
import type { TextBox, TextBoxEvents } from "./text-box.ts";

/** Text boxes of browsers make each line end an LF (HTML, "API value" of a textarea). */
const inBox = (shown: string): string => shown.replaceAll(/\r\n?/g, "\n");

export function createPlainBox(host: HTMLElement, { onChange }: TextBoxEvents): TextBox {
  const box = document.createElement("textarea");
  box.rows = 10;
  box.spellcheck = false;
  box.autocomplete = "off";
  box.setAttribute("aria-label", text.editorLabel);
  host.append(box);

  let put: Uint8Array | null = null;
  box.addEventListener("input", () => {
    put = null;
    onChange();
  });
  const octets = (): Uint8Array => put ?? new TextEncoder().encode(box.value);
  return {
    octets,
    size: () => box.value.length,
    put(content) {
      put = typeof content === "string" ? new TextEncoder().encode(content) : content;
      box.value = inBox(decoded(put));
      onChange();
    },
    mark() {},
    select({ byteStart, byteEnd }) {
      const [from, to] = [byteStart, byteEnd].map((place) => inBox(decoded(octets().subarray(0, place))).length);
      box.focus();
      box.setSelectionRange(from ?? 0, to ?? 0);
    },
    focus: () => box.focus(),
  };
}
