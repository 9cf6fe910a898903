/** The box that explains a string: a result type, a bounce, a line of a log. Nothing leaves the browser. */

import { explain, type Explanation } from "../../js/src/browser.ts";
import { byId, fill, setText } from "./dom.ts";
import { text } from "./text.ts";

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
    void explain(input.value).then(
      (found) => {
        if (found.length > 0) output.replaceChildren(...found.map(explanation));
        else setText(output, text.explainNothing);
        setText(announcer, found[0]?.meaning.replaceAll("`", "") ?? text.explainNothing);
      },
      (error: unknown) => setText(output, text.failed(error)),
    );
  });
}
