/** One document in full: every departure from the format with its place, and what was understood. */

import type { ReportDocument, ReportProblem, ReportTime, TlsReport } from "../../../js/src/browser.ts";
import { el, prose, type Child } from "../../../js/src/element/dom.ts";
import { api } from "../engine.ts";
import { figure } from "./figures.ts";
import { code } from "./raw.ts";
import { bytesOf, type Source } from "./source.ts";
import { words } from "./words.ts";

const MOST_PROBLEMS = 50;
const MOST_POLICIES = 20;

function problem({ severity, member, location, saw, expected, basis }: ReportProblem): HTMLElement {
  const place = location && words.place(location.line, location.column, location.byteStart);
  return el(
    "li",
    { attributes: { "data-severity": severity } },
    el("strong", null, words.severity[severity]),
    ": ",
    ...prose(saw),
    " ",
    ...prose(expected),
    el(
      "span",
      { class: "note quiet" },
      member === "" ? words.whole : code(member),
      place && `, ${place}`,
      location && location.text !== "" && el("span", null, ": ", code(location.text)),
      basis !== "" && ` · ${basis}`,
    ),
  );
}

function problems(list: readonly ReportProblem[], omitted: number): Node[] {
  if (list.length === 0) return [el("p", null, words.noProblems)];
  const hidden = omitted + Math.max(0, list.length - MOST_PROBLEMS);
  return [
    el("h4", null, words.problems),
    el("ul", { class: "problems" }, ...list.slice(0, MOST_PROBLEMS).map(problem)),
    ...(hidden > 0 ? [el("p", { class: "quiet" }, words.moreProblems(hidden))] : []),
  ];
}

const time = (one: ReportTime | null): Child => (one === null ? words.noName : code(one.text));

function understood(report: TlsReport | null): Node[] {
  if (report === null) return [el("p", { class: "quiet" }, words.nothingUnderstood)];
  const text = (value: string | null): Child => (value === null ? words.noName : code(value));
  const rows: [string, Child[]][] = [
    [words.fields.organization, [text(report.organizationName)]],
    [words.fields.contact, [text(report.contactInfo)]],
    [words.fields.id, [text(report.reportId)]],
    [words.fields.range, [time(report.start), " – ", time(report.end)]],
  ];
  const policies = report.policies
    .slice(0, MOST_POLICIES)
    .map(({ policyType, policyDomain, successful, failed, failures }) =>
      el(
        "li",
        null,
        words.policyLine(
          policyType ?? words.noPolicyType,
          policyDomain ?? words.noDomain,
          successful === null ? words.noName : figure(successful),
          failed === null ? words.noName : figure(failed),
          failures.length,
        ),
      ),
    );
  const hidden = report.omittedPolicies + Math.max(0, report.policies.length - MOST_POLICIES);
  return [
    el("h4", null, words.understood),
    el(
      "dl",
      { class: "facts" },
      ...rows.map(([title, value]) => el("div", null, el("dt", null, title), el("dd", null, ...value))),
    ),
    el("ul", { class: "problems" }, ...policies),
    ...(hidden > 0 ? [el("p", { class: "quiet" }, words.moreOf(hidden))] : []),
  ];
}

function documentNodes({ reading }: ReportDocument): Node[] {
  return [...problems(reading.problems, reading.omittedProblems), ...understood(reading.report)];
}

/** Reads the file once more, and says all of the document at that place in it; what stands in no document, of the file. */
export async function documentDetails(source: Source, place: number): Promise<Node[]> {
  const { form, documents, problems: ofFile } = await api.readReport(await bytesOf(source), { name: source.name });
  const found = documents[place];
  return [
    el("p", { class: "quiet" }, words.fileIs(words.forms[form])),
    ...(ofFile.length > 0 ? problems(ofFile, 0) : []),
    ...(found === undefined ? [] : documentNodes(found)),
  ];
}
