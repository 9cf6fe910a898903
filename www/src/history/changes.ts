/** What has changed since an earlier check, with its weight as a shape and a word. */

import type { Change, Changes, Severity } from "../../../js/src/browser.ts";
import { glyph, SEVERITY_WORDS } from "../../../js/src/element.ts";
import { byId, fill, setText } from "../dom.ts";
import { text } from "../words.ts";

const results = byId("results", HTMLElement);
const box = byId("changes", HTMLElement);
const heading = byId("changes-heading", HTMLHeadingElement);
const output = byId("changes-list", HTMLDivElement);
const template = byId("change", HTMLTemplateElement);
const announcer = byId("announcer", HTMLParagraphElement);

const LOOKS: Record<Severity, Parameters<typeof glyph>[0]> = { error: "failed", warning: "warned", note: "skipped" };

/** A list of changes. */
export function changeList(changes: readonly Change[]): Node {
  const list = document.createElement("ul");
  list.className = "changes";
  for (const { id, severity, sentence, rfc } of changes) {
    const item = fill(template, { severity: SEVERITY_WORDS[severity], sentence, rfc: rfc ?? [] }) as DocumentFragment;
    const line = item.firstElementChild as HTMLElement;
    line.dataset.change = id;
    line.dataset.look = LOOKS[severity];
    line.prepend(glyph(LOOKS[severity]));
    const section = /^RFC (\d+) §([\d.]+)$/.exec(rfc ?? "");
    const link = line.querySelector("a");
    if (section && link) link.href = `https://www.rfc-editor.org/rfc/rfc${section[1]}#section-${section[2]}`;
    list.append(item);
  }
  return list;
}

/** Shows above the result what changed since then. */
export function showChanges(when: string, { changes, isWhole }: Changes): void {
  const isNews = changes.length > 0;
  setText(heading, isNews ? text.changedSince(when) : isWhole ? text.unchangedSince(when) : text.notWholeSince(when));
  heading.classList.toggle("is-quiet", !isNews);
  output.replaceChildren(...(isNews ? [changeList(changes)] : []));
  setText(announcer, isNews ? text.changesAnnounced(changes.length, when) : heading.textContent);
  showAtTop();
}

/** A browser keeps what is in sight where it is, and would scroll past what comes in above it. */
function showAtTop(): void {
  const isAtTop = results.getBoundingClientRect().top > -1;
  box.hidden = false;
  if (!isAtTop) return;
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (results.getBoundingClientRect().top < 0) results.scrollIntoView({ behavior: "instant" });
    }),
  );
}

export function hideChanges(): void {
  box.hidden = true;
}
