/** The baseline file: JSON, one entry for each domain, made to be committed and reviewed. */

import { readDomainState, type DomainState } from "../../node.ts";
import { visible } from "../../show/visible.ts";
import { nameOf, parseJson, readInput, writeWhole } from "../files.ts";
import { Refusal } from "../refusal.ts";

export type Baseline = Map<string, DomainState>;

/** Changes only when an older reader could not make sense of a file. */
const VERSION = 1;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @throws {Refusal} when the file is missing or something else. */
export async function readBaseline(path: string): Promise<Baseline> {
  const value = parseJson(path, await readInput(path));
  if (!isObject(value) || value["version"] !== VERSION || !isObject(value["domains"])) {
    throw new Refusal(`${nameOf(path)} is no baseline of this program: write one with --write-baseline.`);
  }
  const baseline: Baseline = new Map();
  for (const [domain, entry] of Object.entries(value["domains"])) {
    const state = await readDomainState(entry);
    if (typeof state === "string") {
      throw new Refusal(
        `${nameOf(path)} is no baseline. ${visible(domain)}: ${state} Write it anew with --write-baseline.`,
      );
    }
    baseline.set(domain, state);
  }
  return baseline;
}

export async function writeBaseline(path: string, baseline: Baseline): Promise<void> {
  const domains = Object.fromEntries([...baseline].sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeWhole(path, `${JSON.stringify({ version: VERSION, domains }, null, 2)}\n`);
}
