/** Ties the page together. It renders what the package says and judges nothing itself. */

import type { PreviousPolicy } from "../../js/src/browser.ts";
import { offerToAskHelper, whenAnnounced } from "./check/asked.ts";
import { compareOnRequest } from "./check/compare.ts";
import { fillForm, onDomain, sayUnread } from "./check/form.ts";
import { askForPolicy } from "./check/paste.ts";
import { askForPrevious } from "./check/previous.ts";
import { clear, currentDomain, isShown, run } from "./check/run.ts";
import { byId, setText } from "./dom.ts";
import { api } from "./engine.ts";
import { drawExamples, openExample } from "./examples/open.ts";
import { explainOnSubmit, showAnswer } from "./help.ts";
import { openKept } from "./history/open.ts";
import { keepResults, recall } from "./history/record.ts";
import { showNotices } from "./offline/notices.ts";
import { domainFragment, type Place } from "./place.ts";
import { checkFromBanner } from "./share/banner.ts";
import { offerToShare } from "./share/bar.ts";
import { openPacked } from "./share/open.ts";
import { onPlace, skipOnClick } from "./views.ts";
import { text } from "./words.ts";

/** The view that validates brings an editor with it, so it is loaded only when somebody goes there. */
function openValidate(): void {
  const problem = byId("validate-problem", HTMLParagraphElement);
  import("./validate/view.ts").catch((error: unknown) => setText(problem, text.viewMissing(error)));
}

/** Checks a domain with what is known of it. */
function start(domain: string): void {
  // Before it is taken away.
  const fresh = isShown(domain);
  const isNewest = clear();
  const checkWith = (previousPolicy: PreviousPolicy | null): void => {
    if (isNewest()) run(domain, { previousPolicy, fresh });
  };
  const recalled = recall(domain).catch(() => null);
  void Promise.all([recalled, whenAnnounced()]).then(([previousPolicy]) => checkWith(previousPolicy));
}

/** Checks a domain, from wherever that is asked. */
function checkNow(domain: string): void {
  const fragment = domainFragment(domain);
  if (location.hash === fragment) return start(domain);
  addEventListener("hashchange", () => start(domain), { once: true });
  location.hash = fragment;
}

/** Shows what an address holds, or says why it cannot be shown. */
function open(opening: Promise<void>): void {
  opening.catch((error: unknown) => sayUnread(error instanceof Error ? error.message : text.badAddress));
}

/** The view of the history is loaded with its controls, when somebody goes there. */
function openHistory(): void {
  import("./history/view.ts").then(
    ({ showHistory }) => showHistory(checkNow),
    (error: unknown) => setText(byId("history-message", HTMLParagraphElement), text.viewMissing(error)),
  );
}

/** The view that reads TLS reports is loaded when somebody goes there, and again after it could not be. */
function openReports(): void {
  const problem = byId("reports-problem", HTMLParagraphElement);
  import("./reports/view.ts").catch((error: unknown) => setText(problem, text.viewMissing(error)));
}

function arrive(place: Place): void {
  if ("unread" in place) sayUnread(text.badAddress);
  else if ("packed" in place) open(openPacked(place.packed));
  else if ("example" in place) open(openExample(place.example));
  else if ("kept" in place) open(openKept(place.kept));
  else if (place.view === "history") openHistory();
  else if (place.view === "validate") openValidate();
  else if (place.view === "reports") openReports();
  else if ("domain" in place && place.domain !== null) {
    fillForm(place.domain);
    if (place.domain !== currentDomain()) clear();
  } else if (place.view === "help" && place.answer !== null) showAnswer(place.answer);
}

skipOnClick();
onDomain((domain) => {
  history.replaceState(null, "", domainFragment(domain));
  start(domain);
});
offerToAskHelper();
askForPrevious();
askForPolicy();
compareOnRequest();
explainOnSubmit();
showNotices();
keepResults();
offerToShare();
checkFromBanner(checkNow);
drawExamples();
onPlace(arrive);

// The form works at once; the module is fetched meanwhile. A failure is told when it is needed.
api.init().catch(() => {});
