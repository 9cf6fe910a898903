/** Puts text on the clipboard, and says so. */

import { byId, setText } from "./dom.ts";
import { text } from "./words.ts";

/** Browsers let no page copy that did not come over TLS, whatever the types say. */
export const canCopy = (navigator.clipboard as Clipboard | undefined) !== undefined;

const announcer = byId("announcer", HTMLParagraphElement);

/** Copies, and says in the button for a while what came of it. */
export async function copy(content: string, button: HTMLButtonElement): Promise<void> {
  const label = (button.dataset.label ??= button.textContent);
  const said = await navigator.clipboard.writeText(content).then(
    () => text.copied,
    (error: unknown) => text.notCopied(error),
  );
  setText(announcer, said);
  setText(button, said);
  setTimeout(() => setText(button, label), 2_000);
}
