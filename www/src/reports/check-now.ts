/** A check of the domain that reports are about, made now or, for the example, recorded. */

import type { Recording, Report } from "../../../js/src/browser.ts";
import { resolversToAsk, whenAnnounced } from "../check/asked.ts";
import { readConfiguration } from "../configuration.ts";
import { api } from "../engine.ts";
import { ASSETS } from "../examples/assets.ts";
import { words } from "./words.ts";

export interface Checked {
  report: Report;
  recording: Recording;
}

/** Asks whom the view for domains asks. @throws {Error} with a sentence about what is no domain. */
export async function checkNow(domain: string, signal: AbortSignal): Promise<Checked> {
  const read = await api.readDomain(domain);
  if (!read.ok) throw new Error(read.message);
  await whenAnnounced();
  const { helper } = readConfiguration();
  const checking = api.check(read.domain, { fresh: true, helper, resolvers: resolversToAsk(), signal });
  const report = await checking;
  const recording = checking.recording();
  // A check that came to its end has asked something.
  if (recording === null) throw new Error(report.verdict);
  return { report, recording };
}

/** The check of the example's domain, as it is among the examples of the view for domains. */
export async function recordedCheck(): Promise<Checked> {
  const response = await fetch(ASSETS.healthy).catch(() => null);
  if (!response?.ok) throw new Error(words.exampleMissing);
  const { recording } = (await response.json()) as { recording: Recording };
  return { recording, report: await api.replay(recording) };
}
