/** Ties the page together. It renders what the package says and judges nothing itself. */

import { init } from "../../js/src/browser.ts";
import { fetchModule } from "./engine-module.ts";
import { explainOnSubmit } from "./explain.ts";
import { fillFromAddress, onDomain, showInAddress, skipOnClick } from "./form.ts";
import { rememberIfWanted } from "./memory.ts";
import { showNotices } from "./offline/notices.ts";
import { onPrevious } from "./previous.ts";
import { run, runAgain, showOnly } from "./run.ts";

fillFromAddress();
addEventListener("hashchange", () => {
  const domain = fillFromAddress();
  if (domain !== null) showOnly(domain);
});
skipOnClick();
onDomain((domain) => {
  showInAddress(domain);
  run(domain);
});
onPrevious(runAgain);
rememberIfWanted();
explainOnSubmit();
showNotices();

// The form works at once; the module is fetched meanwhile. A failure is told when it is needed.
init(fetchModule()).catch(() => {});
