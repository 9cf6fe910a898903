/** The box that explains a string: a result type, a bounce, a line of a log. Nothing leaves the browser. */

import { explain, type Explanation } from "../../js/src/browser.ts";
import { byId, el, prose, setText } from "./dom.ts";
import { text } from "./text.ts";

const form = byId("explain-form", HTMLFormElement);
const input = byId("explain-text", HTMLTextAreaElement);
const output = byId("explain-output", HTMLDivElement);
const announcer = byId("announcer", HTMLParagraphElement);

function explanation({ term, from, meaning, causes, basis }: Explanation): HTMLElement {
  return el(
    "section",
    { class: "explanation" },
    el("h3", null, el("code", null, term)),
    el("p", { class: "quiet" }, `${text.explainFrom} ${from}`),
    el("p", null, ...prose(meaning)),
    el("p", { class: "quiet" }, text.explainCauses),
    el("ul", null, ...causes.map((cause) => el("li", null, ...prose(cause)))),
    el("p", { class: "finding-notes" }, basis),
  );
}

export function explainOnSubmit(): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void explain(input.value).then(
      (found) => {
        const nothing = el("p", null, text.explainNothing);
        output.replaceChildren(...(found.length > 0 ? found.map(explanation) : [nothing]));
        setText(announcer, found[0]?.meaning.replaceAll("`", "") ?? text.explainNothing);
      },
      (error: unknown) => output.replaceChildren(el("p", null, text.failed(String(error)))),
    );
  });
}
