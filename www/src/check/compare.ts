/** The answers of all resolvers side by side, on request: each question a row, each resolver a column. */

import type { ResolverAnswer, ResolverComparison, ComparedQuestion } from "../../../js/src/browser.ts";
import { el, prose } from "../../../js/src/element/dom.ts";
import { glyph } from "../../../js/src/element/glyph.ts";
import { duration, elapsed } from "../../../js/src/show/format.ts";
import { byId, setText } from "../dom.ts";
import { api } from "../engine.ts";
import { text } from "../words.ts";
import { resolversToCompare, whenAnnounced } from "./asked.ts";
import { currentDomain, onResult } from "./run.ts";

const box = byId("compare", HTMLDetailsElement);
const button = byId("compare-start", HTMLButtonElement);
const output = byId("compare-output", HTMLDivElement);
const announcer = byId("announcer", HTMLParagraphElement);
let asked: AbortController | null = null;

export function compareOnRequest(): void {
  onResult((result) => {
    asked?.abort();
    output.replaceChildren();
    box.hidden = result === null || !result.isLive;
  });
  button.addEventListener("click", () => void compare());
}

async function compare(): Promise<void> {
  asked?.abort();
  const { signal } = (asked = new AbortController());
  setText(output, text.comparing);
  try {
    await whenAnnounced();
    const comparison = await api.compareResolvers(currentDomain(), {
      resolvers: resolversToCompare(),
      signal,
    });
    output.replaceChildren(...shown(comparison));
    setText(announcer, comparison.sentence.replaceAll("`", ""));
  } catch (error) {
    if (!signal.aborted) setText(output, text.failed(error));
  }
}

const look = (agree: boolean | null) => (agree === null ? "inconclusive" : agree ? "passed" : "warned");

function shown({ agree, sentence, questions }: ResolverComparison): Node[] {
  const resolvers = questions[0]?.answers.map(({ resolver }) => resolver) ?? [];
  const heads = [text.question, ...resolvers, text.agreement];
  return [
    el(
      "p",
      { class: `comparison-sentence is-${look(agree)}` },
      glyph(look(agree)),
      el("span", null, ...prose(sentence)),
    ),
    el(
      "div",
      { class: "table", attributes: { tabindex: "0", role: "group", "aria-label": text.comparison } },
      el(
        "table",
        null,
        el("thead", null, el("tr", null, ...heads.map((head) => el("th", { attributes: { scope: "col" } }, head)))),
        el("tbody", null, ...questions.map(row)),
      ),
    ),
  ];
}

function row({ name, recordType, agree, answers, sentence }: ComparedQuestion): HTMLElement {
  return el(
    "tr",
    null,
    el("th", { attributes: { scope: "row" } }, `${recordType} `, el("code", null, name)),
    ...answers.map((answer) => el("td", { attributes: { "data-head": answer.resolver } }, ...cell(answer))),
    el("td", { class: `is-${look(agree)}` }, glyph(look(agree)), " ", ...prose(agree === true ? text.agree : sentence)),
  );
}

function cell({ state, records, ttl, authenticated, comment, elapsedMs }: ResolverAnswer): (Node | string)[] {
  const notes = [
    ttl !== null && text.ttlLeft(duration(ttl)),
    state !== "failed" && (authenticated ? text.validated : text.notValidated),
    elapsed(elapsedMs),
    comment,
  ];
  return [
    ...(records.length > 0
      ? records.map((record) => el("code", { class: "answer" }, record))
      : [el("span", { class: "answer" }, text.states[state])]),
    el("span", { class: "quiet" }, notes.filter(Boolean).join(" · ")),
  ];
}
