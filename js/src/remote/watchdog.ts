/** Tells that somebody hangs: asked again and again for a sign of life, they gave none. */

/**
 * It counts rounds of asking, not time. A page in the background and a machine that slept have rounds that last far longer;
 * then the other side may have slept as well, or its answer waits behind the timer. Such a round counts as one.
 */
export class Watchdog {
  readonly #everyMs: number;
  readonly #ask: () => void;
  readonly #giveUp: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #rounds = 0;
  /** How many rounds may still pass. */
  #left = 0;

  /** Calls `ask` every `everyMs` milliseconds, and `giveUp` once when that was in vain. */
  constructor(everyMs: number, ask: () => void, giveUp: () => void) {
    this.#everyMs = everyMs;
    this.#ask = ask;
    this.#giveUp = giveUp;
  }

  /** Begins to ask, at once; it gives up after so many rounds without an answer. */
  start(rounds: number): void {
    this.stop();
    this.#rounds = rounds;
    this.#left = rounds;
    this.#round();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** There was a sign of life. */
  hear(): void {
    this.#left = this.#rounds;
  }

  #round(): void {
    if (this.#left === 0) return this.#giveUp();
    this.#left -= 1;
    // The next round is counted from this one, however late it is.
    this.#timer = setTimeout(() => this.#round(), this.#everyMs);
    this.#ask();
  }
}
