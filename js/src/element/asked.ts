/** What was asked of whom: every request that went out for this check, and who got to know the domain by it. */

import type { Report } from "../types.ts";
import { el } from "./dom.ts";
import { elapsed } from "../show/format.ts";
import { STEP_TITLES } from "../show/words.ts";
import { code } from "./evidence/parts.ts";
import { lookupsOf } from "./lookups.ts";
import { text } from "./text.ts";

interface Asked {
  who: string;
  what: string;
  step: string;
  result: string;
  elapsedMs: number;
}

function requests({ steps, observed }: Report): Asked[] {
  const seen = new Set<string>();
  return steps.flatMap(({ id }) => {
    const step = STEP_TITLES[id];
    const list: Asked[] = lookupsOf(id, observed).flatMap(({ recordType, name, tries }) => {
      const question = `${recordType} ${name}`;
      // Two steps may look at the answer to one question.
      if (seen.has(question)) return [];
      seen.add(question);
      return tries.map(({ resolver, checkingDisabled, result, elapsedMs }) => {
        const what = checkingDisabled ? `${question} ${text.checkingOff}` : question;
        return { who: resolver, what, step, result, elapsedMs };
      });
    });
    const { evidence, problem, elapsedMs, url } = observed.fetch;
    // Where there was no helper to ask, no time has passed.
    if (id === "fetch" && (evidence !== null || elapsedMs > 0)) {
      list.push({ who: text.helper, what: url, step, result: problem ?? text.answered, elapsedMs });
    }
    return list;
  });
}

function table(list: readonly Asked[]): HTMLElement {
  const heads = [text.whom, text.what, text.forStep, text.answer, text.took];
  const rows = list.map(({ who, what, step, result, elapsedMs }) =>
    el(
      "tr",
      null,
      el("th", { attributes: { scope: "row" } }, who),
      el("td", null, code(what)),
      el("td", null, step),
      el("td", null, result),
      el("td", { class: "number" }, elapsed(elapsedMs)),
    ),
  );
  return el(
    "div",
    { class: "table", attributes: { tabindex: "0", role: "group", "aria-label": text.whatWasAsked } },
    el(
      "table",
      null,
      el("thead", null, el("tr", null, ...heads.map((head) => el("th", { attributes: { scope: "col" } }, head)))),
      el("tbody", null, ...rows),
    ),
  );
}

export interface AskedView {
  element: HTMLElement;
  show(report: Report): void;
}

export function createAsked(): AskedView {
  const body = el("div", null);
  const element = el("details", { class: "asked", part: "asked" }, el("summary", null, text.whatWasAsked), body);
  element.hidden = true;
  let shown = "";
  return {
    element,
    show(report) {
      const list = requests(report);
      const state = JSON.stringify(list);
      if (state === shown) return;
      shown = state;
      element.hidden = list.length === 0;
      body.replaceChildren(
        el("p", { class: "quiet" }, text.whoKnows(new Set(list.map(({ who }) => who)))),
        table(list),
      );
    },
  };
}
