/** `mta-sts report FILE...` */

import { explain, readReports, reportsAsCsv, type CheckOptions, type ReportProgress } from "../../node.ts";
import { REPORT_TABLES } from "../../reports/csv.ts";
import { elapsed } from "../../show/format.ts";
import { cut } from "../../show/text/width.ts";
import { count, several } from "../../show/tls-reports.ts";
import type { ReportSummary } from "../../types.ts";
import { COMMON, oneOf, readArguments } from "../arguments.ts";
import { ASKING_OPTIONS, readAsking } from "../asking.ts";
import { COULD_NOT_TELL, FINE, FOUND, worst, type ExitCode } from "../exit.ts";
import { requireWritable } from "../files.ts";
import { json } from "../format/json.ts";
import { openSink } from "../format/open.ts";
import { Refusal } from "../refusal.ts";
import { ReportFiles } from "../report-files.ts";
import { NOTHING, summaryLines } from "../report/tls-reports.ts";
import { asList, checkAll, type Standings } from "../standings.ts";
import { Live } from "../terminal/live.ts";
import { tell, type Terminal } from "../terminal/terminal.ts";
import { visible } from "../../show/visible.ts";

const OPTIONS = {
  ...COMMON,
  ...ASKING_OPTIONS,
  json: { type: "boolean" },
  csv: { type: "string" },
  output: { type: "string" },
  check: { type: "boolean" },
} as const;

export async function report(terminal: Terminal, args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments("report", args, OPTIONS);
  const table = oneOf("csv", values.csv, REPORT_TABLES);
  const output = values.output ?? null;
  const hasFormat = values.json === true || table !== undefined;
  if (positionals.length === 0) throw new Refusal("There is no file to read.", "mta-sts report --help");
  if (values.json && table !== undefined)
    throw new Refusal("--json and --csv exclude each other: run it once for each.");
  if (output !== null && !hasFormat)
    throw new Refusal("--output says where --json or --csv goes: give one of them too.");
  if (output !== null) await requireWritable("output", output);
  const idle = Object.keys(ASKING_OPTIONS).find((name) => name in values);
  if (idle !== undefined && !values.check) throw new Refusal(`--${idle} is about --check: give that too.`);
  const asking = readAsking(values);

  const hasText = !hasFormat || output !== null;
  const live = hasText && terminal.out.surface.redraws ? new Live(terminal) : null;
  const files = new ReportFiles(positionals);
  const summary = await readAll(terminal, live, files);
  const standings: Standings = values.check ? await standAll(terminal, live, summary, asking) : new Map();

  if (hasText) {
    const meanings = await meaningsOf(summary);
    terminal.out.lines(summaryLines(terminal.out, summary, { meanings, standings, others: files.others }));
  }
  const sink = openSink(terminal, { output });
  if (values.json) sink.write(`${json(values.check ? { ...summary, standings: asList(standings) } : summary, 2)}\n`);
  if (table !== undefined) sink.write(reportsAsCsv(summary, table));
  await sink.close();
  if (!hasText) tellProblems(terminal, summary, files.others);
  return judge(summary, standings);
}

async function readAll(terminal: Terminal, live: Live | null, files: ReportFiles): Promise<ReportSummary> {
  let progress: ReportProgress = { files: 0, reports: 0, duplicates: 0, unreadable: 0, failedSessions: 0 };
  live?.start(() => {
    const { files, reports, unreadable } = progress;
    const not = unreadable === 0 ? "" : `, ${count(unreadable)} not counted`;
    return lineOf(terminal, live, `${several(files, "file")} read: ${several(reports, "report")}${not}`);
  });
  try {
    return await readReports(files.sources(), { onProgress: (next) => (progress = next) });
  } finally {
    live?.stop();
  }
}

function lineOf({ out }: Terminal, live: Live, text: string): string[] {
  const line = `${text}, ${elapsed(live.elapsedMs)}`;
  return [`${out.paint(live.spinner, "cyan")} ${out.paint(cut(line, out.surface.columns - 2), "dim")}`];
}

async function standAll(
  terminal: Terminal,
  live: Live | null,
  { domains }: ReportSummary,
  asking: CheckOptions,
): Promise<Standings> {
  let progress = "Checking the domains";
  live?.start(() => lineOf(terminal, live, progress));
  try {
    return await checkAll(domains, asking, (done, all) => (progress = `${done} of ${several(all, "domain")} checked`));
  } finally {
    live?.stop();
  }
}

async function meaningsOf({ domains }: ReportSummary): Promise<Map<string, string>> {
  const meanings = new Map<string, string>();
  for (const { resultType, isRegistered } of domains.flatMap(({ failures }) => failures)) {
    if (resultType === null || !isRegistered || meanings.has(resultType)) continue;
    const [explanation] = await explain(resultType);
    if (explanation !== undefined) meanings.set(resultType, explanation.meaning);
  }
  return meanings;
}

/** What a program's output does not tell at a glance. */
function tellProblems(
  terminal: Terminal,
  { reports, unreadable, documents }: ReportSummary,
  others: readonly string[],
): void {
  const first = documents.find(({ state }) => state === "unreadable");
  if (unreadable > 0) {
    const why = first === undefined ? "" : ` The first is ${visible(first.name)}: ${first.note ?? ""}`;
    tell(terminal, `${several(unreadable, "document")} could not be counted.${why}`);
  }
  if (reports === 0 && unreadable === 0) tell(terminal, NOTHING);
  if (others.length > 0) {
    const were = others.length === 1 ? "was" : "were";
    tell(terminal, `${several(others.length, "file")} of the folders without a report ${were} left out.`);
  }
}

function judge({ sessions, reports, unreadable }: ReportSummary, standings: Standings): ExitCode {
  const isUnseen = [...standings.values()].some((result) => typeof result === "string");
  return worst([
    BigInt(sessions.failed) > 0n ? FOUND : FINE,
    unreadable > 0 || reports === 0 || isUnseen ? COULD_NOT_TELL : FINE,
  ]);
}
