/** Finds and fills what stands in index.html. Text goes in as text nodes only. */

/** The element with this id. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`index.html has no #${id}`);
  return element;
}

/** Sets the text only when it differs, so that a live region speaks once. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** A copy of a template, with texts in the places that carry `data-…`: a list is a copy of the place for each. */
export function fill(template: HTMLTemplateElement, texts: Readonly<Record<string, string | readonly string[]>>): Node {
  const copy = document.importNode(template.content, true);
  for (const [name, value] of Object.entries(texts)) {
    const place = copy.querySelector(`[data-${name}]`);
    if (place === null) throw new Error(`#${template.id} has no place for ${name}`);
    const filled = [value].flat().map((sentence) => {
      const element = place.cloneNode() as Element;
      // `Quoted parts` of a sentence become code.
      sentence.split("`").forEach((part, index) => {
        const code = index % 2 === 1 ? element.appendChild(document.createElement("code")) : element;
        code.append(part);
      });
      return element;
    });
    place.replaceWith(...filled);
  }
  return copy;
}
