/** Puts the words of src/words.ts into index.html, so that a translation has one file to change. */

import type { Plugin } from "vite";

import { RESOLVERS } from "../../js/src/resolvers.ts";
import { OUTCOME_LOOKS, OUTCOME_WORDS } from "../../js/src/show/words.ts";
import { EXAMPLES, type ExampleName } from "../src/examples/list.ts";
import { exampleTitles, help, page } from "../src/words.ts";
import type { Settings } from "./settings.ts";

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** `Quoted parts` become code. */
const prose = (text: string): string => escape(text).replaceAll(/`([^`]*)`/g, "<code>$1</code>");

const section = (rfc: string): string => {
  const [, number, part] = /^RFC (\d+) §([\d.]+)$/.exec(rfc) ?? [];
  return `https://www.rfc-editor.org/rfc/rfc${number}#section-${part}`;
};

const answers = (): string =>
  help
    .map(
      ({ id, question, answer: [first = "", ...rest], sample, rfc }) => `
        <details id="help-${id}" class="question">
          <summary><h2>${prose(question)}</h2></summary>
          <div>
            <p>${prose(first)}</p>
            ${sample === undefined ? "" : `<pre tabindex="0"><code>${escape(sample)}</code></pre>`}
            ${rest.map((line) => `<p>${prose(line)}</p>`).join("")}
            <p class="basis"><a href="${section(rfc)}" rel="noopener">${rfc}</a></p>
          </div>
        </details>`,
    )
    .join("");

/** The shapes are drawn by the page, as everywhere. */
const examples = (): string =>
  (Object.keys(EXAMPLES) as ExampleName[])
    .map(
      (name) => `
            <li>
              <a href="#x=${name}" data-example="${name}" data-look="${OUTCOME_LOOKS[EXAMPLES[name]]}">
                <span class="mark" data-mark></span>
                <span><b>${prose(exampleTitles[name])}</b> <span>${OUTCOME_WORDS[EXAMPLES[name]]}</span></span>
              </a>
            </li>`,
    )
    .join("");

const LISTS: Readonly<Record<string, () => string>> = { help: answers, exampleList: examples };

/** Replaces `{{name}}` by what `page` has under that name, `{{help}}` and `{{exampleList}}` by those lists. */
export function words({ helper, resolvers }: Settings): Plugin {
  const names = resolvers.map((name) => RESOLVERS[name].name);
  return {
    name: "words",
    transformIndexHtml: {
      order: "pre",
      handler: (html) =>
        html.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
          const list = LISTS[name];
          if (list) return list();
          if (!Object.hasOwn(page, name)) throw new Error(`index.html asks for {{${name}}}, which src/words.ts lacks.`);
          const text = page[name as keyof typeof page];
          return prose(typeof text === "string" ? text : text(names, helper));
        }),
    },
  };
}
