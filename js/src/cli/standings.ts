/** Reports held against a check of each domain that they are about. */

import { MtaStsError, check, standing, type CheckOptions } from "../node.ts";
import type { DomainReports, ReportStanding } from "../types.ts";
import { inOrder } from "./in-order.ts";

/** Reports name whatever domain their sender likes: no more are asked about. */
const MOST_CHECKED = 20;
/** So many at a time. */
const CONCURRENCY = 8;

/** How reports stand to a check of their domain, or why there is none. */
export type Standings = Map<string, ReportStanding | string>;

/** Checks the domains, in their order; `onResult` hears how many are done. */
export async function checkAll(
  domains: readonly DomainReports[],
  asking: CheckOptions,
  onResult: (done: number, all: number) => void,
): Promise<Standings> {
  const named = domains.filter(({ domain }) => domain !== null);
  const checked = named.slice(0, MOST_CHECKED);
  const standings: Standings = new Map();
  for await (const [domain, result] of inOrder(checked, CONCURRENCY, (reports) => stand(reports, asking))) {
    standings.set(domain, result);
    onResult(standings.size, checked.length);
  }
  for (const { domain } of named.slice(MOST_CHECKED)) {
    standings.set(domain ?? "", `It was not checked: of many domains, ${MOST_CHECKED} are.`);
  }
  return standings;
}

async function stand(reports: DomainReports, asking: CheckOptions): Promise<[string, ReportStanding | string]> {
  const domain = reports.domain ?? "";
  try {
    const checking = check(domain, asking);
    await checking;
    return [domain, await standing(reports, checking.recording()!)];
  } catch (error) {
    // A report may name what is no mail domain.
    if (!(error instanceof MtaStsError)) throw error;
    return [domain, `It was not checked. ${error.message}`];
  }
}

/** For JSON. */
export const asList = (standings: Standings): object[] =>
  [...standings].map(([domain, result]) =>
    typeof result === "string" ? { domain, standing: null, error: result } : { domain, standing: result, error: null },
  );
