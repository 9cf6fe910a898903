/** Says of a report that was not made now where it comes from, and offers to check now. */

import type { Report } from "../../../js/src/browser.ts";
import { fillForm } from "../check/form.ts";
import { onResult, showRecorded, type Recorded } from "../check/run.ts";
import { byId, setText } from "../dom.ts";
import { moment } from "../time.ts";
import { text } from "../words.ts";

const banner = byId("banner", HTMLElement);
const sentence = byId("banner-sentence", HTMLParagraphElement);
const button = byId("banner-check", HTMLButtonElement);
const announcer = byId("announcer", HTMLParagraphElement);
let domain = "";

/** Lets the banner go with what it is about; its button checks the domain. */
export function checkFromBanner(checkNow: (domain: string) => void): void {
  onResult((result) => {
    if (result === null) banner.hidden = true;
  });
  button.addEventListener("click", () => {
    checkNow(domain);
    // It goes with the banner, and would take the focus along.
    byId("check", HTMLButtonElement).focus({ preventScroll: true });
  });
}

/** Shows a recorded check under a banner; the report, or `null` where something else was shown meanwhile. */
export async function showUnderBanner(
  load: () => Promise<Recorded>,
  origin: (when: string) => string,
): Promise<Report | null> {
  const report = await showRecorded(load);
  if (report === null) return null;
  ({ domain } = report);
  fillForm(domain);
  setText(sentence, origin(moment(report.checkedAt)));
  setText(button, text.checkNow(domain));
  setText(announcer, sentence.textContent);
  banner.hidden = false;
  return report;
}
