/** One worker from its start to its end, and what it was asked. */

import { MtaStsError } from "../error.ts";
import type { ModuleSource } from "../module-source.ts";
import { unlessAborted } from "../within.ts";
import type { News, Question, Reply, ServedApi } from "./messages.ts";
import { Watchdog } from "./watchdog.ts";

/** So many signs of life it may owe. */
const ROUNDS = 5;
/** The least that a worker has to fetch its script, which may come over a slow network. */
const STARTING_MS = 30_000;

/** A question to a worker. */
export interface Call {
  name: keyof ServedApi;
  args: readonly unknown[];
  /** Of a function that takes a signal; else `null`. */
  options?: object | null;
  /** Ends it. */
  signal?: AbortSignal | undefined;
  /** What comes before the answer. An error that it throws ends the call. */
  onNews?: (news: News) => void;
  /** Opens one of the files that the worker reads. */
  open?: (file: number) => Promise<ArrayBuffer>;
}

interface Outstanding {
  resolve: (value: unknown) => void;
  reject: (reason: unknown) => void;
  onNews: Call["onNews"];
  open: Call["open"];
}

/** Asks a worker, and gives it up when it hangs or fails: then everything fails that it was asked. */
export class Session {
  readonly #worker: Worker;
  readonly #patienceMs: number;
  readonly #onEnd: () => void;
  readonly #watchdog: Watchdog;
  readonly #outstanding = new Map<number, Outstanding>();
  /** What waits until the worker listens and knows where the module is; `null` from then on. */
  #waiting: Question[] | null = [];
  #isOver = false;
  #lastId = 0;

  /** Takes over a worker that was just started. `onEnd` is called when it is of no more use. */
  constructor(worker: Worker, source: Promise<ModuleSource> | undefined, patienceMs: number, onEnd: () => void) {
    this.#worker = worker;
    this.#patienceMs = patienceMs;
    this.#onEnd = onEnd;
    const ping = (): void => worker.postMessage({ type: "ping" } satisfies Question);
    this.#watchdog = new Watchdog(patienceMs / ROUNDS, ping, () => this.#giveUp());
    const listening = new Promise<void>((resolve) => {
      worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => this.#hear(data, resolve));
    });
    worker.addEventListener("error", ({ message }) => this.end(broken(message || "its script could not be run")));
    worker.addEventListener("messageerror", () => this.end(broken("what it said could not be read")));
    Promise.all([source, listening]).then(
      ([given]) => this.#open(given),
      (error: unknown) => this.end(notLoaded(error)),
    );
  }

  /**
   * Asks, and gives what the worker answers.
   *
   * @throws what the worker throws; the signal's reason; an {@link MtaStsError} of code `engine` when the worker ends first.
   */
  async ask({ name, args, options = null, signal, onNews, open }: Call): Promise<unknown> {
    const id = ++this.#lastId;
    try {
      return await unlessAborted(signal ?? new AbortController().signal, () => {
        const answered = new Promise((resolve, reject) => {
          this.#outstanding.set(id, { resolve, reject, onNews, open });
        });
        this.#say({ type: "call", id, name, args, options });
        // After the question: a worker that hangs over it owes an answer from the first ping on.
        if (this.#outstanding.size === 1) this.#watch();
        return answered;
      });
    } finally {
      // It is still there only if something else ended it than the worker's answer.
      if (this.#outstanding.delete(id)) this.#say({ type: "abort", id });
      if (this.#outstanding.size === 0) this.#watchdog.stop();
    }
  }

  /** Ends the worker. What it was asked fails with this error. */
  end(error: MtaStsError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#worker.terminate();
    this.#watchdog.stop();
    this.#onEnd();
    const all = [...this.#outstanding.values()];
    this.#outstanding.clear();
    for (const { reject } of all) reject(error);
  }

  #giveUp(): void {
    const seconds = this.#patienceMs / 1000;
    const sentence = this.#hasStarted()
      ? `The checker gave no sign of life for ${seconds} seconds and was ended. You can try again: it starts afresh.`
      : "The checker’s worker did not start. You can try again.";
    this.end(new MtaStsError("engine", sentence));
  }

  #hasStarted(): boolean {
    return this.#waiting === null;
  }

  #watch(): void {
    const patienceMs = this.#hasStarted() ? this.#patienceMs : Math.max(this.#patienceMs, STARTING_MS);
    this.#watchdog.start(Math.ceil((patienceMs * ROUNDS) / this.#patienceMs));
  }

  #open(source: ModuleSource | undefined): void {
    if (this.#isOver) return;
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    // The module comes before anything else. Without it this worker is of no use; a fresh one may find it.
    this.ask({ name: "init", args: [source] }).catch((error: unknown) => this.end(error as MtaStsError));
    for (const question of waiting) this.#say(question);
    this.#watch();
  }

  #say(question: Question): void {
    if (this.#waiting !== null) {
      this.#waiting.push(question);
      return;
    }
    try {
      this.#worker.postMessage(question);
    } catch (error) {
      if (question.type === "call") this.#outstanding.get(question.id)?.reject(notCloneable(question.name, error));
      // The worker waits for it.
      if (question.type === "opened") this.#say({ ...question, bytes: null, why: whyOf(error) });
    }
  }

  /** Hands the worker the bytes of a file. Its owner may need them still, so they are copied. */
  async #hand(id: number, file: number, open: Call["open"]): Promise<void> {
    try {
      const bytes = (await open?.(file)) ?? null;
      this.#say({ type: "opened", id, file, bytes, why: "" });
    } catch (error) {
      const why = whyOf(error);
      this.#say({ type: "opened", id, file, bytes: null, why });
    }
  }

  #hear(reply: Reply, listening: () => void): void {
    this.#watchdog.hear();
    if (reply.type === "ready") listening();
    if (!("id" in reply)) return;
    const call = this.#outstanding.get(reply.id);
    if (call === undefined) return;
    if (reply.type === "open") {
      void this.#hand(reply.id, reply.file, call.open);
      return;
    }
    if (reply.type === "report" || reply.type === "progress") {
      try {
        call.onNews?.(reply);
      } catch (error) {
        call.reject(error);
      }
      return;
    }
    this.#outstanding.delete(reply.id);
    if (reply.type === "result") call.resolve(reply.value);
    else call.reject(reply.code === null ? new Error(reply.message) : new MtaStsError(reply.code, reply.message));
  }
}

const whyOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function broken(why: string): MtaStsError {
  return new MtaStsError("engine", `The checker’s worker broke down (${why}) and was ended. You can try again.`);
}

/** The error of a module that cannot be had. */
export function notLoaded(error: unknown): MtaStsError {
  const why = whyOf(error);
  return new MtaStsError("engine", `The WebAssembly module could not be loaded: ${why}`, { cause: error });
}

function notCloneable(name: string, error: unknown): MtaStsError {
  const why = whyOf(error);
  return new MtaStsError("argument", `What ${name}() was given cannot be handed to a worker: ${why}`, { cause: error });
}
