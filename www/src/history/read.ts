/** Reads what the history kept, or what a file brings: it may be of an older version, or of anybody. */

import type { Change, Outcome } from "../../../js/src/browser.ts";
import { OUTCOME_WORDS, SEVERITY_WORDS } from "../../../js/src/element.ts";
import { MtaStsError } from "../../../js/src/remote.ts";
import { api } from "../engine.ts";
import { text } from "../words.ts";
import { MOST_STATES, type Entry, type Kept } from "./entry.ts";

/** Longer than any check that a resolver and a helper answer comes to. */
const LONGEST_PACKED = 65_536;
const LONGEST_SENTENCE = 4_000;

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isSeconds = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isOutcome = (value: unknown): value is Outcome =>
  typeof value === "string" && Object.hasOwn(OUTCOME_WORDS, value);
/** Text as the page writes it: nothing that hides or turns what stands beside it. */
const isSentence = (value: unknown): value is string =>
  typeof value === "string" && value.length <= LONGEST_SENTENCE && !/[\p{C}\p{Zl}\p{Zp}]/u.test(value);

/** A field of its own, never one that it inherits. */
const own = (value: object, name: string): unknown =>
  Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;

class Fault extends Error {}

function fail(name: string, expected: string): never {
  throw new Fault(text.historyField(name, expected));
}

function readChange(value: unknown): Change {
  if (!isObject(value)) fail("changes", "a list of changes");
  const [id, severity, sentence, rfc] = ["id", "severity", "sentence", "rfc"].map((name) => own(value, name));
  if (typeof id !== "string" || !/^[a-z-]{1,40}$/.test(id)) fail("id", "the name of a change");
  if (typeof severity !== "string" || !Object.hasOwn(SEVERITY_WORDS, severity))
    fail("severity", "error, warning or note");
  if (!isSentence(sentence)) fail("sentence", "a sentence");
  if (rfc !== null && !(typeof rfc === "string" && /^RFC \d{1,5} §[\d.]{1,20}$/.test(rfc)))
    fail("rfc", "a section or null");
  return { id, severity, sentence, rfc } as Change;
}

async function readKept(value: unknown): Promise<Kept> {
  if (!isObject(value)) fail("states", "a list of states");
  const state = await api.readDomainState(own(value, "state"));
  if (typeof state === "string") throw new Fault(state);
  if (!isOutcome(state.outcome)) fail("outcome", "an outcome");
  const since = own(value, "since");
  if (!isSeconds(since) || since > state.checkedAt) fail("since", "seconds since 1970, not after “checkedAt”");
  const changes = own(value, "changes");
  if (!Array.isArray(changes)) fail("changes", "a list of changes");
  return { since, state, changes: changes.map(readChange) };
}

async function readFields(value: unknown): Promise<Entry> {
  if (!isObject(value)) throw new Fault(text.historyNoEntry);
  const domain = own(value, "domain");
  const read = typeof domain === "string" ? await api.readDomain(domain) : null;
  if (!read?.ok || read.domain !== domain) fail("domain", "a mail domain in A-labels");
  const last = own(value, "last");
  if (!isObject(last)) fail("last", "the last check");
  const [checkedAt, outcome, packed] = ["checkedAt", "outcome", "packed"].map((name) => own(last, name));
  if (!isSeconds(checkedAt)) fail("checkedAt", "seconds since 1970");
  if (!isOutcome(outcome)) fail("outcome", "an outcome");
  // What is in it is read when it is shown.
  if (packed !== null && !(typeof packed === "string" && packed.length <= LONGEST_PACKED && /^[\w.-]+$/.test(packed))) {
    fail("packed", "a packed check or null");
  }
  const list = own(value, "states");
  if (!Array.isArray(list) || list.length > MOST_STATES) fail("states", `a list of at most ${MOST_STATES} states`);
  const states: Kept[] = [];
  for (const item of list) states.push(await readKept(item));
  // Two histories that were merged may overlap.
  const times = [checkedAt, ...states.map(({ state }) => state.checkedAt)];
  if (times.some((time, index) => time < (times[index + 1] ?? 0)))
    fail("states", "the newest first, none after the last check");
  return { domain: read.domain, last: { checkedAt, outcome, packed }, states };
}

/** The entry, built anew field by field, or a sentence about the first field that is wrong. */
export async function readEntry(value: unknown): Promise<Entry | string> {
  try {
    return await readFields(value);
  } catch (error) {
    // What is too large or too deep for the worker is no entry either; without a worker nothing can be said.
    if (error instanceof Fault || (error instanceof MtaStsError && error.code === "argument")) return error.message;
    throw error;
  }
}
