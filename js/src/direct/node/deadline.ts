/** How long: the bounds of one fetch, and its end. */

import { StageFailure, words } from "./failure.ts";

/** For the address lookups, for each TCP connection that is attempted, and for each TLS handshake. */
export const STAGE_MS = 5_000;

/** The time of one fetch, running; and what has to be closed when the fetch ends, however it does. */
export class Deadline {
  readonly limitMs: number;
  readonly #host: string;
  readonly #start = performance.now();
  readonly #signal: AbortSignal | undefined;
  readonly #open = new Map<object, () => void>();

  constructor(host: string, limitMs: number, signal: AbortSignal | undefined) {
    this.#host = host;
    this.limitMs = limitMs;
    this.#signal = signal;
  }

  /**
   * What `owner` has open from here on, in place of what it had before: TLS takes its connection over, and Node does not
   * survive one that is closed underneath TLS.
   */
  holds(owner: object, close: () => void): void {
    this.#open.set(owner, close);
  }

  /** Ends the fetch. */
  end(): void {
    for (const close of this.#open.values()) close();
  }

  /** The failure of a fetch that ended before the host could be asked. */
  notReached(): StageFailure {
    return new StageFailure("deadline", `${this.#host} was not reached within ${words(this.limitMs)} in all.`);
  }

  /** Waits for a stage; what `late` gives or throws, if the stage has not ended within its limit. */
  within<T>(work: Promise<T>, limitMs: number, late: () => T): Promise<T> {
    const leftMs = this.#leftMs();
    if (leftMs >= limitMs) return this.#race(work, limitMs, late);
    return this.#race(work, leftMs, () => {
      throw this.notReached();
    });
  }

  /** Waits for a stage that has no limit of its own: it gets what is left of the whole. */
  untilEnd<T>(work: Promise<T>, late: () => T): Promise<T> {
    return this.#race(work, this.#leftMs(), late);
  }

  #leftMs(): number {
    return Math.max(0, this.limitMs - (performance.now() - this.#start));
  }

  /** Whatever `work` comes to after this has settled is dropped. */
  async #race<T>(work: Promise<T>, limitMs: number, late: () => T): Promise<T> {
    const stop = new AbortController();
    const limit = new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        try {
          resolve(late());
        } catch (error) {
          reject(error);
        }
      }, limitMs);
      const abort = () => reject(this.#signal?.reason);
      stop.signal.addEventListener("abort", () => clearTimeout(timer));
      this.#signal?.addEventListener("abort", abort, { signal: stop.signal });
      if (this.#signal?.aborted) abort();
    });
    try {
      return await Promise.race([work, limit]);
    } finally {
      stop.abort();
    }
  }
}
