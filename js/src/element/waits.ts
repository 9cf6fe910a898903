/** What a step waits for: answers that are still on their way, or an earlier step. */

import type { Lookup, Report, Step, StepId } from "../types.ts";
import { lookupsOf } from "./lookups.ts";
import { STATUS_WORDS, STEP_TITLES } from "../show/words.ts";
import { text } from "./text.ts";

/** The step whose result each of the others needs. */
const BEHIND: Partial<Record<StepId, StepId>> = { fetch: "record", policy: "fetch", mx: "policy", tlsrpt: "record" };

const isPending = ({ state }: Lookup): boolean => state === "pending";

function stepOf(id: StepId, { steps }: Report): [step: Step, number: number] | null {
  const index = steps.findIndex((step) => step.id === id);
  const step = steps[index];
  return step === undefined ? null : [step, index + 1];
}

/** The step that holds up this one: of those before it the nearest that was itself reached. */
function cause(id: StepId, report: Report): string | null {
  const before = BEHIND[id];
  if (before === undefined) return null;
  const found = stepOf(before, report);
  if (found === null) return null;
  const [{ status }, number] = found;
  if (status === "skipped") return cause(before, report);
  return text.waitsForStep(number, STEP_TITLES[before], status === "pending" ? null : STATUS_WORDS[status]);
}

/** `null` where it waits for nothing, or for what no earlier step can bring. */
export function waitsFor({ id, status }: Step, report: Report): string | null {
  if (status === "skipped") return cause(id, report);
  if (status !== "pending") return null;
  const asked = lookupsOf(id, report.observed)
    .filter(isPending)
    .map(({ recordType, name }) => `\`${recordType} ${name}\``);
  if (id === "fetch" && report.observed.fetch.state === "pending") asked.push(text.policyFile);
  return asked.length > 0 ? text.waitsFor([...new Set(asked)]) : cause(id, report);
}
