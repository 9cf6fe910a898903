/** Checks as SARIF: each domain is a logical location, and a place in a file too where it comes from a list. */

import { isUnseen } from "../../drift/seen.ts";
import { problemOf } from "../domains.ts";
import { json } from "./json.ts";
import { SarifLog, type Subject } from "./sarif.ts";
import type { Writer } from "./writer.ts";

export function sarifWriter(write: (text: string) => void): Writer {
  const log = new SarifLog();
  return {
    add({ entry, report, comparison, notes, unmet }) {
      if (report === null) {
        log.addUnknown(notes[0] ?? problemOf(entry));
        return;
      }
      const list = entry.at === null || entry.at.path === "-" ? null : entry.at;
      const region = list === null ? null : { startLine: list.line };
      const subject: Subject = { name: report.domain, path: list?.path ?? null, region };
      for (const { status, findings, summary } of report.steps) {
        if (isUnseen(status)) log.addUnknown(`${report.domain}: ${summary}`);
        for (const finding of findings) {
          log.addFinding(finding, subject, comparison === null ? null : comparison.accepted.has(finding));
        }
      }
      for (const change of comparison?.changes ?? []) log.addChange(change, subject);
      if (unmet !== null) log.addFailure("required-mode", unmet, subject);
    },
    end: () => write(`${json(log.log(), 2)}\n`),
  };
}
