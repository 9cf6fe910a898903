/** What comes in: a file by drop, picker or clipboard, and pasted text. What is far too long is refused before it is read. */

import { visible } from "../../../js/src/show/visible.ts";
import { byId } from "../dom.ts";
import { text } from "../words.ts";

/** A policy has at most 65536 bytes (RFC 8461 §3.3); what is somewhat longer can still be looked at. */
export const MOST_BYTES = 1_048_576;

export interface Intake {
  /** The octets of a file. */
  take(octets: Uint8Array): void;
  /** Why nothing was taken, or what to know about what was; empty when there is nothing to say. */
  say(sentence: string): void;
  /** How much is there already. */
  size(): number;
}

const view = byId("validate-view", HTMLElement);
const picker = byId("validate-file", HTMLInputElement);

export function takeIn({ take, say, size }: Intake): void {
  let newest = 0;
  const read = (files: FileList | null | undefined): void => {
    const file = files?.[0];
    if (!file) return;
    const name = visible(file.name);
    if (file.size > MOST_BYTES) return say(text.fileTooLarge(name, file.size, MOST_BYTES));
    const mine = (newest += 1);
    void file.arrayBuffer().then(
      (buffer) => {
        if (mine !== newest) return;
        take(new Uint8Array(buffer));
        say(files && files.length > 1 ? text.oneFile(name, files.length) : text.fileTaken(name, buffer.byteLength));
      },
      (error: unknown) => say(text.fileUnread(name, error)),
    );
  };

  /** Whether it was dealt with here, so that it gets no further. */
  const deal = (data: DataTransfer | null): boolean => {
    if (data === null) return false;
    if (data.files.length > 0) {
      read(data.files);
      return true;
    }
    const { length } = data.getData("text/plain");
    if (length + size() <= MOST_BYTES) return false;
    say(text.textTooLong(length, MOST_BYTES));
    return true;
  };
  const stop = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes("Files") === true;
  const point = (isOver: boolean): void => void view.classList.toggle("is-target", isOver);

  // In the capturing phase: before the editor or a box, which would take anything. A file that misses the view by a little
  // would take the page's place.
  view.addEventListener("paste", (event) => deal(event.clipboardData) && stop(event), true);
  document.addEventListener(
    "dragover",
    (event) => {
      if (view.hidden || !hasFiles(event)) return;
      event.preventDefault();
      point(true);
    },
    true,
  );
  document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget === null && point(false), true);
  document.addEventListener(
    "drop",
    (event) => {
      point(false);
      if (!view.hidden && deal(event.dataTransfer)) stop(event);
    },
    true,
  );
  picker.addEventListener("change", () => {
    read(picker.files);
    // The same file once more is a wish to read it once more.
    picker.value = "";
  });
}
