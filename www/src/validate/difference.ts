/** How two texts differ, in sentences; none of them says which is right. */

import type { SenderReading } from "../../../js/src/browser.ts";
import { duration } from "../../../js/src/show/format.ts";
import { READING_WORDS } from "../../../js/src/show/words.ts";
import { text } from "../words.ts";

const oneByOne = new TextDecoder("windows-1252");

const isCrlf = (octets: string): boolean => octets.includes("\r\n");
const withLf = (octets: string): string => octets.replaceAll("\r\n", "\n");
const withoutEnd = (octets: string): string => withLf(octets).replace(/\n$/, "");

/** Octet for octet, and if it is only line ends or the last of them, that. */
export function octetDifference(given: Uint8Array, published: Uint8Array): string {
  const [ours, theirs] = [oneByOne.decode(given), oneByOne.decode(published)];
  if (ours === theirs) return text.identical(given.length);
  if (withLf(ours) === withLf(theirs)) return text.otherLineEnds(isCrlf(ours), isCrlf(theirs));
  if (withoutEnd(ours) === withoutEnd(theirs)) return text.otherEnd(ours.endsWith("\n"));
  return text.different(given.length, published.length);
}

const outcome = ({ verdict, mode, maxAge, mx, matched }: SenderReading): string =>
  JSON.stringify([verdict, mode, maxAge, mx, matched]);

function inWords({ verdict, mode, maxAge, mx }: SenderReading): string {
  const policy = mode === null || maxAge === null ? "" : ` (${[mode, duration(maxAge), ...mx].join(", ")})`;
  return READING_WORDS[verdict] + policy;
}

/** For senders that read the two in different ways, how; those that do so alike in one sentence. */
export function readingDifferences(given: readonly SenderReading[], published: readonly SenderReading[]): string[] {
  const groups = new Map<string, string[]>();
  for (const ours of given) {
    const theirs = published.find(({ sender }) => sender === ours.sender);
    if (theirs === undefined || outcome(ours) === outcome(theirs)) continue;
    const how = text.readsOtherwise(inWords(ours), inWords(theirs));
    groups.set(how, [...(groups.get(how) ?? []), ours.sender]);
  }
  return [...groups].map(([how, senders]) => `${senders.join(", ")}: ${how}`);
}
