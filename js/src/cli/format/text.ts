/** Results for people: one domain in full, several in brief, as the terminal takes it. */

import type { Outcome } from "../../types.ts";
import { problemOf } from "../domains.ts";
import { briefReport, tally } from "../report/brief.ts";
import { driftLines } from "../report/drift.ts";
import { fullReport } from "../../show/text/full.ts";
import { tell, type Terminal } from "../terminal/terminal.ts";
import type { Writer } from "./writer.ts";

export interface TextOptions {
  isBrief: boolean;
  allReadings: boolean;
  /** Columns for the domains. */
  nameWidth: number;
  /** Puts lines where they stay. */
  print: (lines: readonly string[]) => void;
}

export function textWriter(terminal: Terminal, options: TextOptions): Writer {
  const { isBrief, allReadings, nameWidth, print } = options;
  const outcomes: Outcome[] = [];
  const unread: string[] = [];
  return {
    add({ entry, report, comparison, notes, unmet }) {
      if (report === null) {
        unread.push(...(notes.length > 0 ? notes : [problemOf(entry)]));
        return;
      }
      outcomes.push(report.outcome);
      const all = [...notes, ...(unmet === null ? [] : [unmet])];
      print(
        isBrief
          ? briefReport(terminal.out, report, { comparison, notes: all, nameWidth })
          : fullReport(terminal.out, report, {
              notes: all,
              allReadings,
              since: comparison === null ? [] : driftLines(terminal.out, comparison),
              isAccepted: (finding) => comparison?.accepted.has(finding) ?? false,
              isForTicket: false,
            }),
      );
    },
    end() {
      if (isBrief && outcomes.length + unread.length > 1) print(["", tally(outcomes, unread.length)]);
      for (const sentence of unread) tell(terminal, sentence);
    },
  };
}
