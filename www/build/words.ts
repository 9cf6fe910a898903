/** Puts the words of src/words.ts into index.html, so that a translation has one file to change. */

import type { Plugin } from "vite";

import { RESOLVERS } from "../../js/src/resolvers.ts";
import { help, page } from "../src/words.ts";
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

/** Replaces `{{name}}` by what `page` has under that name, and `{{help}}` by questions and answers. */
export function words({ helper, resolvers }: Settings): Plugin {
  const names = resolvers.map((name) => RESOLVERS[name].name);
  return {
    name: "words",
    transformIndexHtml: {
      order: "pre",
      handler: (html) =>
        html.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
          if (name === "help") return answers();
          if (!Object.hasOwn(page, name)) throw new Error(`index.html asks for {{${name}}}, which src/words.ts lacks.`);
          const text = page[name as keyof typeof page];
          return prose(typeof text === "string" ? text : text(names, helper));
        }),
    },
  };
}
