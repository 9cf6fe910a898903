import { setTimeout as sleep } from "node:timers/promises";

/** Waits until `look` gives something, for five seconds at most. */
export async function eventually(look, what) {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = await look();
    if (found) return found;
    await sleep(50);
  }
  throw new Error(`${what}: not within five seconds`);
}
