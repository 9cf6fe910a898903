/** The view with answers, and the box that explains a string: a result type, a bounce, a line of a log. */

import type { Explanation } from "../../js/src/browser.ts";
import { byId, fill, setText } from "./dom.ts";
import { api } from "./engine.ts";
import { text } from "./words.ts";

const form = byId("explain-form", HTMLFormElement);
const input = byId("explain-text", HTMLTextAreaElement);
const output = byId("explain-output", HTMLDivElement);
const template = byId("explanation", HTMLTemplateElement);
const announcer = byId("announcer", HTMLParagraphElement);

function explanation({ term, from, meaning, causes, basis }: Explanation): Node {
  return fill(template, { term, from: text.explainFrom(from), meaning, cause: causes, basis });
}

export function explainOnSubmit(): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void api.explain(input.value).then(
      (found) => {
        if (found.length > 0) output.replaceChildren(...found.map(explanation));
        else setText(output, text.explainNothing);
        setText(announcer, found[0]?.meaning.replaceAll("`", "") ?? text.explainNothing);
      },
      (error: unknown) => setText(output, text.failed(error)),
    );
  });
}

/** Opens an answer, and leads to it. */
export function showAnswer(id: string): void {
  const answer = document.getElementById(`help-${id}`);
  if (!(answer instanceof HTMLDetailsElement)) return;
  answer.open = true;
  answer.scrollIntoView();
  answer.querySelector("summary")?.focus({ preventScroll: true });
}
