/** What many reports come to, in one sentence, and what to know about it. */

import type { DomainReports, FailureSummary, ReportSummary, StepStatus } from "../../../js/src/browser.ts";
import { dayName, dayNumber, figure, share, total } from "./figures.ts";
import { brief } from "./raw.ts";
import { words } from "./words.ts";

export interface Glance {
  look: StepStatus;
  sentence: string;
  /** What stands below it. */
  more: string[];
}

/** From the first to the last day of a domain's reports. */
export function daysOf({ days }: DomainReports): { first: string; last: string; count: number } | null {
  const dated = days.flatMap(({ day }) => (day === null ? [] : [day]));
  const [first, last] = [dated[0], dated.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { first, last, count: dayNumber(last) - dayNumber(first) + 1 };
}

/** What a result type is called. Ticks, which would become code, no report brings in. */
export const typeName = ({ resultType }: FailureSummary): string =>
  resultType === null ? words.noType : `\`${brief(resultType).replaceAll("`", "'")}\``;

/** The failure that was seen last; of several that with most sessions, which comes first. */
function lastOf(failures: readonly FailureSummary[]): FailureSummary | null {
  return failures.reduce<FailureSummary | null>(
    (last, next) => ((next.lastDay ?? "") > (last?.lastDay ?? "") ? next : last),
    null,
  );
}

function whereOf({ mxHosts }: FailureSummary): string {
  const [first, second] = mxHosts;
  if (first === undefined || (first.name === null && second === undefined)) return "";
  return second === undefined
    ? words.atHost(brief(first.name ?? "").replaceAll("`", "'"))
    : words.atHosts(mxHosts.length);
}

export function glance(domain: DomainReports, { unreadable }: ReportSummary): Glance {
  const all = total(domain.sessions);
  const { failed } = domain.sessions;
  const period = daysOf(domain);
  const time =
    period === null
      ? words.withoutDate
      : period.count === 1
        ? words.onDay(dayName(period.first))
        : words.inDays(period.count);
  const who = words.senders(domain.senders.length);
  const sessions = words.sessions(figure(all));
  const last = lastOf(domain.failures);
  const more = [
    last?.lastDay ? words.lastFailure(dayName(last.lastDay), typeName(last), whereOf(last)) : "",
    period === null ? "" : words.counts(words.reports(domain.reports), dayName(period.first), dayName(period.last)),
  ];
  if (all === 0n) return { look: "inconclusive", sentence: words.nothingCounted, more: more.slice(1) };
  if (BigInt(failed) > 0n) {
    const sentence = words.someFailed(sessions, who, time, figure(failed), share(failed, all));
    return { look: "failed", sentence, more };
  }
  // Of what could not be read nobody knows whether it failed.
  const isWhole = unreadable === 0;
  return {
    look: isWhole ? "passed" : "inconclusive",
    sentence: words.allSucceeded(sessions, who, time),
    more: [isWhole ? "" : words.asFarAsRead, ...more],
  };
}
