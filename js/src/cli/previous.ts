/** The policy that a domain served before, from a file. */

import { validatePolicy } from "../node.ts";
import type { PreviousPolicy } from "../types.ts";
import { nameOf, readInput } from "./files.ts";
import { Refusal } from "./refusal.ts";
import { visible } from "../show/visible.ts";

/** The last second of a day, in UTC; the day may be told as a time too. */
function lastSecond(text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T23:59:59Z`) : Number.NaN;
  // A day like 2026-02-31 is read as one of the next month.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
    throw new Refusal(`--previous-served-until takes a day such as 2026-03-31, not “${visible(text)}”.`);
  }
  return Math.floor(Math.min(time, Date.now()) / 1000);
}

export async function readPrevious(
  path: string | undefined,
  servedUntil: string | undefined,
): Promise<PreviousPolicy | null> {
  if (path === undefined) {
    if (servedUntil === undefined) return null;
    throw new Refusal("--previous-served-until says until when the policy of --previous was served: give that too.");
  }
  const lastServedAt = servedUntil === undefined ? null : lastSecond(servedUntil);
  const { policy, findings } = await validatePolicy(await readInput(path));
  if (policy === null) {
    const why = findings.find(({ severity }) => severity === "error")?.saw ?? "";
    throw new Refusal(`Senders could use no policy from ${nameOf(path)}, so none of them holds it. ${why}`.trim());
  }
  return { mode: policy.mode, maxAge: policy.maxAge, mx: policy.mx, lastServedAt, source: "given" };
}
