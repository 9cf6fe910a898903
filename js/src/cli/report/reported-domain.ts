/** What reports say about one domain, at a terminal: what failed and what it means, who reported it, and day by day. */

import type { AppliedPolicy, DomainReports, FailureSummary, ReportStanding, SessionShare } from "../../types.ts";
import { duration } from "../../show/format.ts";
import type { Style } from "../../show/text/style.ts";
import { cut, padEnd, width } from "../../show/text/width.ts";
import {
  FAILURE_STATE_LOOKS,
  POLICY_STATE_LOOKS,
  sessionsLook,
  count,
  days,
  failedPart,
  outcome,
  several,
} from "../../show/tls-reports.ts";
import { visible } from "../../show/visible.ts";

/** So many rows a list has; what is beyond is counted. */
const MOST_ROWS = 10;
/** So many things are named in a line. */
const MOST_NAMED = 4;
const BAR_WIDTH = 20;
const WIDEST_NAME = 32;
const MARGIN = "    ";
/** Before what a check says, where its sign cannot be seen: its sentence begins with how it stands. */
const NOW = "now";

/** What is known besides the reports. */
export interface DomainContext {
  /** What a result type means. */
  meanings: ReadonlyMap<string, string>;
  /** How the reports stand to a check of each domain now, or why there was none; empty without one. */
  standings: ReadonlyMap<string, ReportStanding | string>;
}

/** What reports say about a domain. Nobody knows whom the `unreadable` files are about. */
export function domainLines(
  style: Style,
  reports: DomainReports,
  { meanings, standings }: DomainContext,
  unreadable: number,
): string[] {
  const { domain, sessions, failures, senders, policies } = reports;
  const first = reports.days.find(({ day }) => day !== null)?.day ?? null;
  const last = reports.days.findLast(({ day }) => day !== null)?.day ?? null;
  const standing = standings.get(domain ?? "");
  return [
    ...style.row("", [
      [`${visible(domain ?? "Without a domain")}  `, "bold"],
      [`${several(reports.reports, "report")}, ${days(first, last)}`, "dim"],
    ]),
    ...style.marked("", style.mark(sessionsLook(reports.outcome, unreadable)), (inner) =>
      style.prose(outcome(sessions), inner),
    ),
    ...(typeof standing === "string" ? style.prose(standing, "  ") : []),
    ...section(style, "What failed", failures, (failure, index) =>
      failureLines(
        style,
        failure,
        reports,
        meanings,
        typeof standing === "object" ? standing.failures[index] : undefined,
      ),
    ),
    ...section(style, "Who reported", senders, (sender) => {
      const name = padEnd(cut(visible(sender.organization ?? "not named"), WIDEST_NAME), WIDEST_NAME);
      return style.row(MARGIN, [
        [`${name}  `],
        [`${several(sender.reports, "report")}, ${days(sender.firstDay, sender.lastDay)}, `, "dim"],
        BigInt(sender.sessions.failed) === 0n
          ? ["none failed", "dim"]
          : [`${count(sender.sessions.failed)} failed (${failedPart(sender.sessions)})`, "red"],
      ]);
    }),
    ...section(style, "Policies that senders applied", policies, (policy, index) => {
      const { sts, policyType, senders } = policy;
      const what =
        sts === null
          ? [policyType ?? "not named", ...textOf(policy)].join(", ")
          : `mode ${sts.mode}, ${duration(sts.maxAge)}, ${sts.mx.length === 0 ? "no mail servers" : sts.mx.join(", ")}`;
      const now = typeof standing === "object" ? standing.policies[index] : undefined;
      const by = senders.slice(0, MOST_NAMED).map(({ organization }) => organization ?? "not named");
      const more = senders.length > MOST_NAMED ? ` and ${senders.length - MOST_NAMED} more` : "";
      return [
        ...style.prose(what, MARGIN),
        ...style.labelled(
          "applied by",
          `${by.join(", ")}${more}; last on ${senders[0]?.lastDay ?? "no known day"}`,
          MARGIN + "  ",
          14,
          "dim",
        ),
        ...(now === undefined
          ? []
          : style.marked(MARGIN + "  ", style.mark(POLICY_STATE_LOOKS[now.state], NOW), (inner) =>
              style.prose(now.sentence, inner),
            )),
      ];
    }),
    ...(BigInt(sessions.failed) === 0n ? [] : dayLines(style, reports)),
  ];
}

function section<Row>(
  style: Style,
  title: string,
  rows: readonly Row[],
  lines: (row: Row, index: number) => string[],
): string[] {
  if (rows.length === 0) return [];
  const more = rows.length > MOST_ROWS ? [`${MARGIN}and ${rows.length - MOST_ROWS} more`] : [];
  return [style.heading(title), ...rows.slice(0, MOST_ROWS).flatMap(lines), ...more];
}

/** What there is of a policy’s text that says no policy to a sender. */
const textOf = ({ policyType, lines }: AppliedPolicy): string[] =>
  policyType === "sts" && lines.length === 0 ? ["its text not reported"] : lines.slice(0, MOST_NAMED);

function failureLines(
  style: Style,
  failure: FailureSummary,
  { failures }: DomainReports,
  meanings: ReadonlyMap<string, string>,
  now: ReportStanding["failures"][number] | undefined,
): string[] {
  const { resultType, sessions, firstDay, lastDay } = failure;
  const most = Number(failures[0]?.sessions ?? 0);
  const meaning =
    resultType === null
      ? "The reports count these sessions and do not say how they failed."
      : (meanings.get(resultType) ?? "No type of RFC 8460 §4.3: the sender’s own word.");
  const inner = `${MARGIN}  `;
  const label = 14;
  const named = (title: string, shares: readonly SessionShare[]): string[] => {
    const text = namedShares(shares);
    return text === "" ? [] : style.labelled(title, text, inner, label, "dim");
  };
  return [
    ...style.row(MARGIN, [
      [`${padEnd(cut(visible(resultType ?? "not told"), WIDEST_NAME), WIDEST_NAME)}  `, "bold"],
      [`${bar(style, Number(sessions), most)} `, "red"],
      [`${several(sessions, "session")}, `],
      [days(firstDay, lastDay), "dim"],
    ]),
    ...style.prose(meaning, inner),
    ...(now === undefined
      ? []
      : style.marked(inner, style.mark(FAILURE_STATE_LOOKS[now.state], NOW), (deeper) =>
          style.prose(now.sentence, deeper),
        )),
    ...named("mail servers", failure.mxHosts),
    ...named("reported by", failure.senders),
    ...named("reasons", failure.reasons),
  ];
}

/** What is known by name, with its sessions: `mx1.example.com (3), mx2.example.com (1)`. */
function namedShares(shares: readonly SessionShare[]): string {
  const known = shares.filter(({ name }) => name !== null);
  const more = known.length > MOST_NAMED ? ` and ${known.length - MOST_NAMED} more` : "";
  const names = known.slice(0, MOST_NAMED).map(({ name, sessions }) => `${visible(name ?? "")} (${count(sessions)})`);
  return names.join(", ") + more;
}

function bar(style: Style, number: number, most: number): string {
  // What is little is seen all the same.
  const length = number === 0 || most === 0 ? 0 : Math.max(1, Math.round((BAR_WIDTH * number) / most));
  return padEnd((style.surface.signs ? "█" : "#").repeat(length), BAR_WIDTH);
}

/** The failures of each day; of many days so many at a time that they are few rows. */
function dayLines(style: Style, reports: DomainReports): string[] {
  const dated = reports.days.filter(({ day }) => day !== null);
  const atATime = Math.ceil(dated.length / MOST_ROWS);
  const rows = Array.from({ length: atATime === 0 ? 0 : Math.ceil(dated.length / atATime) }, (_, row) => {
    const some = dated.slice(row * atATime, (row + 1) * atATime);
    const sum = (pick: "successful" | "failed"): bigint =>
      some.reduce((total, { sessions }) => total + BigInt(sessions[pick]), 0n);
    const [successful, failed] = [String(sum("successful")), String(sum("failed"))];
    return { name: days(some[0]?.day ?? null, some.at(-1)?.day ?? null), sessions: { successful, failed } };
  });
  const most = rows.reduce((most, { sessions }) => Math.max(most, Number(sessions.failed)), 0);
  const nameWidth = rows.reduce((most, { name }) => Math.max(most, width(name)), 0);
  const title = `Failed sessions, ${atATime === 1 ? "day by day" : `up to ${atATime} days in a line`}`;
  return [
    ...(rows.length === 0 ? [] : [style.heading(title)]),
    ...rows.flatMap(({ name, sessions }) =>
      style.row(MARGIN, [
        [`${padEnd(name, nameWidth)}  `],
        [`${bar(style, Number(sessions.failed), most)} `, "red"],
        sessions.failed === "0" ? ["none", "dim"] : [`${count(sessions.failed)} (${failedPart(sessions)})`],
      ]),
    ),
  ];
}
