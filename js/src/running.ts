/** A check as its caller holds it: a promise of the final report, and the reports on the way to it. */

import type { Recording, Report } from "./types.ts";

/**
 * A check that runs. `await` gives the final report; `for await` gives the reports as answers come, each newer than the
 * one before and the last one final. A reader that takes its time misses those that were overtaken meanwhile: every report
 * says all that is known. Leaving the loop ends the reading, not the check; for that there is `signal`.
 */
export interface RunningCheck extends Promise<Report>, AsyncIterable<Report> {
  /**
   * All that was asked and answered so far: with `replay` it gives the same report again, without a network; an earlier
   * policy is no part of it, and is given again. `null` while nothing was asked.
   */
  recording(): Recording | null;
}

/** What runs a check: it publishes the reports, and offers the recording as soon as there is one. */
export type CheckWork = (
  publish: (report: Report) => void,
  offer: (recording: () => Recording) => void,
) => Promise<Report>;

export function start(work: CheckWork): RunningCheck {
  let latest: Report | null = null;
  let number = 0;
  let record: () => Recording | null = () => null;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const go of waiting) go();
    waiting.clear();
  };
  const publish = (report: Report): void => {
    latest = report;
    number += 1;
    wake();
  };
  let isOver = false;
  const promise = work(publish, (recording) => (record = recording)).finally(() => {
    isOver = true;
    wake();
  });

  async function* reports(): AsyncGenerator<Report, void, void> {
    // Who reads the reports meets a failure here, so it is no unhandled one there.
    promise.catch(() => {});
    let seen = 0;
    for (;;) {
      if (latest !== null && seen !== number) {
        seen = number;
        yield latest;
      } else if (isOver) {
        await promise;
        return;
      } else {
        await new Promise<void>((resolve) => waiting.add(resolve));
      }
    }
  }

  return Object.assign(promise, { [Symbol.asyncIterator]: reports, recording: () => record() });
}
