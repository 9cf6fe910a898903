/** Many files into one summary, one by one. A file on which the module breaks down costs none of the others. */

import { ReportBook, readReport } from "../../pkg/reports/mta_sts_reports.js";
import type { Engine } from "../engine.ts";
import { MtaStsError } from "../error.ts";
import type { ReportProgress } from "../reports.ts";
import type { ReportSummary } from "../types.ts";
import { openAhead, type Opened } from "./ahead.ts";
import { open, type ReportSource } from "./source.ts";

/** Between two calls of `onProgress`. */
const PROGRESS_MS = 100;
/** The longest that nothing else has its turn. */
const BREATH_MS = 30;
/** So often all is read again after files on which the module breaks down only together with others. */
const ROUNDS = 3;

const BROKE_DOWN = "The reader broke down on it, so nothing of it is counted.";

/** Reads files, and counts what is in them. */
export class Reading {
  readonly #engine: Engine;
  readonly #signal: AbortSignal;
  readonly #onProgress: (progress: ReportProgress) => void;
  /** All that was handed in, to be read again in a fresh instance of the module. */
  readonly #sources: ReportSource[] = [];
  /** Files on which the module breaks down. */
  readonly #harmful = new Set<number>();
  #book: ReportBook;
  #generation: number;
  #lastProgress = performance.now();
  #lastBreath = performance.now();

  /** The module has to be loaded. */
  constructor(engine: Engine, signal: AbortSignal, onProgress: (progress: ReportProgress) => void) {
    this.#engine = engine;
    this.#signal = signal;
    this.#onProgress = onProgress;
    this.#book = new ReportBook();
    this.#generation = engine.generation;
  }

  /** Reads all of them, and gives the summary. Call it once. */
  async summary(sources: Iterable<ReportSource> | AsyncIterable<ReportSource>): Promise<ReportSummary> {
    try {
      for await (const opened of openAhead(sources)) {
        this.#signal.throwIfAborted();
        this.#take(this.#sources.push(opened.source) - 1, opened);
        await this.#breathe();
      }
      for (let round = 0; !this.#isWhole(); round += 1) {
        if (round === ROUNDS) throw new MtaStsError("engine", "The reader broke down on these files, again and again.");
        await this.#readAgain();
      }
      if (this.#sources.length > 0) this.#onProgress(this.#progress());
      return this.#sum();
    } finally {
      if (this.#isWhole()) this.#book.free();
    }
  }

  /** Whether the book is one of the present instance, with all that was read. */
  #isWhole(): boolean {
    return this.#generation === this.#engine.generation;
  }

  #sum(): ReportSummary {
    try {
      return this.#book.summary() as ReportSummary;
    } catch (error) {
      this.#engine.renewAfter(error);
      const sentence = "Memory does not suffice for the summary of these files: read fewer at a time.";
      throw new MtaStsError("engine", sentence, { cause: error });
    }
  }

  #take(index: number, { source: { name }, bytes }: Opened): void {
    if (!this.#isWhole()) return this.#probe(index, name, bytes);
    try {
      if (this.#harmful.has(index)) this.#book.fail(name, BROKE_DOWN);
      else if (typeof bytes === "string") this.#book.fail(name, bytes);
      else this.#book.add(name, bytes);
    } catch (error) {
      this.#engine.renewAfter(error);
      this.#probe(index, name, bytes);
    }
  }

  /** What was counted is gone, and is counted again when all files are there: until then it only counts which of them do harm. */
  #probe(index: number, name: string, bytes: Uint8Array | string): void {
    if (typeof bytes === "string") return;
    try {
      readReport(name, bytes);
    } catch (error) {
      this.#engine.renewAfter(error);
      this.#harmful.add(index);
    }
  }

  async #readAgain(): Promise<void> {
    this.#book = new ReportBook();
    this.#generation = this.#engine.generation;
    for (const [index, source] of this.#sources.entries()) {
      this.#signal.throwIfAborted();
      const bytes = this.#harmful.has(index) ? BROKE_DOWN : await open(source);
      if (!this.#isWhole()) return;
      try {
        if (typeof bytes === "string") this.#book.fail(source.name, bytes);
        else this.#book.add(source.name, bytes);
      } catch (error) {
        // Alone it did none: with it, memory does not suffice.
        this.#engine.renewAfter(error);
        this.#harmful.add(index);
        return;
      }
      await this.#breathe();
    }
  }

  /** Lets others have their turn, and says how far it is. */
  async #breathe(): Promise<void> {
    const now = performance.now();
    if (now - this.#lastProgress >= PROGRESS_MS && this.#isWhole()) {
      this.#lastProgress = now;
      this.#onProgress(this.#progress());
    }
    if (now - this.#lastBreath >= BREATH_MS) {
      await new Promise((resolve) => setTimeout(resolve));
      this.#signal.throwIfAborted();
      this.#lastBreath = performance.now();
    }
  }

  #progress(): ReportProgress {
    const { files, reports, duplicates, unreadable, failedSessions } = this.#book;
    return { files, reports, duplicates, unreadable, failedSessions };
  }
}
