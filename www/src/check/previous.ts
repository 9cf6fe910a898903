/** An earlier policy that senders may still hold: pasted, or said in two numbers. */

import type { Mode, PreviousPolicy } from "../../../js/src/browser.ts";
import { byId, setText } from "../dom.ts";
import { api } from "../engine.ts";
import { text } from "../words.ts";
import { onResult, runAgain } from "./run.ts";

const box = byId("previous", HTMLDetailsElement);
const form = byId("previous-form", HTMLFormElement);
const policyText = byId("previous-text", HTMLTextAreaElement);
const mode = byId("previous-mode", HTMLSelectElement);
const maxAge = byId("previous-max-age", HTMLInputElement);
const served = byId("previous-date", HTMLInputElement);
const message = byId("previous-message", HTMLParagraphElement);

/** The end of the day that was chosen, in seconds since 1970; nothing chosen means until now. */
function lastServedAt(): number | null {
  const day = served.value === "" ? Number.NaN : Date.parse(`${served.value}T23:59:59Z`);
  return Number.isNaN(day) ? null : Math.floor(Math.min(day, Date.now()) / 1000);
}

async function read(): Promise<PreviousPolicy | string> {
  const rest = { lastServedAt: lastServedAt() };
  if (policyText.value.trim() !== "") {
    const { policy, findings } = await api.validatePolicy(policyText.value);
    if (policy === null) return findings.find(({ severity }) => severity === "error")?.saw ?? text.previousUnread;
    return { mode: policy.mode, maxAge: policy.maxAge, mx: policy.mx, source: "pasted", ...rest };
  }
  const seconds = Number(maxAge.value);
  if (mode.value === "" || maxAge.value === "" || !Number.isInteger(seconds) || seconds < 0 || seconds > 9999999999) {
    return text.previousMissing;
  }
  return { mode: mode.value as Mode, maxAge: seconds, mx: null, source: "given", ...rest };
}

/** Lets the reader say which policy was served before, and checks again with it. Anything else gets a sentence. */
export function askForPrevious(): void {
  onResult((result) => (box.hidden = result === null || !result.isLive));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void read().then(
      (previousPolicy) => {
        if (typeof previousPolicy === "string") return setText(message, previousPolicy.replaceAll("`", ""));
        setText(message, "");
        runAgain({ previousPolicy });
      },
      (error: unknown) => setText(message, text.failed(error)),
    );
  });
}
