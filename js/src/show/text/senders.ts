/** What the three kinds of senders do, until when, and how named senders read the policy. */

import type { Outlook, SenderOutlook, SenderReading } from "../../types.ts";
import { duration } from "../format.ts";
import { HEADINGS, readAlike, senderTitle, span } from "../phrases.ts";
import type { Style } from "./style.ts";
import { padEnd } from "./width.ts";
import { MAIL_LOOKS, MAIL_WORDS, READING_LOOKS, READING_WORDS } from "../words.ts";

/** `told` has the sentences that stand above already: they are not repeated. */
function senderLines(style: Style, sender: SenderOutlook, at: number, told: Set<string>): string[] {
  const { outcome, sentence } = sender.message;
  const head = style.row("    ", [
    [`${senderTitle(sender)}: `, "bold"],
    [MAIL_WORDS[outcome], style.colourOf(MAIL_LOOKS[outcome])],
  ]);
  const when = style.prose(span(sender, at), "      ", "dim");
  if (told.has(sentence)) return [...head, ...when];
  told.add(sentence);
  return [...head, ...when, ...style.prose(sentence, "      ")];
}

export function outlookLines(style: Style, outlook: Outlook): string[] {
  const told = new Set<string>();
  return [
    style.heading(HEADINGS.senders),
    ...style.prose(outlook.summary, "    "),
    "",
    ...outlook.senders.flatMap((sender) => senderLines(style, sender, outlook.at, told)),
  ];
}

/** One line where all read it alike, a line or two for each sender where they do not. */
export function readingLines(style: Style, readings: readonly SenderReading[], agree: boolean, all: boolean): string[] {
  const [first] = readings;
  if (first === undefined) return [];
  const heading = style.heading(HEADINGS.readings);
  const alike = readAlike(readings, first);
  if (agree && !all) return [heading, ...style.prose(alike, "    ")];
  const nameWidth = Math.max(...readings.map(({ sender }) => sender.length)) + 2;
  const wordWidth = Math.max(...Object.values(READING_WORDS).map((word) => word.length)) + 2;
  const rows = readings.flatMap((reading) => {
    const look = READING_LOOKS[reading.verdict];
    const kept = reading.maxAge === null ? "" : `, kept for ${duration(reading.maxAge)}`;
    const place = reading.location === null ? "" : ` Line ${reading.location.line}, column ${reading.location.column}.`;
    return [
      ...style.row("    ", [
        [padEnd(reading.sender, nameWidth)],
        [padEnd(READING_WORDS[reading.verdict], wordWidth), style.colourOf(look)],
        [reading.mode === null ? "" : `mode ${reading.mode}${kept}`],
      ]),
      ...style.prose(reading.reason + place, " ".repeat(6), "dim"),
    ];
  });
  return [heading, ...(agree ? style.prose(alike, "    ") : []), ...rows];
}
