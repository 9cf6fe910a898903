/** Which lines of a text stay, go and come. */

import { units, type Unit } from "../../show/visible.ts";

export interface DiffLine {
  kind: "same" | "removed" | "added";
  /** Its characters, without the LF. */
  units: Unit[];
  /** The last line of a text may have none. */
  hasLineEnd: boolean;
}

/** Beyond so many pairs of lines nobody looks for what they have in common. */
const MOST_PAIRS = 250_000;

/** Octets one to one as characters, so that lines can be compared. */
const characters = new TextDecoder("windows-1252");

/** The lines of a text, each with its LF (RFC 8461 §3.2). */
function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let begin = 0; begin < bytes.length;) {
    const lineEnd = bytes.indexOf(0x0a, begin);
    const end = lineEnd === -1 ? bytes.length : lineEnd + 1;
    lines.push(bytes.subarray(begin, end));
    begin = end;
  }
  return lines;
}

function made(kind: DiffLine["kind"], lines: readonly Uint8Array[]): DiffLine[] {
  return lines.map((line) => {
    const hasLineEnd = line.at(-1) === 0x0a;
    return { kind, units: [...units(hasLineEnd ? line.subarray(0, -1) : line)], hasLineEnd };
  });
}

/** The longest common subsequence: `length[a][b]` is the one of what follows `a` in one text and `b` in the other. */
function common(one: readonly string[], other: readonly string[]): (a: number, b: number) => number {
  const width = other.length + 1;
  const lengths = new Uint32Array((one.length + 1) * width);
  const length = (a: number, b: number): number => lengths[a * width + b] ?? 0;
  for (let a = one.length - 1; a >= 0; a -= 1) {
    for (let b = other.length - 1; b >= 0; b -= 1) {
      lengths[a * width + b] =
        one[a] === other[b] ? length(a + 1, b + 1) + 1 : Math.max(length(a + 1, b), length(a, b + 1));
    }
  }
  return length;
}

/** `before` and `after` as one list of lines. Where lines are replaced, those that go come first. */
export function lineDiff(before: Uint8Array, after: Uint8Array): DiffLine[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const [oldKeys, nowKeys] = [old, now].map((lines) => lines.map((line) => characters.decode(line)));
  if (oldKeys === undefined || nowKeys === undefined) return [];
  const least = Math.min(old.length, now.length);
  let head = 0;
  while (head < least && oldKeys[head] === nowKeys[head]) head += 1;
  let tail = 0;
  while (tail < least - head && oldKeys.at(-1 - tail) === nowKeys.at(-1 - tail)) tail += 1;
  const [oldEnd, nowEnd] = [old.length - tail, now.length - tail];
  return [
    ...made("same", old.slice(0, head)),
    ...between(
      old.slice(head, oldEnd),
      now.slice(head, nowEnd),
      oldKeys.slice(head, oldEnd),
      nowKeys.slice(head, nowEnd),
    ),
    ...made("same", old.slice(oldEnd)),
  ];
}

/** The same for what lies between the first and the last line that differ. */
function between(
  old: readonly Uint8Array[],
  now: readonly Uint8Array[],
  oldKeys: readonly string[],
  nowKeys: readonly string[],
): DiffLine[] {
  if (old.length * now.length > MOST_PAIRS) return [...made("removed", old), ...made("added", now)];
  const length = common(oldKeys, nowKeys);
  const lines: DiffLine[] = [];
  let [a, b] = [0, 0];
  while (a < old.length || b < now.length) {
    if (a < old.length && b < now.length && oldKeys[a] === nowKeys[b]) {
      lines.push(...made("same", old.slice(a, a + 1)));
      a += 1;
      b += 1;
    } else if (b === now.length || (a < old.length && length(a + 1, b) >= length(a, b + 1))) {
      lines.push(...made("removed", old.slice(a, a + 1)));
      a += 1;
    } else {
      lines.push(...made("added", now.slice(b, b + 1)));
      b += 1;
    }
  }
  return lines;
}
