/** The dates that matter, in order. */

import type { Outlook } from "../../types.ts";
import { el, prose } from "../dom.ts";
import { dateTime } from "../../show/format.ts";
import { text } from "../text.ts";

export function moments(outlook: Outlook): HTMLElement | null {
  const list = outlook.timeline.filter((moment) => moment.kind !== "now");
  if (list.length === 0) return null;
  const rows = list.map(({ at, sentence }) =>
    el("div", null, el("dt", null, dateTime(at)), el("dd", null, ...prose(sentence))),
  );
  return el(
    "details",
    { class: "moments", attributes: { "data-fold": "moments" } },
    el("summary", null, text.dates),
    el("dl", { class: "facts" }, ...rows),
  );
}
