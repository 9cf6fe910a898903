/** What a report says that the domain publishes, in octets. */

import type { Octets, Report, StepId, TxtText } from "../../../js/src/browser.ts";
import type { Kind } from "./kind.ts";

export interface Published {
  /** `null` where nothing was seen, or nothing that this kind of text could be compared with. */
  octets: Uint8Array | null;
  /** What the check says of it, in a line. */
  summary: string;
  /** The hosts of the domain's MX records. */
  mx: string[];
}

function octetsOf(octets: Octets): Uint8Array {
  if (typeof octets === "string") return new TextEncoder().encode(octets);
  return Uint8Array.from(octets.hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}

const ROLES = ["candidate", "nearly"] as const;

/** The text that counts, or else the one that was probably meant to. */
const recordOf = (texts: readonly TxtText[]): string | undefined =>
  ROLES.map((role) => texts.find((text) => text.role === role)).find((text) => text !== undefined)?.text;

/** What compares with a text of this kind. Of the two records it is the one whose version the text begins with. */
export function published(report: Report, kind: Kind, given: string): Published {
  const { observed, steps } = report;
  const summaryOf = (id: StepId): string => steps.find((step) => step.id === id)?.summary ?? "";
  const mx = observed.mx.hosts.map(({ host }) => host);
  if (kind === "policy") {
    const body = observed.fetch.evidence?.response?.body;
    const isThere = observed.policy !== null && body !== undefined;
    return { octets: isThere ? octetsOf(body) : null, summary: summaryOf(isThere ? "policy" : "fetch"), mx };
  }
  const step = /^[\s"]*v\s*=\s*TLSRPT/i.test(given) ? "tlsrpt" : "record";
  const text = recordOf(observed[step].texts);
  return { octets: text === undefined ? null : new TextEncoder().encode(text), summary: summaryOf(step), mx };
}
