/** Checks as JUnit XML: a suite for each domain, a case for each step. */

import type { Finding, Report } from "../../types.ts";
import { problemOf } from "../domains.ts";
import { fails, type FailOn } from "../exit.ts";
import { visible } from "../terminal/visible.ts";
import { STEP_TITLES } from "../../show/words.ts";
import type { Result, Writer } from "./writer.ts";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const xml = (text: string): string => visible(text).replace(/[&<>"]/g, (ch) => ENTITIES[ch] ?? ch);

interface Case {
  name: string;
  seconds: number;
  kind: "passed" | "failure" | "error" | "skipped";
  sentences: string[];
}

const sentence = ({ id, saw, consequence, fix, rfc }: Finding): string =>
  `${id}: ${saw} ${consequence} ${fix} (${rfc})`;

function cases(report: Report, { comparison, unmet }: Result, failOn: FailOn): Case[] {
  const steps = report.steps.map((step): Case => {
    const failing = step.findings.filter(
      (finding) => fails(finding.severity, failOn) && !comparison?.accepted.has(finding),
    );
    const name = STEP_TITLES[step.id];
    const seconds = step.elapsedMs / 1000;
    if (failing.length > 0) return { name, seconds, kind: "failure", sentences: failing.map(sentence) };
    if (step.status === "inconclusive") return { name, seconds, kind: "error", sentences: [step.summary] };
    return { name, seconds, kind: step.status === "skipped" ? "skipped" : "passed", sentences: [step.summary] };
  });
  const changes = (comparison?.changes ?? []).filter(({ severity }) => fails(severity, failOn));
  const since: Case = {
    name: "Since the baseline",
    seconds: 0,
    kind: changes.length > 0 ? "failure" : "passed",
    sentences: changes.map((change) => `${change.id}: ${change.sentence}`),
  };
  const required: Case = { name: "Required mode", seconds: 0, kind: "failure", sentences: [unmet ?? ""] };
  return [...steps, ...(comparison === null ? [] : [since]), ...(unmet === null ? [] : [required])];
}

function suite(name: string, all: readonly Case[]): string {
  const count = (kind: Case["kind"]): number => all.filter((one) => one.kind === kind).length;
  const lines = all.map(({ name: title, seconds, kind, sentences }) => {
    const head = `    <testcase classname="${xml(name)}" name="${xml(title)}" time="${seconds.toFixed(3)}"`;
    if (kind === "passed") return `${head}/>`;
    return `${head}>\n      <${kind} message="${xml(sentences.join(" "))}"/>\n    </testcase>`;
  });
  const counts = `tests="${all.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
  return [`  <testsuite name="${xml(name)}" ${counts}>`, ...lines, "  </testsuite>"].join("\n");
}

export function junitWriter(write: (text: string) => void, failOn: FailOn): Writer {
  write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="mta-sts">\n');
  return {
    add(result) {
      const { entry, report, notes } = result;
      const unread: Case = { name: "Domain", seconds: 0, kind: "error", sentences: [notes[0] ?? problemOf(entry)] };
      const all = report === null ? [unread] : cases(report, result, failOn);
      write(`${suite(report?.domain ?? entry.input, all)}\n`);
    },
    end: () => write("</testsuites>\n"),
  };
}
