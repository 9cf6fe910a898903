/**
 * Builds elements. Text goes in as text nodes only: nothing from the network is ever read as markup. Characters that hide or
 * reorder their neighbours are written out on the way.
 */

import { visible } from "../show/visible.ts";
import { pieces, unitsOf } from "./characters.ts";

export type Child = Node | string | null | undefined | false;

interface Properties {
  class?: string;
  /** The name by which the page around the element may style it: `::part(…)`. */
  part?: string;
  /** Attributes, `data-…` and `aria-…` among them. Values that come from the network belong into children instead. */
  attributes?: Readonly<Record<string, string>>;
}

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties | null,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (properties?.class) element.className = properties.class;
  if (properties?.part) element.setAttribute("part", properties.part);
  for (const [name, value] of Object.entries(properties?.attributes ?? {})) element.setAttribute(name, value);
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    element.append(typeof child === "string" ? visible(child) : child);
  }
  return element;
}

/** Sets the text only when it differs, so that a live region speaks once. */
export function setText(element: HTMLElement, text: string): void {
  const shown = visible(text);
  if (element.textContent !== shown) element.textContent = shown;
}

/** A sentence whose `quoted parts` become code. */
export function prose(sentence: string): (Node | string)[] {
  return visible(sentence)
    .split("`")
    .map((part, index) => (index % 2 === 1 ? el("code", null, ...pieces(unitsOf(part))) : part));
}
