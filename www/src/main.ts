/** Ties the page together. It renders what the package says and judges nothing itself. */

import { compareOnRequest } from "./check/compare.ts";
import { fillForm, onDomain, sayAddressUnread } from "./check/form.ts";
import { askForPolicy } from "./check/paste.ts";
import { askForPrevious } from "./check/previous.ts";
import { clear, currentDomain, run } from "./check/run.ts";
import { byId, setText } from "./dom.ts";
import { api } from "./engine.ts";
import { explainOnSubmit, showAnswer } from "./help.ts";
import { showNotices } from "./offline/notices.ts";
import { domainFragment, type Place } from "./place.ts";
import { onPlace, skipOnClick } from "./views.ts";
import { text } from "./words.ts";

/** The view that validates brings an editor with it, so it is loaded only when somebody goes there. */
function openValidate(): void {
  const problem = byId("validate-problem", HTMLParagraphElement);
  import("./validate/view.ts").catch((error: unknown) => setText(problem, text.viewMissing(error)));
}

function arrive(place: Place): void {
  if ("unread" in place) sayAddressUnread();
  else if (place.view === "validate") openValidate();
  else if ("domain" in place && place.domain !== null) {
    fillForm(place.domain);
    if (place.domain !== currentDomain()) clear();
  } else if (place.view === "help" && place.answer !== null) showAnswer(place.answer);
}

skipOnClick();
onDomain((domain) => {
  history.replaceState(null, "", domainFragment(domain));
  run(domain);
});
askForPrevious();
askForPolicy();
compareOnRequest();
explainOnSubmit();
showNotices();
onPlace(arrive);

// The form works at once; the module is fetched meanwhile. A failure is told when it is needed.
api.init().catch(() => {});
