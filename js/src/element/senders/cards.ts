/** A card for each kind of sender: what becomes of a message, until when, and what the domain learns of it. */

import type { HostFate, MailOutcome, Outlook, SenderOutlook } from "../../types.ts";
import { el, prose } from "../dom.ts";
import { code } from "../evidence/parts.ts";
import { date } from "../../show/format.ts";
import { envelope } from "../glyph.ts";
import type { Heading } from "../heading.ts";
import { MAIL_LOOKS, MAIL_WORDS, SENDER_TITLES } from "../../show/words.ts";
import { text } from "../text.ts";

/** What a card is about: "holds your policy" stands there once for each policy that may be held. */
export function title(sender: SenderOutlook): string {
  const mode = sender.sender === "holds-policy" && sender.policy ? ` (${sender.policy.mode})` : "";
  return SENDER_TITLES[sender.sender] + mode;
}

/** Until when it is so, in words. */
export function span(sender: SenderOutlook, at: number): string {
  const from = sender.from > at ? text.from(date(sender.from)) : text.now;
  if (sender.until === null) return from;
  if (sender.until < at) return text.ended(date(sender.until));
  return `${from} ${text.untilAtLatest(date(sender.until))}`;
}

const word = (outcome: MailOutcome): HTMLElement =>
  el("span", { class: "fate-word", attributes: { "data-look": MAIL_LOOKS[outcome] } }, MAIL_WORDS[outcome]);

/** One line for each mail server; a table has no room in a card. */
function hosts(list: readonly HostFate[], fold: string): HTMLElement | null {
  if (list.length === 0) return null;
  const lines = list.map(({ host, preference, fate }) =>
    el(
      "li",
      null,
      `${preference} `,
      code(host === "" ? "." : host),
      ": ",
      word(fate.outcome),
      fate.provided === null ? null : ` ${text.provided(fate.provided)}`,
    ),
  );
  return el(
    "details",
    { attributes: { "data-fold": fold } },
    el("summary", null, text.eachServer),
    el("ul", null, ...lines),
  );
}

function reasons(sender: SenderOutlook): (HTMLElement | null)[] {
  const { message, why } = sender;
  return [
    el("p", null, ...prose(message.sentence)),
    el("p", { class: "quiet" }, ...prose(why)),
    el("p", { class: "quiet" }, ...prose(message.report.sentence)),
    el("p", { class: "finding-notes" }, message.rfc),
    hosts(sender.hosts, title(sender)),
  ];
}

function card(sender: SenderOutlook, { at, isReasoned }: { at: number; isReasoned: boolean }, heading: Heading) {
  const { message } = sender;
  return el(
    "li",
    { class: "card", part: "card", attributes: { "data-sender": sender.sender, "data-outcome": message.outcome } },
    el(
      "div",
      { class: "card-mark", attributes: { "data-look": MAIL_LOOKS[message.outcome] } },
      envelope(message.outcome),
    ),
    el(
      "div",
      { class: "card-body" },
      heading("title", title(sender)),
      el("p", { class: "card-span" }, span(sender, at)),
      el("p", { class: "card-word" }, word(message.outcome)),
      ...(isReasoned ? reasons(sender) : []),
    ),
  );
}

export function cards({ at, senders }: Outlook, heading: Heading): HTMLElement {
  // When nothing is known of any of them, the sentence above says why: once is enough.
  const isReasoned = senders.some(({ message }) => message.outcome !== "not-known");
  return el("ol", { class: "cards" }, ...senders.map((sender) => card(sender, { at, isReasoned }, heading)));
}
