/** Shows the last report of a domain that the history keeps. */

import { api } from "../engine.ts";
import { showUnderBanner } from "../share/banner.ts";
import { unpack } from "../share/pack.ts";
import { text } from "../words.ts";
import { load } from "./store.ts";

export async function openKept(typed: string): Promise<void> {
  await showUnderBanner(async () => {
    const read = await api.readDomain(typed);
    const packed = read.ok ? (await load(read.domain))?.last.packed : null;
    if (!packed) throw new Error(text.notInHistory);
    return unpack(packed);
  }, text.keptBanner);
}
