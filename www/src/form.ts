/** The form: a domain as people type it, and what to say about it. */

import { readDomain } from "../../js/src/browser.ts";
import { byId, setText } from "./dom.ts";
import { text } from "./text.ts";

const form = byId("form", HTMLFormElement);
const input = byId("domain", HTMLInputElement);
const skip = byId("skip", HTMLAnchorElement);
const message = byId("domain-message", HTMLParagraphElement);

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
    void readDomain(input.value).then(
      (read) => {
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

/** `#d=example.com` fills the form, and is given back. Nothing starts until the reader asks for it. */
export function fillFromAddress(): string | null {
  const domain = new URLSearchParams(location.hash.slice(1)).get("d");
  if (domain === null || domain.length > 300) return null;
  input.value = domain;
  say("", false);
  return domain;
}

/** Leads to the form without a new address, which would no longer name the domain. */
export function skipOnClick(): void {
  skip.addEventListener("click", (event) => {
    event.preventDefault();
    input.focus();
  });
}

/** Makes the address of the page name the domain. */
export function showInAddress(domain: string): void {
  history.replaceState(null, "", `#${new URLSearchParams({ d: domain }).toString()}`);
}
