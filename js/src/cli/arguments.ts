/** Reads the arguments of one command. What cannot be meant gets a sentence: `util.parseArgs` alone words it for programmers. */

import { parseArgs } from "node:util";

import { Refusal } from "./refusal.ts";
import { visible } from "../show/visible.ts";

/** The options that a command knows. */
export type Options = Record<string, { type: "boolean" | "string"; multiple?: boolean; short?: string }>;

export const COMMON = {
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "V" },
} as const satisfies Options;

type ValueOf<O extends Options[string]> = O["type"] extends "boolean"
  ? boolean
  : O extends { multiple: true }
    ? string[]
    : string;

export interface Arguments<O extends Options> {
  values: { [Name in keyof O]?: ValueOf<O[Name]> };
  positionals: string[];
}

/** How many letters have to be changed, added or left out to get from one word to the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1];
    for (let at = 0; at < b.length; at += 1) {
      const changed = (row[at] ?? 0) + (letter === b[at] ? 0 : 1);
      next.push(Math.min(changed, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The one of the known words that was most likely meant. */
export function nearest(name: string, known: readonly string[]): string | null {
  const near = known
    .map((option) => ({ option, off: distance(name, option) }))
    .filter(({ option, off }) => off <= 2 || (name.length > 2 && option.startsWith(name)))
    .sort((a, b) => a.off - b.off);
  return near[0]?.option ?? null;
}

/** @throws {Refusal} */
export function readArguments<O extends Options>(command: string, args: readonly string[], options: O): Arguments<O> {
  const help = `mta-sts ${command} --help`;
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const { rawName, name, value, inlineValue } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined) {
      const meant = nearest(name, Object.keys(options));
      const advice = meant === null ? "" : ` Did you mean --${meant}?`;
      throw new Refusal(`There is no option ${visible(rawName)} for ${command}.${advice}`, help);
    }
    if (option.type === "boolean" && value !== undefined) {
      throw new Refusal(`${rawName} takes no value, and got “${visible(value)}”.`, help);
    }
    // A value that looks like an option is most likely one, and the value was forgotten. `-` is standard input.
    if (option.type === "string" && (value === undefined || (!inlineValue && /^-./.test(value)))) {
      throw new Refusal(`${rawName} needs a value.`, help);
    }
    if (
      option.type === "string" &&
      !option.multiple &&
      tokens.filter((other) => other.kind === "option" && other.name === name).length > 1
    ) {
      throw new Refusal(`${rawName} is given more than once, and takes one value.`, help);
    }
  }
  return { values: values as Arguments<O>["values"], positionals };
}

/** One of a few words, or the default where the option is missing. */
export function oneOf<T extends string>(name: string, value: string | undefined, choices: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const chosen = choices.find((choice) => choice === value);
  if (chosen === undefined) {
    throw new Refusal(
      `--${name} takes ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}, not “${visible(value)}”.`,
    );
  }
  return chosen;
}

/** A number within limits, in decimal digits. */
export function numberIn(
  name: string,
  value: string | undefined,
  { least, most, whole, unit }: { least: number; most: number; whole: boolean; unit: string },
): number | undefined {
  if (value === undefined) return undefined;
  const number = /^[0-9]+(\.[0-9]+)?$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= least && number <= most) || (whole && !Number.isInteger(number))) {
    const kind = whole ? "a whole number" : "a number";
    throw new Refusal(`--${name} takes ${kind} of ${unit} from ${least} to ${most}, not “${visible(value)}”.`);
  }
  return number;
}
