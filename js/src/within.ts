/** Waiting with an end: limits of time, and aborts, that hold whatever the work does about its signal. */

/** The limit of time passed. */
export class TimeLimit extends Error {
  override readonly name = "TimeoutError";

  constructor(limitMs: number) {
    super(`no answer within ${limitMs / 1000} seconds`);
  }
}

/** What the work gives, or the signal's reason as soon as it is aborted. */
export function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    // A signal of its own for each wait: Node warns of many listeners on one.
    const own = AbortSignal.any([signal]);
    own.throwIfAborted();
    const stop = (): void => reject(own.reason);
    own.addEventListener("abort", stop);
    work()
      .then(resolve, reject)
      .finally(() => own.removeEventListener("abort", stop));
  });
}

/** The same, and {@link TimeLimit} when it takes too long. The work's own signal tells it to end in both cases. */
export async function within<T>(
  limitMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  // Unlike that of AbortSignal.timeout, this timer keeps Node awake and is gone with the work.
  const timer = setTimeout(() => limit.abort(new TimeLimit(limitMs)), limitMs);
  const either = AbortSignal.any([signal, limit.signal]);
  try {
    return await unlessAborted(either, () => work(either));
  } finally {
    clearTimeout(timer);
  }
}
