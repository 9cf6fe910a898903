/** What every sender will do: the sentence, a card for each kind of sender, the timeline, and how named senders read it. */

import type { Outlook, PreviousPolicy, Report } from "../../types.ts";
import { el, prose } from "../dom.ts";
import { date } from "../../show/format.ts";
import type { Heading } from "../heading.ts";
import { text } from "../text.ts";
import { cards } from "./cards.ts";
import { moments } from "./moments.ts";
import { readings } from "./readings.ts";
import { renew } from "./renew.ts";
import { timeline } from "./timeline.ts";

export interface SendersView {
  element: HTMLElement;
  show(report: Report): void;
}

function steps(outlook: Outlook, heading: Heading): HTMLElement | null {
  if (outlook.firstSteps.length === 0) return null;
  const list = outlook.firstSteps.map((step) => el("li", null, ...prose(step)));
  return el("section", { class: "first-steps" }, heading("title", text.firstSteps), el("ol", null, ...list));
}

function differences(outlook: Outlook, heading: Heading): HTMLElement | null {
  if (outlook.differs.length === 0) return null;
  const list = outlook.differs.map(({ senders, sentence }) =>
    el("li", null, el("strong", null, senders.join(", ")), ": ", ...prose(sentence)),
  );
  return el("section", { class: "differs" }, heading("title", text.someDiffer), el("ul", null, ...list));
}

/** Says that the earlier policy was remembered, not given, where senders are told to hold it. */
function recalled(outlook: Outlook, previous: PreviousPolicy | null): HTMLElement | null {
  if (previous?.source !== "remembered") return null;
  if (!outlook.senders.some(({ policy }) => policy?.origin === "earlier")) return null;
  const { mode, lastServedAt } = previous;
  const seen = lastServedAt === null ? text.stillThere : text.goneSince(date(lastServedAt));
  return el("p", { class: "recalled" }, text.recalled(mode, seen));
}

export function createSenders(previous: PreviousPolicy | null, heading: Heading): SendersView {
  const body = el("div", { class: "senders-body" });
  const element = el("section", { class: "senders", part: "senders" }, heading("section", text.senders), body);
  // Until the first answers are in there is nothing to tell.
  element.hidden = true;
  let shown = "";

  return {
    element,
    show(report) {
      // While answers are missing, all that could be shown is that nothing is known yet.
      if (report.outcome === "pending") return;
      const { outlook, readings: read } = report;
      const state = JSON.stringify([outlook, read]);
      if (state === shown) return;
      shown = state;
      element.hidden = false;
      // What rests on a text that nobody saw served must not look as if it were so.
      element.classList.toggle("is-supposed", report.observed.fetch.state === "given");
      const parts = [
        el("p", { class: "senders-sentence" }, ...prose(outlook.summary)),
        recalled(outlook, previous),
        cards(outlook, heading),
        timeline(outlook),
        moments(outlook),
        steps(outlook, heading),
        differences(outlook, heading),
        read.length > 0 ? readings({ readings: read, agree: report.readingsAgree }, heading) : null,
      ];
      renew(
        body,
        parts.filter((part) => part !== null),
      );
    },
  };
}
