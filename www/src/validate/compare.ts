/** Compares the text with what a domain publishes now: the one thing here that asks the network, and only when told to. */

import { lineDiff, type DiffLine } from "../../../js/src/element/validation/line-diff.ts";
import { resolversToAsk, whenAnnounced } from "../check/asked.ts";
import { readConfiguration } from "../configuration.ts";
import { byId, setText } from "../dom.ts";
import { api } from "../engine.ts";
import { text } from "../words.ts";
import { decoded } from "./decoded.ts";
import { octetDifference, readingDifferences } from "./difference.ts";
import type { Kind } from "./kind.ts";
import { published } from "./published.ts";
import { sentence } from "./sentence.ts";

/** What the reader has in hand. */
export interface Given {
  octets: Uint8Array;
  kind: Kind;
  mx: readonly string[];
}

/** Nobody reads more lines, or longer ones, side by side. */
const MOST_LINES = 200;
const MOST_CHARACTERS = 2_000;

const form = byId("published-form", HTMLFormElement);
const input = byId("published-domain", HTMLInputElement);
const message = byId("published-message", HTMLParagraphElement);
const output = byId("published-output", HTMLDivElement);
const template = byId("published-line", HTMLTemplateElement);

const SIGNS = { same: " ", removed: "−", added: "+" } as const;

function paragraph(words: string): HTMLParagraphElement {
  const element = document.createElement("p");
  element.append(...sentence(words));
  return element;
}

function row({ kind, units, hasLineEnd }: DiffLine): Node {
  const line = document.importNode(template.content, true).firstElementChild as HTMLElement;
  const shown = units
    .slice(0, MOST_CHARACTERS)
    .map((unit) => unit.shown)
    .join("");
  const [sign, whose, content, end] = line.children;
  line.dataset.kind = kind;
  if (sign) sign.textContent = SIGNS[kind];
  if (whose) whose.textContent = text.whose[kind];
  if (content) content.textContent = units.length > MOST_CHARACTERS ? `${shown}…` : shown;
  if (end) end.textContent = hasLineEnd ? "" : text.noLineEnd;
  return line;
}

function quiet(words: string): HTMLParagraphElement {
  const element = paragraph(words);
  element.className = "quiet";
  return element;
}

function lineByLine(given: Uint8Array, theirs: Uint8Array): HTMLElement[] {
  const lines = lineDiff(given, theirs);
  const list = document.createElement("ol");
  list.className = "diff";
  list.tabIndex = 0;
  list.setAttribute("aria-label", text.diffLabel);
  list.append(...lines.slice(0, MOST_LINES).map(row));
  const hidden = lines.length - MOST_LINES;
  return [quiet(text.diffLabel), list, ...(hidden > 0 ? [quiet(text.moreLines(hidden))] : [])];
}

/** Whether senders make the same of both; nothing of what they make of a record, which they all read by the RFC. */
async function readings(given: Uint8Array, theirs: Uint8Array, mx: readonly string[]): Promise<HTMLElement> {
  const [ours, others] = await Promise.all(
    [given, theirs].map(async (octets) => (await api.validatePolicy(octets, { mx, senders: true })).senders?.readings),
  );
  const differing = readingDifferences(ours ?? [], others ?? []);
  if (differing.length === 0) return paragraph(text.readAlike(ours?.length ?? 0));
  const box = document.createElement("div");
  const list = document.createElement("ul");
  list.append(
    ...differing.map((words) => {
      const item = document.createElement("li");
      item.append(...sentence(words));
      return item;
    }),
  );
  box.append(paragraph(text.readOtherwise), list);
  return box;
}

async function compare(domain: string, { octets, kind, mx }: Given, signal: AbortSignal): Promise<Node[]> {
  await whenAnnounced();
  const { helper } = readConfiguration();
  const report = await api.check(domain, { fresh: true, helper, resolvers: resolversToAsk(), signal });
  const theirs = published(report, kind, decoded(octets.subarray(0, 64)));
  const summary = quiet(text.checkSays(domain, theirs.summary));
  if (theirs.octets === null) return [paragraph(text.nothingToCompare(domain)), summary];
  return [
    paragraph(octetDifference(octets, theirs.octets)),
    ...(kind === "policy" ? [await readings(octets, theirs.octets, mx.length > 0 ? mx : theirs.mx)] : []),
    summary,
    ...lineByLine(octets, theirs.octets),
  ];
}

let running: AbortController | null = null;

/** What was compared is no longer what stands in the editor. */
export function outdate(): void {
  running?.abort();
  running = null;
  output.replaceChildren();
  say("");
}

function say(words: string, isError = false): void {
  setText(message, words);
  message.classList.toggle("is-error", isError);
}

async function start(given: Given): Promise<void> {
  outdate();
  if (given.octets.length === 0) return say(text.nothingGiven, true);
  const mine = new AbortController();
  running = mine;
  try {
    const read = await api.readDomain(input.value);
    if (running !== mine) return;
    if (!read.ok) {
      input.focus();
      return say(read.message, true);
    }
    say(text.lookingUp(read.domain));
    const found = await compare(read.domain, given, mine.signal);
    if (running !== mine) return;
    output.replaceChildren(...found);
    say(text.compared(read.domain));
  } catch (error) {
    if (running === mine) say(text.failed(error), true);
  }
}

export function compareOnSubmit(given: () => Given): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void start(given());
  });
}
