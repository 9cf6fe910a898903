/** The view that reads TLS reports: what comes in is read together with what came before, and shown as one. */

import "../styles/reports-chart.css";
import "../styles/reports-parts.css";
import "../styles/reports.css";

import { el } from "../../../js/src/element/dom.ts";
import { byId, setText } from "../dom.ts";
import { exampleFiles } from "./example.ts";
import { chooseFiles, takeIn } from "./intake.ts";
import { read, stopReading } from "./reading.ts";
import { resultOf } from "./result.ts";
import type { Source } from "./source.ts";
import { words } from "./words.ts";

const view = byId("reports-view", HTMLElement);
const message = byId("reports-message", HTMLParagraphElement);
const place = byId("reports-result", HTMLDivElement);
const announcer = byId("announcer", HTMLParagraphElement);

/** What is shown, or is about to be; nothing else is kept, and nothing anywhere but here. */
let sources: Source[] = [];
let isExample = false;
/** Whoever came last is shown. */
let turn = 0;

const announce = (sentence: string): void => setText(announcer, sentence);
const say = (sentence: string): void => setText(message, sentence);

function tools(): HTMLElement {
  const button = (label: string, act: () => void): HTMLElement => {
    const made = el("button", { class: "is-quiet", attributes: { type: "button" } }, label);
    made.addEventListener("click", act);
    return made;
  };
  return el("div", { class: "tools" }, button(words.more, chooseFiles), button(words.anew, clear));
}

function clear(): void {
  turn += 1;
  stopReading();
  sources = [];
  isExample = false;
  place.replaceChildren();
  place.hidden = true;
  view.classList.remove("has-result");
  say(words.cleared);
  view.querySelector("h1")?.focus();
}

/** Reads these, and shows them in place of what was shown. */
async function show(next: Source[], nextIsExample: boolean): Promise<void> {
  const [before, wasExample] = [sources, isExample];
  turn += 1;
  const mine = turn;
  sources = next;
  isExample = nextIsExample;
  say("");
  announce(words.begun(next.length));
  try {
    const summary = await read(next);
    if (mine !== turn) return;
    if (summary === null) {
      [sources, isExample] = [before, wasExample];
      // The button that stopped it is gone.
      view.querySelector("h1")?.focus();
      return say(place.hidden ? words.stopped : words.stoppedBefore);
    }
    const { nodes, heading, said } = resultOf({ summary, sources, isExample, tools: tools(), announce });
    place.replaceChildren(...nodes);
    place.hidden = false;
    view.classList.add("has-result");
    announce(said);
    if (!view.hidden) heading.focus();
  } catch (error) {
    if (mine !== turn) return;
    [sources, isExample] = [before, wasExample];
    say(words.failed(error));
  }
}

takeIn({
  // An example and the reader's own reports are not to be mixed.
  take: (more) => void show(isExample ? more : [...sources, ...more], false),
  say,
});

byId("reports-example", HTMLButtonElement).addEventListener("click", () => {
  exampleFiles().then(
    (files) => show(files, true),
    (error: unknown) => say(words.failed(error)),
  );
});

view.classList.add("is-ready");
