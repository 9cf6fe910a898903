/** All documents that were read, a page of them at a time; one that is opened says all that is known of it. */

import type { DocumentLine, ReportSummary } from "../../../js/src/browser.ts";
import { el, prose } from "../../../js/src/element/dom.ts";
import { documentDetails } from "./document.ts";
import { figure, shortDay } from "./figures.ts";
import { brief, code, name } from "./raw.ts";
import type { Source } from "./source.ts";
import { words } from "./words.ts";

const ROWS = 100;
const COLUMNS = [words.document, words.sender, words.day, words.succeeded, words.failedSessions, words.state];

export interface DocumentList {
  element: HTMLElement;
  /** Shows only what could not be read, and leads there. */
  showUnreadable(): void;
}

/** Which document of its file each is: a file may have many. */
function places(documents: readonly DocumentLine[]): number[] {
  const seen = new Map<number, number>();
  return documents.map(({ file }) => {
    const place = seen.get(file) ?? 0;
    seen.set(file, place + 1);
    return place;
  });
}

function toggleDetails(button: HTMLButtonElement, row: HTMLElement, source: Source | undefined, place: number): void {
  if (button.getAttribute("aria-expanded") === "true") {
    button.setAttribute("aria-expanded", "false");
    row.nextElementSibling?.remove();
    return;
  }
  button.setAttribute("aria-expanded", "true");
  const cell = el("td", { attributes: { colspan: String(COLUMNS.length) } }, words.openingDocument);
  row.after(el("tr", { class: "opened" }, cell));
  const show = (...nodes: (Node | string)[]): void => cell.replaceChildren(...nodes);
  if (source === undefined) return show(words.fileGone);
  documentDetails(source, place).then(
    (nodes) => show(...nodes),
    (error: unknown) => show(words.failed(error)),
  );
}

function rowOf(line: DocumentLine, source: Source | undefined, place: number): HTMLElement {
  const label = brief(line.name);
  const button = el(
    "button",
    { class: "opens", attributes: { type: "button", "aria-expanded": "false" } },
    code(label),
  );
  const notices = line.state !== "unreadable" && line.notices > 0 ? words.notices(line.notices) : null;
  const row = el(
    "tr",
    { attributes: { "data-document": line.state } },
    el(
      "th",
      { attributes: { scope: "row" } },
      button,
      line.note !== null && el("span", { class: "note quiet" }, ...prose(brief(line.note))),
    ),
    el("td", null, line.organization === null ? "–" : name(line.organization)),
    el("td", null, line.day === null ? "–" : shortDay(line.day)),
    el("td", { class: "number" }, figure(line.sessions.successful)),
    el("td", { class: "number" }, figure(line.sessions.failed)),
    el(
      "td",
      { class: line.state === "unreadable" ? "has-failed" : "" },
      words.documentStates[line.state],
      notices !== null && el("span", { class: "note quiet" }, notices),
    ),
  );
  button.addEventListener("click", () => toggleDetails(button, row, source, place));
  return row;
}

export function documentList(summary: ReportSummary, sources: readonly Source[]): DocumentList {
  const { documents, omittedDocuments, unreadable } = summary;
  const all = places(documents).map((place, index) => ({ line: documents[index] as DocumentLine, place }));
  let first = 0;
  const body = el("tbody", null);
  const where = el("p", { class: "quiet", attributes: { role: "status" } });
  const filter = el("input", { attributes: { type: "checkbox", id: "reports-only-unreadable" } });
  const step = (label: string, by: number): HTMLButtonElement => {
    const button = el("button", { class: "is-quiet", attributes: { type: "button" } }, label);
    button.addEventListener("click", () => show(first + by));
    return button;
  };
  const [previous, next] = [step(words.previous, -ROWS), step(words.next, ROWS)];

  function show(from: number): void {
    const listed = filter.checked ? all.filter(({ line }) => line.state === "unreadable") : all;
    first = Math.max(0, from);
    const shown = listed.slice(first, first + ROWS);
    body.replaceChildren(...shown.map(({ line, place }) => rowOf(line, sources[line.file], place)));
    where.textContent = shown.length === 0 ? words.noRows : words.rows(first + 1, first + shown.length, listed.length);
    previous.disabled = first === 0;
    next.disabled = first + ROWS >= listed.length;
    previous.hidden = next.hidden = listed.length <= ROWS;
  }

  filter.addEventListener("change", () => show(0));
  const heading = el("h2", { attributes: { id: "reports-documents", tabindex: "-1" } }, words.documents);
  const counts = words.documentCounts(documents.length + omittedDocuments, unreadable);
  const head = COLUMNS.map((title, index) =>
    el("th", { class: index === 3 || index === 4 ? "number" : "", attributes: { scope: "col" } }, title),
  );
  const label = el("label", { attributes: { for: filter.id } }, words.onlyUnreadable(unreadable));
  const element = el(
    "details",
    { class: "documents" },
    el("summary", null, heading, el("span", { class: "quiet" }, counts)),
    unreadable > 0 && el("p", { class: "switch" }, filter, label),
    el(
      "div",
      { class: "table-frame", attributes: { tabindex: "0", role: "group", "aria-label": words.documents } },
      el(
        "table",
        { class: "figures" },
        el("caption", { class: "visually-hidden" }, words.documents),
        el("thead", null, el("tr", null, ...head)),
        body,
      ),
    ),
    el("div", { class: "tools" }, where, previous, next),
    omittedDocuments > 0 && el("p", { class: "quiet" }, words.omitted(omittedDocuments)),
  );
  element.addEventListener("toggle", () => show(0), { once: true });
  return {
    element,
    showUnreadable() {
      filter.checked = true;
      element.open = true;
      show(0);
      heading.focus({ preventScroll: true });
      heading.scrollIntoView();
    },
  };
}
