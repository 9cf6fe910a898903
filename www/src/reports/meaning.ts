/** What a result type and the reasons beside it mean: what the package knows of them, with what to do. */

import type { Explanation, FailureSummary } from "../../../js/src/browser.ts";
import { el, prose } from "../../../js/src/element/dom.ts";
import { api } from "../engine.ts";
import { remedies, words } from "./words.ts";

/** Of so many reasons the package is asked what they mean. */
const MOST_REASONS = 20;

const paragraphs = (title: string, ...content: Node[]): Node[] => [el("h4", null, title), ...content];

/** What is known of a result type; of the explanations for a longer text the one for this very word. */
async function explained(term: string): Promise<Explanation | undefined> {
  return (await api.explain(term)).find((found) => found.term === term);
}

async function reasonsExplained({ reasons }: FailureSummary): Promise<Node[]> {
  const names = reasons.slice(0, MOST_REASONS).flatMap(({ name }) => (name === null ? [] : [name]));
  const found = await Promise.all(names.map(async (name) => (await api.explain(name))[0]));
  const unique = new Map(found.flatMap((one) => (one === undefined ? [] : [[one.id, one]])));
  return [...unique.values()].flatMap(({ term, from, meaning, causes }) => [
    el("p", { class: "reason-meaning" }, el("code", null, term), " ", ...prose(words.reasonMeans(from, meaning))),
    ...(causes.length > 0 ? [causeList(causes)] : []),
  ]);
}

const causeList = (causes: readonly string[]): HTMLElement =>
  el("ol", { class: "causes" }, ...causes.map((cause) => el("li", null, ...prose(cause))));

/** What to do about it, in a sentence or two; `null` where nobody knows. */
export const remedyOf = ({ resultType }: FailureSummary): string | null =>
  resultType !== null && Object.hasOwn(remedies, resultType) ? (remedies[resultType] ?? null) : null;

/** Meaning, causes, remedy; for a type that nobody knows, that. */
export async function meaningOf(failure: FailureSummary): Promise<Node[]> {
  const { resultType, isRegistered } = failure;
  if (resultType === null) return paragraphs(words.means, el("p", null, words.countedOnly));
  const [known, reasons] = await Promise.all([explained(resultType), reasonsExplained(failure)]);
  const remedy = remedyOf(failure);
  const meaning = known?.meaning ?? (isRegistered ? words.notExplained : words.unregistered);
  return [
    ...paragraphs(words.means, el("p", null, ...prose(meaning)), ...reasons),
    ...(known && known.causes.length > 0 ? paragraphs(words.causes, causeList(known.causes)) : []),
    ...(remedy === null ? [] : paragraphs(words.todo, el("p", null, ...prose(remedy)))),
    ...(known ? [el("p", { class: "basis" }, known.basis)] : []),
  ];
}
