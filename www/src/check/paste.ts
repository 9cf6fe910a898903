/** Where nobody could fetch the policy file, its reader may give the text; everything else is checked as usual. */

import { canCopy, copy } from "../copy.ts";
import { byId, setText } from "../dom.ts";
import { text } from "../words.ts";
import { onResult, runAgain } from "./run.ts";

const box = byId("paste", HTMLElement);
const command = byId("paste-command", HTMLElement);
const copyButton = byId("paste-copy", HTMLButtonElement);
const form = byId("paste-form", HTMLFormElement);
const pasted = byId("paste-text", HTMLTextAreaElement);
const file = byId("paste-file", HTMLInputElement);
const message = byId("paste-message", HTMLParagraphElement);

export function askForPolicy(): void {
  onResult((result) => {
    const { fetch } = result?.report.observed ?? {};
    const isUnseen = result?.isLive === true && fetch?.state === "not-seen";
    box.hidden = !isUnseen;
    // It follows no redirect and takes no error page for a policy, like a sender (RFC 8461 §3.3).
    if (isUnseen && fetch) setText(command, `curl --silent --show-error --fail ${fetch.url}`);
  });
  copyButton.hidden = !canCopy;
  copyButton.addEventListener("click", () => void copy(command.textContent, copyButton));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void read().then(
      (policyText) => {
        if (policyText === null) return setText(message, text.pasteMissing);
        setText(message, "");
        form.reset();
        runAgain({ policyText });
      },
      (error: unknown) => setText(message, text.failed(error)),
    );
  });
}

/** A file is taken as its octets: a byte order mark or an encoding that is not UTF-8 is a finding. */
async function read(): Promise<string | Uint8Array | null> {
  const chosen = file.files?.[0];
  if (chosen) return new Uint8Array(await chosen.arrayBuffer());
  return pasted.value === "" ? null : pasted.value;
}
