/** Shows one view of the page at a time, the one that the address names. */

import { byId } from "./dom.ts";
import { readPlace, VIEWS, type Place, type View } from "./place.ts";
import { page, text } from "./words.ts";

const sections = Object.fromEntries(VIEWS.map((view) => [view, byId(`${view}-view`, HTMLElement)])) as Record<
  View,
  HTMLElement
>;
const links = [...document.querySelectorAll<HTMLAnchorElement>("a[data-for]")];
const NAMES: Record<Exclude<View, "check">, string> = {
  validate: page.validate,
  reports: page.reports,
  history: page.history,
  help: page.helpView,
};

/** The title of the view for domains: it changes with what is checked. */
let checkTitle = document.title;
let shown: View = "check";

const showTitle = (): void => {
  document.title = shown === "check" ? checkTitle : text.viewTitle(NAMES[shown]);
};

/** Names what the view for domains shows; nothing for its name without any. */
const { title } = document;
export function setCheckTitle(name: string = title): void {
  checkTitle = name;
  showTitle();
}

function show(view: View): void {
  if (view === shown) return;
  shown = view;
  for (const name of VIEWS) sections[name].hidden = name !== view;
  for (const link of links) {
    if (link.dataset.for === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  showTitle();
}

/** Calls back with the place that the address names, now and whenever it changes, once its view is there to be seen. */
export function onPlace(arrive: (place: Place) => void): void {
  const go = (isMove: boolean): void => {
    const place = readPlace(location.hash);
    const before = shown;
    show(place.view);
    if (isMove && before !== shown) {
      scrollTo({ top: 0, behavior: "instant" });
      sections[shown].querySelector("h1")?.focus({ preventScroll: true });
    }
    arrive(place);
  };
  addEventListener("hashchange", () => go(true));
  go(false);
}

/** Leads to the content without a new address, which would no longer name what is shown. */
export function skipOnClick(): void {
  byId("skip", HTMLAnchorElement).addEventListener("click", (event) => {
    event.preventDefault();
    const section = sections[shown];
    (section.querySelector<HTMLElement>("input, textarea") ?? section.querySelector("h1"))?.focus();
  });
}
