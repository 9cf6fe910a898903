/** Checks as JUnit XML: a suite for each domain, a case for each step. */

import type { Finding, Report } from "../../types.ts";
import { PART_UNSEEN, type Comparison } from "../baseline/compare.ts";
import { isUnseen } from "../baseline/state.ts";
import { problemOf } from "../domains.ts";
import { fails, type FailOn } from "../exit.ts";
import { visible } from "../../show/visible.ts";
import { STEP_TITLES } from "../../show/words.ts";
import type { Result, Writer } from "./writer.ts";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** What XML 1.0 (§2.2) allows nowhere, not even as a reference; most of it is invisible, and written out as such. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const xml = (text: string): string =>
  visible(text)
    .replace(FORBIDDEN, (ch) => `\\u{${(ch.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/[&<>"]/g, (ch) => ENTITIES[ch] ?? ch);

interface Case {
  name: string;
  seconds: number;
  kind: "passed" | "failure" | "error" | "skipped";
  sentences: string[];
}

const sentence = ({ id, saw, consequence, fix, rfc }: Finding): string =>
  `${id}: ${saw} ${consequence} ${fix} (${rfc})`;

function sinceBaseline({ changes, isWhole }: Comparison, failOn: FailOn): Case {
  const failing = changes.filter(({ severity }) => fails(severity, failOn));
  const sentences = failing.map(({ id, sentence }) => `${id}: ${sentence}`);
  const base = { name: "Since the baseline", seconds: 0 };
  if (failing.length > 0) return { ...base, kind: "failure", sentences };
  return isWhole ? { ...base, kind: "passed", sentences } : { ...base, kind: "error", sentences: [PART_UNSEEN] };
}

function cases(report: Report, { comparison, unmet }: Result, failOn: FailOn): Case[] {
  const steps = report.steps.map((step): Case => {
    const failing = step.findings.filter(
      (finding) => fails(finding.severity, failOn) && !comparison?.accepted.has(finding),
    );
    const name = STEP_TITLES[step.id];
    const seconds = step.elapsedMs / 1000;
    if (failing.length > 0) return { name, seconds, kind: "failure", sentences: failing.map(sentence) };
    if (isUnseen(step.status)) return { name, seconds, kind: "error", sentences: [step.summary] };
    return { name, seconds, kind: step.status === "skipped" ? "skipped" : "passed", sentences: [step.summary] };
  });
  const required: Case = { name: "Required mode", seconds: 0, kind: "failure", sentences: [unmet ?? ""] };
  return [
    ...steps,
    ...(comparison === null ? [] : [sinceBaseline(comparison, failOn)]),
    ...(unmet === null ? [] : [required]),
  ];
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
