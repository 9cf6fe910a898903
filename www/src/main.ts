/** Ties the page together. It renders what the package says and judges nothing itself. */

import { init } from "../../js/src/browser.ts";
import { fillFromAddress, onDomain, showInAddress } from "./form.ts";
import { run } from "./run.ts";

fillFromAddress();
addEventListener("hashchange", fillFromAddress);
onDomain((domain) => {
  showInAddress(domain);
  run(domain);
});

// The form works at once; the module is fetched meanwhile. A failure is told when it is needed.
init().catch(() => {});
