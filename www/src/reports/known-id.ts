/** The id of a policy that senders applied, where an earlier check of this browser saw the two together: reports never tell it. */

import type { Policy } from "../../../js/src/browser.ts";
import { load } from "../history/store.ts";
import { moment } from "../time.ts";
import { words } from "./words.ts";

const meaning = (mode: string | null, maxAge: number | null, mx: readonly string[] | null): string =>
  JSON.stringify([mode, maxAge, [...(mx ?? [])].map((pattern) => pattern.toLowerCase()).sort()]);

/** A sentence, or `null` where the history knows none. Of several states the last one counts. */
export async function knownIdOf(domain: string, { mode, maxAge, mx }: Policy): Promise<string | null> {
  const wanted = meaning(mode, maxAge, mx);
  const states = (await load(domain))?.states ?? [];
  const found = states.find(({ state }) => state.id !== null && meaning(state.mode, state.maxAge, state.mx) === wanted);
  const { id = null, checkedAt = 0 } = found?.state ?? {};
  return id === null ? null : words.knownId(id, moment(checkedAt));
}
