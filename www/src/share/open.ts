/** Shows a report that was packed into the address of the page, by whoever made that. */

import { text } from "../words.ts";
import { showUnderBanner } from "./banner.ts";
import { unpack } from "./pack.ts";

export async function openPacked(packed: string): Promise<void> {
  await showUnderBanner(() => unpack(packed), text.packedBanner);
}
