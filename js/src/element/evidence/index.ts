/** What was seen in a step, raw. */

import type { Report, StepId } from "../../types.ts";
import { fetchEvidence } from "./fetch.ts";
import { mxEvidence } from "./mx.ts";
import { policyEvidence } from "./policy.ts";
import { recordEvidence, tlsrptEvidence } from "./record.ts";

export function evidence(id: StepId, report: Report): Node[] {
  const located = report.steps.find((step) => step.id === id)?.findings ?? [];
  switch (id) {
    case "record":
      return recordEvidence(report.observed.record, located);
    case "fetch":
      return fetchEvidence(report.observed.fetch, report.checkedAt);
    case "policy":
      return policyEvidence(report.observed.policy, report.observed.fetch, located);
    case "mx":
      return mxEvidence(report.observed.mx, report.observed.policy);
    case "tlsrpt":
      return tlsrptEvidence(report.observed.tlsrpt, located);
  }
}
