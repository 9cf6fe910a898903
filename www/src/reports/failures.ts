/** Each way in which sessions failed: a table of all, then each with what it means and where it was seen. */

import type { DomainReports, FailureStanding, FailureSummary, SessionShare } from "../../../js/src/browser.ts";
import { el, prose, type Child } from "../../../js/src/element/dom.ts";
import { failureBadge } from "./badge.ts";
import { barTable } from "./bars.ts";
import { dayName, figure, shortShare, shortDay } from "./figures.ts";
import { inSteps } from "./fold.ts";
import { meaningOf } from "./meaning.ts";
import { periodOf } from "./period.ts";
import { brief, code, name } from "./raw.ts";
import { sparkline } from "./sparkline.ts";
import { words } from "./words.ts";

/** So many are open at first: the reader need not open what is all there is. */
const OPEN = 3;
const FOLD = 10;
/** Of what hardly any reader looks for. */
const NONE = 0;

const titleOf = ({ resultType }: FailureSummary, isWhole = true): Child =>
  resultType === null ? words.noType : code(isWhole ? resultType : brief(resultType));

export function failureTable({ failures }: DomainReports): HTMLElement {
  const all = failures.reduce((sum, { sessions }) => sum + BigInt(sessions), 0n);
  const most = failures[0]?.sessions ?? 0;
  return barTable(
    words.why,
    [words.type, words.failedSessions, words.shareOfFailed, words.lastSeen],
    failures.map((failure) => ({
      name: [titleOf(failure, false)],
      note: [words.sparkline(failure.days.length)],
      cells: [
        { kind: "failed", value: failure.sessions, most },
        shortShare(failure.sessions, all),
        failure.lastDay === null ? words.noName : shortDay(failure.lastDay),
      ],
    })),
  );
}

type Show = (text: string) => HTMLElement;

/** A list with the sessions of each; `null` where reports tell of none. */
function shares(
  title: string,
  list: readonly SessionShare[],
  show: Show,
  { most = FOLD, remark }: { most?: number; remark?: string } = {},
): HTMLElement | null {
  if (!list.some(({ name }) => name !== null)) return null;
  const items = el("ul", null);
  const more = inSteps(
    list.map(
      (item) => () =>
        el(
          "li",
          null,
          item.name === null ? el("span", { class: "quiet" }, words.noName) : show(item.name),
          " ",
          el("span", { class: "quiet" }, figure(item.sessions)),
        ),
    ),
    items,
    most,
  );
  return el(
    "div",
    { class: "shares" },
    el("h4", null, title),
    items,
    ...more,
    remark !== undefined && el("p", { class: "quiet" }, remark),
  );
}

/** In a sentence: how often, by whom, when. */
function occurred({ sessions, senders, firstDay, lastDay }: FailureSummary): string {
  const when =
    firstDay === null || lastDay === null ? words.withoutDate : words.firstLast(dayName(firstDay), dayName(lastDay));
  return words.occurred(words.sessions(figure(sessions)), words.senders(senders.length), when);
}

function fill(card: HTMLElement, failure: FailureSummary): void {
  const meaning = el("div", { class: "meaning" });
  meaningOf(failure).then(
    (nodes) => meaning.replaceChildren(...nodes),
    (error: unknown) => meaning.replaceChildren(words.failed(error)),
  );
  const seen = el(
    "div",
    { class: "seen" },
    shares(words.mxHosts, failure.mxHosts, code),
    shares(words.receivingIps, failure.receivingIps, code),
    shares(words.reasons, failure.reasons, code),
    shares(words.information, failure.information, code, { remark: words.notLinked }),
    shares(words.reporters, failure.senders, name),
    shares(words.sendingIps, failure.sendingIps, code, { most: NONE }),
  );
  card.append(el("div", { class: "failure-body" }, meaning, seen));
}

/** What a check saw of each failure, as soon as there was one. */
export type Standings<T> = () => readonly T[] | null;

function mark(card: HTMLElement, standing: FailureStanding | undefined): void {
  if (standing === undefined) return;
  card.querySelector(".standing-place")?.replaceChildren(failureBadge(standing.state));
  card
    .querySelector(".standing-sentence")
    ?.replaceChildren(el("p", null, el("strong", null, words.now), ": ", ...prose(standing.sentence)));
}

function failureCard(failure: FailureSummary, index: number, domain: DomainReports): HTMLElement {
  const period = periodOf(domain);
  const card = el(
    "details",
    { class: "failure", attributes: { "data-failure": String(index) } },
    el(
      "summary",
      null,
      el("h3", null, titleOf(failure), " ", el("span", { class: "standing-place" })),
      el("p", null, occurred(failure)),
      period !== null && period.count > 1 && sparkline(failure.days, period),
    ),
    el("div", { class: "standing-sentence" }),
  );
  card.addEventListener("toggle", () => fill(card, failure), { once: true });
  card.open = index < OPEN;
  return card;
}

export function failureCards(domain: DomainReports, standings: Standings<FailureStanding>): Node[] {
  if (domain.failures.length === 0) return [el("p", { class: "quiet" }, words.noFailures)];
  const list = el("div", { class: "failures" });
  const cards = domain.failures.map((failure, index) => () => {
    const card = failureCard(failure, index, domain);
    mark(card, standings()?.[index]);
    return card;
  });
  return [list, ...inSteps(cards, list, FOLD)];
}

/** Marks the cards that are there already. */
export function markFailures(root: HTMLElement, standings: readonly FailureStanding[]): void {
  for (const card of root.querySelectorAll<HTMLElement>("[data-failure]")) {
    mark(card, standings[Number(card.dataset.failure)]);
  }
}
