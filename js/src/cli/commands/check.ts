/** `mta-sts check DOMAIN...` */

import { check as checkDomain, previousPolicyOf } from "../../node.ts";
import type { PreviousPolicy, Report } from "../../types.ts";
import { COMMON, numberIn, readArguments } from "../arguments.ts";
import { ASKING_OPTIONS, readAsking } from "../asking.ts";
import { elapsed } from "../../show/format.ts";
import { readEntries, type Entry } from "../domains.ts";
import type { ExitCode } from "../exit.ts";
import { isCommand } from "../help.ts";
import { inOrder } from "../in-order.ts";
import { readPrevious } from "../previous.ts";
import { Refusal } from "../refusal.ts";
import { liveLines } from "../report/running.ts";
import { Live } from "../terminal/live.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { visible } from "../../show/visible.ts";
import { cut, width } from "../../show/text/width.ts";
import { RESULT_OPTIONS, Results, readWanted, type Wanted } from "./results.ts";

/** Enough to hide waiting, few enough for any resolver. */
const DEFAULT_CONCURRENCY = 8;
/** Domains beyond this length do not set the width of the column. */
const WIDEST_NAME = 40;

const OPTIONS = {
  ...COMMON,
  ...RESULT_OPTIONS,
  ...ASKING_OPTIONS,
  list: { type: "string", multiple: true },
  concurrency: { type: "string" },
  previous: { type: "string" },
  "previous-served-until": { type: "string" },
  brief: { type: "boolean" },
  full: { type: "boolean" },
} as const;

/** What is shown while checks run. */
interface Progress {
  done: number;
  running: Map<Entry, Report | null>;
}

function progressLines(
  terminal: Terminal,
  live: Live,
  entries: readonly Entry[],
  { done, running }: Progress,
): string[] {
  const { out } = terminal;
  const [only] = entries;
  if (entries.length === 1 && only) {
    return liveLines(out, running.get(only) ?? null, only.domain ?? "", live.spinner, live.elapsedMs);
  }
  const names = [...running.keys()].map(({ domain }) => visible(domain ?? "")).join(", ");
  const now = names === "" ? "" : `: ${names}`;
  const line = `${done} of ${entries.length} checked, ${elapsed(live.elapsedMs)}${now}`;
  return ["", `${out.paint(live.spinner, "cyan")} ${out.paint(cut(line, out.surface.columns - 2), "dim")}`];
}

function previousOf(entry: Entry, given: PreviousPolicy | null, { baseline }: Wanted): PreviousPolicy | null {
  const before = baseline?.get(entry.domain ?? "");
  return given ?? (before === undefined ? null : previousPolicyOf(before));
}

export async function check(terminal: Terminal, args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments("check", args, OPTIONS);
  const [first] = positionals;
  // `mta-sts --json validate policy.txt` would ask DNS about the name of a file.
  if (isCommand(first)) {
    throw new Refusal(`Write the command first: “mta-sts ${first} …”.`, `mta-sts ${first} --help`);
  }
  const shared = readAsking(values);
  const atATime = numberIn("concurrency", values.concurrency, { least: 1, most: 64, whole: true, unit: "checks" });
  if (values.brief && values.full) throw new Refusal("--brief and --full exclude each other.");
  const previous = await readPrevious(values.previous, values["previous-served-until"]);
  const wanted = await readWanted(values);
  const entries = await readEntries(positionals, values.list ?? []);
  if (entries.length === 0) throw new Refusal("There is no domain to check.", "mta-sts check --help");
  if (previous !== null && entries.length > 1) {
    throw new Refusal("--previous is about one domain, and several are given.");
  }

  const isSingle = entries.length === 1 && positionals.length === 1 && positionals[0] !== "-";
  const live = wanted.chosen.hasText && terminal.out.surface.redraws ? new Live(terminal) : null;
  const progress: Progress = { done: 0, running: new Map() };
  const results = new Results(terminal, wanted, isSingle, {
    isBrief: values.brief ?? (!isSingle && !values.full),
    nameWidth: entries.reduce((most, { domain }) => Math.min(WIDEST_NAME, Math.max(most, width(domain ?? ""))), 0),
    print: (lines) => (live === null ? terminal.out.lines(lines) : live.keep(lines)),
  });

  async function run(entry: Entry): Promise<{ entry: Entry; report: Report | null; notes: string[] }> {
    try {
      if (entry.domain === null) return { entry, report: null, notes: [] };
      progress.running.set(entry, null);
      const report = await checkDomain(entry.domain, {
        ...shared,
        previousPolicy: previousOf(entry, previous, wanted),
        onReport: (report) => void progress.running.set(entry, report),
      });
      return { entry, report, notes: entry.note === null ? [] : [entry.note] };
    } catch (error) {
      // Trouble with the network is in the report; this is trouble with the program.
      return { entry, report: null, notes: [`${entry.domain} could not be checked: ${String(error)}`] };
    } finally {
      progress.running.delete(entry);
      progress.done += 1;
    }
  }

  const hasWork = entries.some(({ domain }) => domain !== null);
  if (hasWork) live?.start(() => progressLines(terminal, live, entries, progress));
  let left = entries.length;
  for await (const { entry, report, notes } of inOrder(entries, atATime ?? DEFAULT_CONCURRENCY, run)) {
    left -= 1;
    if (left === 0) live?.stop();
    await results.add(entry, report, notes);
  }
  return results.end();
}
