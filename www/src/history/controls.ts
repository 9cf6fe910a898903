/** What stands above the list of the history: the switch, files, and forgetting all of it. */

import { byId, setText } from "../dom.ts";
import { text } from "../words.ts";
import { exportHistory, importHistory } from "./file.ts";
import { forget, isOn, loadAll, onKept, turn } from "./store.ts";

const view = byId("history-view", HTMLElement);
const keeping = byId("history-on", HTMLInputElement);
const message = byId("history-message", HTMLParagraphElement);
const input = byId("history-file", HTMLInputElement);
const dialog = byId("history-dialog", HTMLDialogElement);
const question = byId("history-question", HTMLParagraphElement);
const confirm = byId("history-confirm", HTMLButtonElement);

/** What the dialog asks about. */
let isConfirmed = (): void => {};

async function ask(act: () => void): Promise<void> {
  const { length } = await loadAll();
  if (length === 0) return act();
  setText(question, text.forgetAll(length));
  isConfirmed = act;
  dialog.showModal();
}

const say = (sentence: string): void => setText(message, sentence);
const failed = (error: unknown): void => say(text.failed(error));

function take(file: File | undefined): void {
  if (file) importHistory(file).then(say, failed);
}

function acceptDrops(): void {
  const isOver = (over: boolean): boolean => view.classList.toggle("is-over", over);
  view.addEventListener("dragover", (event) => {
    event.preventDefault();
    isOver(true);
  });
  view.addEventListener("dragleave", () => isOver(false));
  view.addEventListener("drop", (event) => {
    event.preventDefault();
    isOver(false);
    take(event.dataTransfer?.files[0]);
  });
}

export function controlHistory(): void {
  const follow = (): void => {
    keeping.checked = isOn();
  };
  follow();
  onKept(follow);
  const set = (on: boolean): void => {
    say(turn(on) ?? (on ? text.keptAgain : text.forgotten));
    follow();
  };
  keeping.addEventListener("change", () => {
    if (keeping.checked) set(true);
    else {
      // Only an answer turns it off.
      follow();
      ask(() => set(false)).catch(failed);
    }
  });
  byId("history-export", HTMLButtonElement).addEventListener("click", () => void exportHistory().catch(failed));
  byId("history-import", HTMLButtonElement).addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    take(input.files?.[0]);
    // The same file may be chosen again.
    input.value = "";
  });
  byId("history-forget", HTMLButtonElement).addEventListener(
    "click",
    () =>
      void ask(() => {
        forget(null);
        say(text.forgotten);
      }).catch(failed),
  );
  confirm.addEventListener("click", () => {
    dialog.close();
    isConfirmed();
  });
  byId("history-cancel", HTMLButtonElement).addEventListener("click", () => dialog.close());
  acceptDrops();
}
