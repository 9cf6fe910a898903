/** Builds elements. Text goes in as text nodes only: nothing from the network is ever read as markup. */

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
  element.append(
    ...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** Sets the text only when it differs, so that a live region speaks once. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** A sentence whose `quoted parts` become code. */
export function prose(sentence: string): (Node | string)[] {
  return sentence.split("`").map((part, index) => (index % 2 === 1 ? el("code", null, part) : part));
}
