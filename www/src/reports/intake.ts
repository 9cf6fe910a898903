/** What comes in: dropped anywhere on the view, chosen, pasted. */

import { byId } from "../dom.ts";
import { chosenFiles, droppedFiles } from "./dropped.ts";
import { octetsOf, type Source } from "./source.ts";
import { words } from "./words.ts";

const view = byId("reports-view", HTMLElement);
const files = byId("reports-files", HTMLInputElement);
const directory = byId("reports-directory", HTMLInputElement);
const pasteForm = byId("reports-paste-form", HTMLFormElement);
const pasteBox = byId("reports-text", HTMLTextAreaElement);

export interface Intake {
  take(sources: Source[]): void;
  /** Why nothing was taken, or that it takes a while. */
  say(sentence: string): void;
}

let pasted = 0;

function textSource(text: string): Source {
  pasted += 1;
  return { name: words.pastedName(pasted), bytes: octetsOf(text) };
}

export function chooseFiles(): void {
  files.click();
}

export function takeIn({ take, say }: Intake): void {
  const some = (sources: Source[]): void => (sources.length > 0 ? take(sources) : say(words.nothingTaken));
  const drop = (data: DataTransfer): void => {
    say(words.listing);
    void droppedFiles(data).then(some, (error: unknown) => say(words.failed(error)));
  };
  const point = (isOver: boolean): void => void view.classList.toggle("is-target", isOver);
  const hasFiles = (data: DataTransfer | null): data is DataTransfer => data?.types.includes("Files") === true;

  // On the whole document: a file that misses the view by a little would take the page's place.
  document.addEventListener("dragover", (event) => {
    if (view.hidden || !hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    point(true);
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget === null && point(false));
  document.addEventListener("drop", (event) => {
    point(false);
    if (view.hidden || !hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    drop(event.dataTransfer);
  });
  document.addEventListener("paste", (event) => {
    if (view.hidden || event.clipboardData === null) return;
    const text = event.clipboardData.getData("text/plain");
    // A text for the box goes into the box.
    if (!hasFiles(event.clipboardData) && (text.trim() === "" || event.target === pasteBox)) return;
    event.preventDefault();
    if (hasFiles(event.clipboardData)) drop(event.clipboardData);
    else take([textSource(text)]);
  });
  for (const input of [files, directory]) {
    input.addEventListener("change", () => {
      some(chosenFiles(input.files));
      // The same files may be chosen again.
      input.value = "";
    });
  }
  byId("reports-pick", HTMLButtonElement).addEventListener("click", chooseFiles);
  byId("reports-folder", HTMLButtonElement).addEventListener("click", () => directory.click());
  pasteForm.addEventListener("submit", (event) => {
    event.preventDefault();
    if (pasteBox.value.trim() === "") {
      say(words.nothingPasted);
      return pasteBox.focus();
    }
    take([textSource(pasteBox.value)]);
    pasteForm.reset();
  });
}
