/** Opens files a little ahead of their reading, since opening takes longer than reading most of them. */

import { open, requireSource, sizeOf, type ReportSource } from "./source.ts";

/** So many small files are open at a time. */
const MOST = 8;
/** A larger one is opened when it is its turn, so that never more than one of them is in memory. */
const SMALL_BYTES = 256 * 1024;

/** A file, and its bytes or a sentence about why there are none. */
export interface Opened {
  source: ReportSource;
  bytes: Uint8Array | string;
}

const isSmall = (source: ReportSource): boolean => (sizeOf(source) ?? Infinity) <= SMALL_BYTES;

/** The files in order, each opened. */
export async function* openAhead(
  sources: Iterable<ReportSource> | AsyncIterable<ReportSource>,
): AsyncGenerator<Opened, void, void> {
  const waiting: { source: ReportSource; bytes: Promise<Uint8Array | string> }[] = [];
  for await (const source of sources) {
    requireSource(source);
    if (!isSmall(source)) {
      while (waiting.length > 0) yield next(waiting);
      yield { source, bytes: await open(source) };
      continue;
    }
    waiting.push({ source, bytes: open(source) });
    if (waiting.length === MOST) yield next(waiting);
  }
  while (waiting.length > 0) yield next(waiting);
}

async function next(waiting: { source: ReportSource; bytes: Promise<Uint8Array | string> }[]): Promise<Opened> {
  const { source, bytes } = waiting.shift()!;
  return { source, bytes: await bytes };
}
