/** Reads files in the engine's worker, and shows how far it is. */

import type { ReportSummary } from "../../../js/src/browser.ts";
import { byId, setText } from "../dom.ts";
import { api } from "../engine.ts";
import type { Source } from "./source.ts";
import { words } from "./words.ts";

const box = byId("reports-reading", HTMLDivElement);
const bar = byId("reports-progress", HTMLProgressElement);
const counts = byId("reports-counts", HTMLParagraphElement);
const cancel = byId("reports-cancel", HTMLButtonElement);

let running: AbortController | null = null;
cancel.addEventListener("click", () => running?.abort());

/** Ends a reading that goes on. */
export function stopReading(): void {
  running?.abort();
}

/** All of them, in one summary; `null` when it was stopped, by the reader or for another reading. */
export async function read(sources: readonly Source[]): Promise<ReportSummary | null> {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  bar.max = sources.length;
  bar.value = 0;
  setText(counts, words.progress(0, sources.length, 0, 0));
  box.hidden = false;
  try {
    return await api.readReports(sources, {
      signal: mine.signal,
      onProgress({ files, reports, unreadable }) {
        if (running !== mine) return;
        bar.value = files;
        setText(counts, words.progress(files, sources.length, reports, unreadable));
      },
    });
  } catch (error) {
    if (mine.signal.aborted) return null;
    throw error;
  } finally {
    if (running === mine) {
      running = null;
      box.hidden = true;
    }
  }
}
