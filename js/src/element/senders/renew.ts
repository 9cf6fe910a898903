/** New content in place of the old, in which the reader finds again what was open and where the focus was. */

const FOLD = "details[data-fold]";

export function renew(body: HTMLElement, content: readonly Node[]): void {
  const open = new Set([...body.querySelectorAll<HTMLElement>(`${FOLD}[open]`)].map(({ dataset }) => dataset.fold));
  const focused = body.querySelector<HTMLElement>(`${FOLD} > summary:focus`)?.parentElement?.dataset.fold;
  body.replaceChildren(...content);
  for (const details of body.querySelectorAll<HTMLDetailsElement>(FOLD)) {
    const { fold } = details.dataset;
    details.open = open.has(fold);
    if (fold !== undefined && fold === focused) details.querySelector("summary")?.focus();
  }
}
