/** The view of the history: each domain a line that opens. */

import { glyph, OUTCOME_LOOKS, OUTCOME_WORDS } from "../../../js/src/element.ts";
import { byId, fill, setText } from "../dom.ts";
import { keptFragment } from "../place.ts";
import { ago, iso, moment, span } from "../time.ts";
import { text } from "../words.ts";
import { controlHistory } from "./controls.ts";
import type { Entry, Kept } from "./entry.ts";
import { forget, isOn, loadAll, onKept } from "./store.ts";
import { timeline } from "./timeline.ts";

const view = byId("history-view", HTMLElement);
const list = byId("history-list", HTMLDivElement);
const empty = byId("history-empty", HTMLParagraphElement);
const some = byId("history-some", HTMLElement);
const template = byId("history-entry", HTMLTemplateElement);

/** `id`, mode and `max_age`, as far as there is a policy. */
export function factsOf(newest: Kept | undefined): string {
  const { id = null, mode = null, maxAge = null } = newest?.state ?? {};
  return [
    id === null ? null : text.factId(id),
    mode === null ? null : text.factMode(mode),
    maxAge === null ? null : text.factMaxAge(span(maxAge)),
  ]
    .filter((fact) => fact !== null)
    .join(", ");
}

function line(entry: Entry, checkNow: (domain: string) => void): HTMLDetailsElement {
  const { domain, last, states } = entry;
  const copy = fill(template, {
    domain,
    word: OUTCOME_WORDS[last.outcome],
    when: ago(last.checkedAt),
    facts: factsOf(states[0]),
    exactly: text.lastChecked(moment(last.checkedAt)),
  }) as DocumentFragment;
  const element = copy.firstElementChild as HTMLDetailsElement;
  element.dataset.kept = domain;
  element.dataset.look = OUTCOME_LOOKS[last.outcome];
  element.querySelector("summary")?.prepend(glyph(OUTCOME_LOOKS[last.outcome]));
  element.querySelector("time")?.setAttribute("datetime", iso(last.checkedAt) ?? "");
  element.querySelector("[data-states]")?.replaceChildren(timeline(states));
  const [again, forgotten] = element.querySelectorAll<HTMLButtonElement>(".tools button");
  const then = element.querySelector<HTMLAnchorElement>(".tools a");
  if (then && last.packed !== null) then.href = keptFragment(domain);
  else then?.remove();
  again?.addEventListener("click", () => checkNow(domain));
  forgotten?.addEventListener("click", () => forget(domain));
  for (const action of [again, then, forgotten]) action?.setAttribute("aria-label", `${action.textContent}: ${domain}`);
  return element;
}

/** What had the focus in a line that is gone: the next one has it, or else what stands above. */
function keepFocus(before: readonly string[], focused: string | null): void {
  if (focused === null) return;
  const index = before.indexOf(focused);
  const next = [focused, ...before.slice(index + 1), ...before.slice(0, index).reverse()];
  const lines = [...list.querySelectorAll<HTMLElement>("[data-kept]")];
  const found = next.map((domain) => lines.find(({ dataset }) => dataset.kept === domain)).find(Boolean);
  (found?.querySelector("summary") ?? view.querySelector("h1"))?.focus();
}

let turn = 0;

async function render(checkNow: (domain: string) => void): Promise<void> {
  turn += 1;
  const mine = turn;
  const entries = await loadAll();
  if (mine !== turn) return;
  const lines = [...list.querySelectorAll<HTMLDetailsElement>("[data-kept]")];
  const open = new Set(lines.filter((line) => line.open).map(({ dataset }) => dataset.kept));
  const focused = document.activeElement?.closest<HTMLElement>("[data-kept]")?.dataset.kept ?? null;
  list.replaceChildren(...entries.map((entry) => line(entry, checkNow)));
  for (const line of list.querySelectorAll<HTMLDetailsElement>("[data-kept]")) line.open = open.has(line.dataset.kept);
  keepFocus(
    lines.map(({ dataset }) => dataset.kept ?? ""),
    focused,
  );
  empty.hidden = entries.length > 0;
  some.hidden = entries.length === 0;
  setText(empty, isOn() ? text.historyEmpty : text.historyOff);
}

let isFollowing = false;

/** Shows what is kept, and from then on whatever becomes of it while the view is shown. */
export function showHistory(checkNow: (domain: string) => void): void {
  const show = (): void => {
    render(checkNow).catch((error: unknown) => {
      setText(empty, text.failed(error));
      empty.hidden = false;
    });
  };
  show();
  if (isFollowing) return;
  isFollowing = true;
  controlHistory();
  onKept(() => {
    if (!view.hidden) show();
  });
}
