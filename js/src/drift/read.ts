/** A stored state, read back: it may come from an older version, from a file that somebody edited, or from anywhere. */

import { kind } from "../error.ts";
import { visible } from "../show/visible.ts";
import { NOT_KNOWN, type DomainState } from "./state.ts";

type Test = (value: unknown) => boolean;
/** Everything that the core says is visible. */
const isText: Test = (value) => typeof value === "string" && visible(value) === value;
const isSeconds: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isTexts: Test = (value) => Array.isArray(value) && value.every(isText);
const matches =
  (form: RegExp): Test =>
  (value) =>
    typeof value === "string" && form.test(value);
const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value);

const FIELDS: Record<keyof DomainState, readonly [test: Test, expected: string]> = {
  checkedAt: [isSeconds, "seconds since 1970"],
  outcome: [matches(/^[a-z-]{1,40}$/), "an outcome"],
  id: [orNull(isText), "an id or null"],
  policySha256: [
    orNull((value) => value === NOT_KNOWN || matches(/^[0-9a-f]{64}$/)(value)),
    `64 hexadecimal digits, “${NOT_KNOWN}” or null`,
  ],
  mode: [orNull(matches(/^(?:enforce|testing|none)$/)), "a mode or null"],
  maxAge: [orNull(isSeconds), "seconds or null"],
  mx: [orNull(isTexts), "a list of patterns or null"],
  policyMissedAt: [orNull(isSeconds), "seconds since 1970 or null"],
  mxHosts: [isTexts, "a list of hosts"],
  certificateNotBefore: [orNull(isSeconds), "seconds since 1970 or null"],
  certificateNotAfter: [orNull(isSeconds), "seconds since 1970 or null"],
  findings: [isTexts, "a list of findings"],
};

/** What states of earlier releases lack. */
const LATER: readonly string[] = ["policyMissedAt", "certificateNotBefore"];

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The state, or a sentence about what is wrong. Whether its patterns are some, the core has to say. */
export function readState(value: unknown): DomainState | string {
  if (!isObject(value)) return `A state is an object, not ${visible(kind(value))}.`;
  // Field by field, so that nothing comes in under another name, `__proto__` for one.
  const state = new Map<string, unknown>();
  for (const [field, [test, expected]] of Object.entries(FIELDS)) {
    const isThere = Object.hasOwn(value, field);
    const given: unknown = isThere ? Reflect.get(value, field) : LATER.includes(field) ? null : undefined;
    if (!test(given)) {
      return `“${field}” has to be ${expected}, and ${given === undefined ? "is missing" : `is ${visible(kind(given))}`}.`;
    }
    state.set(field, Array.isArray(given) ? [...(given as unknown[])] : given);
  }
  return Object.fromEntries(state) as unknown as DomainState;
}
