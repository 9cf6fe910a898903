/**
 * Who is asked for DNS: the public resolvers of this copy, or its helper in their place, where that offers it. The helper
 * learns the domain in any case, since it fetches the policy file.
 */

import { aboutHelper, helperResolver } from "../../../js/src/helper.ts";
import { RESOLVERS } from "../../../js/src/resolvers.ts";
import type { Resolver } from "../../../js/src/browser.ts";
import { readConfiguration } from "../configuration.ts";
import { byId, setText } from "../dom.ts";
import { privacy } from "../words.ts";

const KEY = "mta-sts.ask-helper";
/** A check waits for the announcement, and not long. */
const PATIENCE_MS = 3_000;

const { helper, resolvers } = readConfiguration();
const form = byId("form", HTMLFormElement);
const box = byId("ask-helper", HTMLParagraphElement);
const choice = byId("ask-helper-on", HTMLInputElement);
const sentence = byId("privacy", HTMLParagraphElement);

let isOffered = false;
/** What the reader said; `null` for nothing. */
let chosen = remembered();
let announced: Promise<void> | null = null;
const listeners: (() => void)[] = [];

function remembered(): boolean | null {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "on" ? true : kept === "off" ? false : null;
  } catch {
    return null;
  }
}

function remember(isOn: boolean): void {
  try {
    localStorage.setItem(KEY, isOn ? "on" : "off");
  } catch {
    // Then it holds until the page is closed.
  }
}

/**
 * A helper that serves the page itself is asked unless the reader says otherwise: then nobody learns the domain who need not.
 * One elsewhere is offered. A choice that was made holds even where the helper no longer offers it: the check then says that
 * nobody could look, and asks nobody else behind the reader's back.
 */
function isHelperAsked(): boolean {
  return helper !== null && (chosen ?? (isOffered && helper === ""));
}

/** The resolvers of a check. */
export function resolversToAsk(): (string | Resolver)[] {
  return helper !== null && isHelperAsked() ? [helperResolver(helper)] : resolvers;
}

/** The resolvers of a comparison, which its reader asks for: the helper besides the public ones. */
export function resolversToCompare(): (string | Resolver)[] {
  return helper !== null && (isOffered || isHelperAsked()) ? [helperResolver(helper), ...resolvers] : resolvers;
}

/** Done when it is known whether the helper offers it, or when that took too long. The helper is asked until it has answered. */
export function whenAnnounced(): Promise<void> {
  if (helper === null) return Promise.resolve();
  return (announced ??= aboutHelper(helper, { timeoutMs: PATIENCE_MS }).then((said) => {
    if (said === null) announced = null;
    isOffered = said?.resolver === true;
    show();
  }));
}

/** Calls back when the reader chose otherwise. */
export function onChoice(listener: () => void): void {
  listeners.push(listener);
}

function show(): void {
  box.hidden = helper === null || !(isOffered || chosen === true);
  choice.checked = isHelperAsked();
  const names = isHelperAsked() ? null : resolvers.map((name) => RESOLVERS[name].name);
  setText(sentence, privacy(names, helper));
}

/** Offers the choice as soon as somebody is about to check something: before that nobody is asked anything. */
export function offerToAskHelper(): void {
  show();
  form.addEventListener("focusin", () => void whenAnnounced(), { once: true });
  choice.addEventListener("change", () => {
    chosen = choice.checked;
    remember(chosen);
    show();
    listeners.forEach((listener) => listener());
  });
}
