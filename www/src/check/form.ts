/** The form: a domain as people type it, and what to say about it. */

import { byId, setText } from "../dom.ts";
import { api } from "../engine.ts";
import { text } from "../words.ts";

const form = byId("form", HTMLFormElement);
const input = byId("domain", HTMLInputElement);
const message = byId("domain-message", HTMLParagraphElement);
/** While the module loads, the reader may ask for something else, or go elsewhere. */
let turn = 0;
addEventListener("hashchange", () => (turn += 1));

function say(sentence: string, isError: boolean): void {
  setText(message, sentence);
  message.classList.toggle("is-error", isError);
  if (isError) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

/** Calls back with the A-label of a domain each time a valid one is submitted. Anything else gets a sentence. */
export function onDomain(start: (domain: string) => void): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    turn += 1;
    const mine = turn;
    void api.readDomain(input.value).then(
      (read) => {
        if (mine !== turn) return;
        if (read.ok) {
          say(read.note ?? "", false);
          start(read.domain);
        } else {
          say(read.message, true);
          input.focus();
        }
      },
      (error: unknown) => say(text.failed(error), true),
    );
  });
  input.addEventListener("input", () => say("", false));
}

/** Puts a domain into the form. Nothing starts until the reader asks for it. */
export function fillForm(domain: string): void {
  input.value = domain;
  say("", false);
}

/** Says why the address of the page leads nowhere. */
export function sayUnread(sentence: string): void {
  say(sentence, true);
}
