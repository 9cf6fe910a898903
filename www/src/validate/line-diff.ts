/** Two texts as one list of lines: which stay, which only one of them has. Lines are compared octet by octet. */

import { diffArrays } from "diff";

export interface DiffLine {
  kind: "same" | "given" | "published";
  /** Its octets, without the LF. */
  octets: Uint8Array;
  /** The last line of a text may have none. */
  hasLineEnd: boolean;
}

/** So many lines may differ, and so long may the search take, in milliseconds. */
const LIMITS = { maxEditLength: 400, timeout: 40 };
const LF = 0x0a;

/** Each octet becomes a character of its own. */
const oneByOne = new TextDecoder("windows-1252");

/** The lines of a text, each with its LF (RFC 8461 §3.2). */
function linesOf(octets: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let begin = 0; begin < octets.length;) {
    const end = octets.indexOf(LF, begin) + 1 || octets.length;
    lines.push(octets.subarray(begin, end));
    begin = end;
  }
  return lines;
}

/** `null` if the two have so little in common that lists side by side would not help. */
export function lineDiff(given: Uint8Array, published: Uint8Array): DiffLine[] | null {
  const [ours, theirs] = [linesOf(given), linesOf(published)];
  const keys = (lines: readonly Uint8Array[]): string[] => lines.map((line) => oneByOne.decode(line));
  const changes = diffArrays(keys(ours), keys(theirs), LIMITS);
  let [a, b] = [0, 0];
  return (
    changes?.flatMap(({ added, removed, count }) => {
      const kind = added ? "published" : removed ? "given" : "same";
      const lines = added ? theirs.slice(b, b + count) : ours.slice(a, a + count);
      if (kind !== "published") a += count;
      if (kind !== "given") b += count;
      return lines.map((line) => {
        const hasLineEnd = line.at(-1) === LF;
        return { kind, octets: hasLineEnd ? line.subarray(0, -1) : line, hasLineEnd } as const;
      });
    }) ?? null
  );
}
