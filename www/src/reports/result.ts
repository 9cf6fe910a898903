/** What reports come to, top to bottom: the sentence, whether it is still so, the days, why, by whom, by which policy, each document. */

import type { DomainReports, ReportStanding, ReportSummary } from "../../../js/src/browser.ts";
import { glyph } from "../../../js/src/element.ts";
import { el, prose } from "../../../js/src/element/dom.ts";
import { documentList } from "./documents.ts";
import { exportTools } from "./export.ts";
import { failureCards, failureTable, markFailures } from "./failures.ts";
import { figure, total } from "./figures.ts";
import { glance, type Glance } from "./glance.ts";
import { markPolicies, policyCards, policyTable } from "./policies.ts";
import { brief } from "./raw.ts";
import { senderTable } from "./senders.ts";
import type { Source } from "./source.ts";
import { standingSection } from "./standing.ts";
import { timeline } from "./timeline.ts";
import { unreadableNotice } from "./unreadable.ts";
import { words } from "./words.ts";

export interface Shown {
  summary: ReportSummary;
  sources: readonly Source[];
  isExample: boolean;
  /** What stands beside the heading. */
  tools: Node;
  /** Says a sentence to whoever does not see what has changed. */
  announce(sentence: string): void;
}

const nothing: Glance = { look: "inconclusive", sentence: words.nothingRead, more: [] };

const part = (title: string, ...content: Node[]): HTMLElement =>
  el("section", { class: "part" }, el("h2", null, title), ...content);

function verdict({ look, sentence, more }: Glance): HTMLElement {
  return el(
    "div",
    { class: "glance", attributes: { "data-look": look } },
    glyph(look),
    el(
      "div",
      null,
      el("p", { class: "glance-sentence" }, ...prose(sentence)),
      ...more.map((line) => el("p", null, ...line)),
    ),
  );
}

function domainParts(domain: DomainReports, { summary, isExample }: Shown): Node[] {
  let standing: ReportStanding | null = null;
  const days = timeline(domain.days);
  const why = part(
    words.why,
    ...(domain.failures.length > 0 ? [el("p", { class: "quiet" }, ...prose(words.whyLede))] : []),
    ...(domain.failures.length > 1 ? [failureTable(domain)] : []),
    ...failureCards(domain, () => standing?.failures ?? null),
  );
  const policies = part(
    words.byPolicy,
    el("p", { class: "quiet" }, words.byPolicyLede),
    ...(domain.policies.length > 1 ? [policyTable(domain)] : []),
    ...policyCards(domain, () => standing?.policies ?? null),
  );
  const still = standingSection(domain, isExample, (found) => {
    standing = found;
    markFailures(why, found.failures);
    markPolicies(policies, found.policies);
  });
  return [
    el("div", { class: "at-first" }, verdict(glance(domain, summary)), still),
    ...(days.length > 0 ? [part(words.timeline, ...days)] : []),
    why,
    part(words.bySender, senderTable(domain.senders)),
    ...(domain.policies.length > 0 ? [policies] : []),
  ];
}

/** Which of several domains is shown; nothing to choose where there is one. */
function chooser({ domains }: ReportSummary, choose: (domain: DomainReports) => void): Node[] {
  if (domains.length < 2) return [];
  const select = el("select", { attributes: { id: "reports-domain" } });
  select.append(
    ...domains.map(({ domain, sessions }, index) => {
      const name = domain === null ? words.noDomain : brief(domain);
      const option = el("option", null, words.domainOption(name, figure(sessions.failed), figure(total(sessions))));
      option.value = String(index);
      return option;
    }),
  );
  select.addEventListener("change", () => {
    const domain = domains[Number(select.value)];
    if (domain) choose(domain);
  });
  return [
    el(
      "div",
      { class: "chooser" },
      el("label", { attributes: { for: select.id } }, words.domain),
      select,
      el("p", { class: "quiet" }, words.domains(domains.length)),
    ),
  ];
}

const spoken = (sentence: string): string => sentence.replaceAll("`", "");

/** The nodes, and the sentence that says it all. */
export function resultOf(shown: Shown): { nodes: Node[]; heading: HTMLElement; said: string } {
  const { summary, sources, isExample, tools, announce } = shown;
  const list = documentList(summary, sources);
  const place = el("div", { class: "of-domain" });
  const choose = (domain: DomainReports): void => place.replaceChildren(...domainParts(domain, shown));
  const [first] = summary.domains;
  if (first) choose(first);
  else place.append(verdict(nothing));
  const heading = el("h2", { class: "result-heading", attributes: { tabindex: "-1" } }, words.result);
  const notes = [summary.duplicates > 0 ? words.duplicates(summary.duplicates) : "", summary.isFull ? words.full : ""];
  return {
    heading,
    said: spoken((first ? glance(first, summary) : nothing).sentence),
    nodes: [
      el("div", { class: "result-head" }, heading, tools),
      ...(isExample ? [el("p", { class: "banner" }, words.exampleBanner)] : []),
      ...unreadableNotice(summary, list.showUnreadable),
      ...chooser(summary, (domain) => {
        choose(domain);
        announce(spoken(glance(domain, summary).sentence));
      }),
      place,
      ...notes.filter((note) => note !== "").map((note) => el("p", { class: "quiet note-line" }, note)),
      list.element,
      exportTools(summary),
    ],
  };
}
