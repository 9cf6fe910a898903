/** Which domains to check: those of the command line and of a list, in the order given. */

import { readDomain } from "../node.ts";
import { nameOf, readInput } from "./files.ts";

/** One domain as it was given. */
export interface Entry {
  input: string;
  /** Where it stands in a list; `null` for the command line. */
  at: { path: string; line: number } | null;
  /** The policy domain in A-labels; `null` when the input is none. */
  domain: string | null;
  /** Something worth telling about the input, or what is in the way. */
  note: string | null;
}

async function entry(input: string, at: Entry["at"]): Promise<Entry> {
  const read = await readDomain(input);
  if (read.ok) return { input, at, domain: read.domain, note: read.note };
  return { input, at, domain: null, note: read.message };
}

/** The lines of a list that are neither blank nor comments. */
export function linesOf(text: string): { line: number; input: string }[] {
  return text
    .replace(/^\u{feff}/u, "")
    .split(/\r?\n/)
    .map((content, index) => ({ line: index + 1, input: content.replace(/(^|\s)#.*$/, "").trim() }))
    .filter(({ input }) => input !== "");
}

export async function readEntries(positionals: readonly string[], lists: readonly string[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  const addList = async (path: string): Promise<void> => {
    const text = new TextDecoder().decode(await readInput(path));
    for (const { line, input } of linesOf(text)) entries.push(await entry(input, { path, line }));
  };
  for (const input of positionals) {
    if (input === "-") await addList("-");
    else entries.push(await entry(input, null));
  }
  for (const path of lists) await addList(path);
  return eachOnce(entries);
}

/** A domain that is given again is checked where it stands first, and that is noted there. */
function eachOnce(entries: readonly Entry[]): Entry[] {
  const counts = new Map<string, number>();
  const first = entries.filter(({ domain }) => {
    if (domain === null) return true;
    const count = (counts.get(domain) ?? 0) + 1;
    counts.set(domain, count);
    return count === 1;
  });
  return first.map((entry) => {
    const count = counts.get(entry.domain ?? "") ?? 1;
    if (count === 1) return entry;
    return { ...entry, note: [entry.note, `It is given ${count} times, and checked once.`].filter(Boolean).join(" ") };
  });
}

/** Where an input that is no domain stands, and what is wrong with it. */
export function problemOf({ input, at, note }: Entry): string {
  return at === null ? `“${input}” is not checked. ${note}` : `${nameOf(at.path)}, line ${at.line}: ${note}`;
}
