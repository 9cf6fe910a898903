/** The policies that senders went by: a table of all, then each with its text, who applied it and until when. */

import type { AppliedPolicy, DomainReports, PolicyStanding } from "../../../js/src/browser.ts";
import { el, prose, type Child } from "../../../js/src/element/dom.ts";
import { dateTime } from "../../../js/src/show/format.ts";
import { span } from "../time.ts";
import { policyBadge } from "./badge.ts";
import { barTable, largest } from "./bars.ts";
import { shortShare, shortDay, total } from "./figures.ts";
import type { Standings } from "./failures.ts";
import { inSteps } from "./fold.ts";
import { knownIdOf } from "./known-id.ts";
import { brief, code, name } from "./raw.ts";
import { words } from "./words.ts";

const FOLD = 10;
const LINES = 40;

function kindOf({ policyType }: AppliedPolicy): Child[] {
  if (policyType === null) return [words.noPolicyType];
  const known = Object.hasOwn(words.policyTypes, policyType) ? words.policyTypes[policyType] : undefined;
  return known === undefined ? [code(brief(policyType))] : [known];
}

/** What tells it from the others. */
function factsOf({ sts, policyType, lines }: AppliedPolicy): string {
  if (sts === null) return policyType === "sts" && lines.length === 0 ? words.noText : "";
  return [words.mode(sts.mode), words.maxAge(span(sts.maxAge))].join(", ");
}

export function policyTable({ policies }: DomainReports): HTMLElement {
  const most = largest(policies.map(({ sessions }) => total(sessions)));
  const mostFailed = largest(policies.map(({ sessions }) => sessions.failed));
  return barTable(
    words.byPolicy,
    [words.policy, words.failedSessions, words.share, words.all],
    policies.map((policy, index) => ({
      name: [`${index + 1}. `, ...kindOf(policy)],
      note: [factsOf(policy)].filter((facts) => facts !== ""),
      cells: [
        { kind: "failed", value: policy.sessions.failed, most: mostFailed },
        shortShare(policy.sessions.failed, total(policy.sessions)),
        { kind: "all", value: total(policy.sessions), most },
      ],
    })),
  );
}

function appliedBy({ senders }: AppliedPolicy): Node[] {
  const list = el("ul", { class: "shares" });
  const items = senders.map(
    ({ organization, lastDay }) =>
      () =>
        el(
          "li",
          null,
          organization === null ? el("span", { class: "quiet" }, words.noName) : name(organization),
          lastDay !== null && el("span", { class: "quiet" }, ` ${words.appliedNote(shortDay(lastDay))}`),
        ),
  );
  const more = inSteps(items, list, FOLD);
  return [el("h4", null, words.appliedBy), list, ...more];
}

function text(lines: readonly string[]): Node {
  const shown = lines.slice(0, LINES).flatMap((line) => [code(line), "\n"]);
  const pre = el("pre", { attributes: { tabindex: "0", role: "group", "aria-label": words.policyText } });
  pre.append(...shown.slice(0, -1));
  if (lines.length > LINES) pre.append(`\n${words.moreOf(lines.length - LINES)}`);
  return pre;
}

function fill(card: HTMLElement, policy: AppliedPolicy, domain: string | null): void {
  const known = el("p", { class: "known-id" });
  if (domain !== null && policy.sts !== null) {
    void knownIdOf(domain, policy.sts).then((sentence) => known.replaceChildren(...prose(sentence ?? "")));
  }
  const isUnusable = policy.policyType === "sts" && policy.sts === null && policy.lines.length > 0;
  card.append(
    el(
      "div",
      { class: "failure-body" },
      el(
        "div",
        null,
        known,
        isUnusable && el("p", null, words.unusable),
        ...(policy.lines.length > 0 ? [el("h4", null, words.policyText), text(policy.lines)] : []),
        ...(policy.mxHost.length > 0
          ? [
              el("h4", null, words.policyHosts),
              el("ul", { class: "shares" }, ...policy.mxHost.slice(0, LINES).map((host) => el("li", null, code(host)))),
            ]
          : []),
      ),
      el("div", null, ...appliedBy(policy)),
    ),
  );
}

function policyCard(policy: AppliedPolicy, index: number, domain: string | null): HTMLElement {
  const facts = factsOf(policy);
  const card = el(
    "details",
    { class: "failure policy", attributes: { "data-policy": String(index) } },
    el(
      "summary",
      null,
      el("h3", null, `${index + 1}. `, ...kindOf(policy), " ", el("span", { class: "standing-place" })),
      facts !== "" && el("p", null, facts),
    ),
    el("div", { class: "standing-sentence" }),
  );
  card.addEventListener("toggle", () => fill(card, policy, domain), { once: true });
  return card;
}

function mark(card: HTMLElement, standing: PolicyStanding | undefined): void {
  if (standing === undefined) return;
  const held = standing.heldUntil === null ? "" : ` ${words.heldUntil(dateTime(standing.heldUntil))}`;
  card.querySelector(".standing-place")?.replaceChildren(policyBadge(standing.state));
  card
    .querySelector(".standing-sentence")
    ?.replaceChildren(el("p", null, el("strong", null, words.now), ": ", ...prose(standing.sentence + held)));
}

export function policyCards({ policies, domain }: DomainReports, standings: Standings<PolicyStanding>): Node[] {
  const list = el("div", { class: "failures" });
  const cards = policies.map((policy, index) => () => {
    const card = policyCard(policy, index, domain);
    mark(card, standings()?.[index]);
    return card;
  });
  return [list, ...inSteps(cards, list, FOLD)];
}

export function markPolicies(root: HTMLElement, standings: readonly PolicyStanding[]): void {
  for (const card of root.querySelectorAll<HTMLElement>("[data-policy]")) {
    mark(card, standings[Number(card.dataset.policy)]);
  }
}
