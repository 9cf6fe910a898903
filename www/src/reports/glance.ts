/** What many reports come to, in one sentence, and what to know about it: what failed last, at whose, by whom told, what to do. */

import type { DomainReports, FailureSummary, ReportSummary, StepStatus } from "../../../js/src/browser.ts";
import { prose } from "../../../js/src/element/dom.ts";
import { sessionsLook } from "../../../js/src/show/tls-reports.ts";
import { dayName, dayNumber, figure, share, total } from "./figures.ts";
import { remedyOf } from "./meaning.ts";
import { periodOf, split } from "./period.ts";
import { brief, name } from "./raw.ts";
import { words } from "./words.ts";

type Line = (Node | string)[];

export interface Glance {
  look: StepStatus;
  sentence: string;
  /** What stands below it. */
  more: Line[];
}

/** A text of a report in a sentence, as code. Ticks, which would end it, no report brings in. */
const quoted = (text: string): string => `\`${brief(text).replaceAll("`", "'")}\``;

/** The failure that was seen last, dates of another time aside; of several that with most sessions, which comes first. */
function lastOf({ failures, days }: DomainReports): { failure: FailureSummary; day: string } | null {
  const { near } = split(days, ({ day }) => day);
  const until = near.at(-1)?.day ?? "";
  let last: { failure: FailureSummary; day: string } | null = null;
  for (const failure of failures) {
    const day = failure.days.findLast(({ name }) => name !== null && name <= until)?.name ?? null;
    if (day !== null && day > (last?.day ?? "")) last = { failure, day };
  }
  return last;
}

function whereOf({ mxHosts }: FailureSummary): string {
  const [first, second] = mxHosts;
  if (first === undefined || (first.name === null && second === undefined)) return "";
  return second === undefined ? words.atHost(quoted(first.name ?? "")) : words.atHosts(mxHosts.length);
}

function lastFailure(domain: DomainReports): Line[] {
  const last = lastOf(domain);
  if (last === null) return [];
  const { failure, day } = last;
  const { resultType, senders } = failure;
  const type = resultType === null ? words.noType : quoted(resultType);
  const [first] = senders;
  const who = first?.name == null ? [] : [words.reportedBy, name(first.name), words.andOthers(senders.length - 1)];
  const remedy = remedyOf(failure);
  return [
    [...prose(words.lastFailure(dayName(day), type, whereOf(failure))), ...who],
    ...(remedy === null ? [] : [prose(words.toDo(remedy))]),
  ];
}

function timeOf(domain: DomainReports): string {
  const period = periodOf(domain);
  if (period === null) return words.withoutDate;
  // With those of another time among them, it would be said of too few days.
  if (split(domain.days, ({ day }) => day).far.length > 0) return words.onDays(domain.days.length);
  return period.count === 1 ? words.onDay(dayName(period.first)) : words.inDays(period.count);
}

/** How many reports, and of which days. */
function counts(domain: DomainReports): Line[] {
  const dated = domain.days.flatMap(({ day }) => (day !== null && Number.isFinite(dayNumber(day)) ? [day] : []));
  const [first, last] = [dated[0], dated.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [[words.counts(words.reports(domain.reports), dayName(first), dayName(last))]];
}

function sentenceOf(domain: DomainReports): string {
  const { failed } = domain.sessions;
  const all = total(domain.sessions);
  const told = [words.sessions(figure(all)), words.senders(domain.senders.length), timeOf(domain)] as const;
  switch (domain.outcome) {
    case "failed":
      return words.someFailed(...told, figure(failed), share(failed, all));
    case "failed-uncounted":
      return all === 0n ? words.nothingCountedYetFailed : words.failedUncounted(...told);
    case "succeeded":
      return words.allSucceeded(...told);
    case "no-policy":
      return words.noPolicyAtAll(...told);
    case "none":
      return words.nothingCounted;
  }
}

export function glance(domain: DomainReports, { unreadable }: ReportSummary): Glance {
  const { outcome, withoutPolicy } = domain;
  const isDoubtful = outcome === "succeeded" && unreadable > 0;
  return {
    look: sessionsLook(outcome, unreadable),
    sentence: sentenceOf(domain),
    more: [
      ...(isDoubtful ? [[words.asFarAsRead]] : []),
      ...lastFailure(domain),
      ...(outcome === "succeeded" && withoutPolicy !== 0 ? [[words.someUnheld(figure(withoutPolicy))]] : []),
      ...counts(domain),
    ],
  };
}
