/** The baseline file: JSON, one entry for each domain, made to be committed and reviewed. */

import { matchMx } from "../../node.ts";
import { nameOf, parseJson, readInput, writeWhole } from "../files.ts";
import { Refusal } from "../refusal.ts";
import { visible } from "../../show/visible.ts";
import type { State } from "./state.ts";

export type Baseline = Map<string, State>;

/** Changes only when an older reader could not make sense of a file. */
const VERSION = 1;

type Test = (value: unknown) => boolean;
const isText: Test = (value) => typeof value === "string";
const isSeconds: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isTexts: Test = (value) => Array.isArray(value) && value.every(isText);
const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value);

const FIELDS: Record<keyof State, readonly [test: Test, expected: string]> = {
  checkedAt: [isSeconds, "seconds since 1970"],
  outcome: [isText, "an outcome"],
  id: [orNull(isText), "an id or null"],
  policySha256: [orNull((value) => /^[0-9a-f]{64}$/.test(String(value))), "64 hexadecimal digits or null"],
  mode: [orNull((value) => ["enforce", "testing", "none"].includes(String(value))), "a mode or null"],
  maxAge: [orNull(isSeconds), "seconds or null"],
  mx: [orNull(isTexts), "a list of patterns or null"],
  policyMissedAt: [orNull(isSeconds), "seconds since 1970 or null"],
  mxHosts: [isTexts, "a list of hosts"],
  certificateNotBefore: [orNull(isSeconds), "seconds since 1970 or null"],
  certificateNotAfter: [orNull(isSeconds), "seconds since 1970 or null"],
  findings: [isTexts, "a list of findings"],
};

/** What the first files of this version lack. */
const LATER = { policyMissedAt: null, certificateNotBefore: null };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

async function readState(path: string, domain: string, entry: unknown): Promise<State> {
  const refuse = (what: string): never => {
    throw new Refusal(
      `${nameOf(path)} is no baseline: ${visible(domain)} ${what}. Write it anew with --write-baseline.`,
    );
  };
  if (!isObject(entry)) return refuse("is not an object");
  const value: Record<string, unknown> = {};
  for (const [field, [test, expected]] of Object.entries(FIELDS)) {
    value[field] = { ...LATER, ...entry }[field];
    if (!test(value[field])) refuse(`has no “${field}” that is ${expected}`);
  }
  const state = value as unknown as State;
  const { invalid } = await matchMx(state.mx ?? [], "mail.example");
  if (invalid[0]) refuse(`has a pattern that is none: ${visible(invalid[0].pattern)}`);
  return state;
}

/** @throws {Refusal} when the file is missing or something else. */
export async function readBaseline(path: string): Promise<Baseline> {
  const value = parseJson(path, await readInput(path));
  if (!isObject(value) || value["version"] !== VERSION || !isObject(value["domains"])) {
    throw new Refusal(`${nameOf(path)} is no baseline of this program: write one with --write-baseline.`);
  }
  const baseline: Baseline = new Map();
  for (const [domain, state] of Object.entries(value["domains"])) {
    baseline.set(domain, await readState(path, domain, state));
  }
  return baseline;
}

export async function writeBaseline(path: string, baseline: Baseline): Promise<void> {
  const domains = Object.fromEntries([...baseline].sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeWhole(path, `${JSON.stringify({ version: VERSION, domains }, null, 2)}\n`);
}
