/** Runs a task for each item, so many at a time, and gives the results in the order of the items as soon as they may go. */
export async function* inOrder<Item, Result>(
  items: readonly Item[],
  atATime: number,
  run: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function inTurn(item: Item): Promise<Result> {
    if (running < atATime) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await run(item);
    } finally {
      // The place goes to whoever waits longest.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  }

  const results = items.map(inTurn);
  // A result that fails while an earlier one is awaited is not unhandled: its turn comes.
  for (const result of results) result.catch(() => undefined);
  while (results.length > 0) {
    const result = results.shift();
    if (result) yield await result;
  }
}
