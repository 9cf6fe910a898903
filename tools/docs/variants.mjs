/** What the words of a type mean: the Rust types say it at each variant, and `types.ts` cannot carry it. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { inRoot } from "../../scripts/shell.mjs";

const CORE = inRoot("crates", "core", "src");
const rust = readdirSync(CORE, { recursive: true })
  .filter((path) => path.endsWith(".rs"))
  .map((path) => readFileSync(join(CORE, path), "utf8"))
  .join("\n");

/** Of each word its sentence; `null` where no enumeration in Rust has that name. */
export function meanings(name, words) {
  const body = rust.match(new RegExp(`pub enum ${name} \\{\n([^]*?)\n\\}`))?.[1];
  if (body === undefined) return null;
  const variants = [...body.matchAll(/((?: {4}\/\/\/ .*\n)+)(?: {4}#\[.*\n)*? {4}(\w+),/g)].map(([, docs, variant]) => [
    variant.toLowerCase(),
    docs.replace(/\s*\/\/\/ /g, " ").trim(),
  ]);
  return words.map((word) => {
    const meaning = new Map(variants).get(word.toLowerCase().replaceAll("-", ""));
    if (meaning === undefined) throw new Error(`The enumeration ${name} has no documented variant for “${word}”.`);
    return meaning;
  });
}
