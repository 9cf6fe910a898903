/** What `check` and `replay` share: from reports to output, baseline and exit code. */

import { compare } from "../baseline/compare.ts";
import { readBaseline, writeBaseline, type Baseline } from "../baseline/file.ts";
import { isInconclusive, stateOf, type State } from "../baseline/state.ts";
import { succeed } from "../baseline/succession.ts";
import { oneOf, type Arguments } from "../arguments.ts";
import type { Entry } from "../domains.ts";
import { COULD_NOT_TELL, FAIL_ON, FOUND, worst, type ExitCode } from "../exit.ts";
import { jsonWriter } from "../format/json-writer.ts";
import { junitWriter } from "../format/junit-writer.ts";
import { requireWritable } from "../files.ts";
import { FORMAT_OPTIONS, chooseFormat, openSink, type Chosen, type Sink } from "../format/open.ts";
import { sarifWriter } from "../format/sarif-writer.ts";
import { textWriter, type TextOptions } from "../format/text.ts";
import type { Writer } from "../format/writer.ts";
import { REQUIREMENTS, judge, unmet, type Demands } from "../judge.ts";
import { Refusal } from "../refusal.ts";
import { tell, type Terminal } from "../terminal/terminal.ts";
import { visible } from "../../show/visible.ts";
import type { Report } from "../../types.ts";

/** So many domains are named in a sentence. */
const MOST_NAMED = 5;

export const RESULT_OPTIONS = {
  ...FORMAT_OPTIONS,
  "fail-on": { type: "string" },
  require: { type: "string" },
  baseline: { type: "string" },
  "write-baseline": { type: "string" },
  accept: { type: "boolean" },
  senders: { type: "boolean" },
} as const;

/** How a run is judged and what is printed of it, as its options say. */
export interface Wanted {
  demands: Demands;
  chosen: Chosen;
  baseline: Baseline | null;
  writeBaselineTo: string | null;
  /** The new baseline accepts what fails this run. */
  accepts: boolean;
  allReadings: boolean;
}

export async function readWanted(values: Arguments<typeof RESULT_OPTIONS>["values"]): Promise<Wanted> {
  const { "write-baseline": writeBaselineTo = null } = values;
  if (values.accept && writeBaselineTo === null) {
    throw new Refusal("--accept is about the file of --write-baseline: give that too.");
  }
  if (writeBaselineTo !== null) await requireWritable("write-baseline", writeBaselineTo);
  return {
    demands: {
      failOn: oneOf("fail-on", values["fail-on"], FAIL_ON) ?? "error",
      require: oneOf("require", values.require, REQUIREMENTS) ?? null,
    },
    chosen: await chooseFormat(values),
    baseline: values.baseline === undefined ? null : await readBaseline(values.baseline),
    writeBaselineTo,
    // Without a former baseline, all that is found is what it begins with.
    accepts: values.accept ?? values.baseline === undefined,
    allReadings: values.senders ?? false,
  };
}

/** Takes the reports one by one and comes to an exit code. */
export class Results {
  readonly #wanted: Wanted;
  readonly #terminal: Terminal;
  readonly #writers: Writer[];
  readonly #sink: Sink;
  readonly #codes: ExitCode[] = [];
  readonly #next: Baseline;
  /** Domains whose entry in the new baseline is not of this run. */
  readonly #unseen: string[] = [];
  readonly #failed: string[] = [];

  constructor(terminal: Terminal, wanted: Wanted, isSingle: boolean, text: Omit<TextOptions, "allReadings">) {
    const { chosen, demands, allReadings } = wanted;
    this.#wanted = wanted;
    this.#terminal = terminal;
    this.#sink = openSink(terminal, chosen);
    // Domains that this run does not look at stay as they are.
    this.#next = new Map(wanted.baseline ?? []);
    const { write } = this.#sink;
    const formats = {
      json: () => jsonWriter(write, isSingle),
      sarif: () => sarifWriter(write),
      junit: () => junitWriter(write, demands.failOn),
    };
    this.#writers = [
      ...(chosen.hasText ? [textWriter(terminal, { ...text, allReadings })] : []),
      ...(chosen.format === null ? [] : [formats[chosen.format]()]),
    ];
  }

  /** `report` is `null` where there is none; `notes` then say why, or else what is worth telling. */
  add(entry: Entry, report: Report | null, notes: string[]): void {
    const { baseline, demands } = this.#wanted;
    if (report === null) {
      this.#codes.push(COULD_NOT_TELL);
      if (entry.domain !== null) this.#unseen.push(entry.domain);
      for (const writer of this.#writers) writer.add({ entry, report, comparison: null, notes, unmet: null });
      return;
    }
    const before = baseline?.get(report.domain);
    const comparison = before === undefined ? null : compare(before, report);
    const all = baseline !== null && before === undefined ? [...notes, "It is not in the baseline yet."] : notes;
    const code = judge(report, demands, comparison);
    this.#codes.push(code);
    this.#keep(report, before ?? null, code);
    const result = { entry, report, comparison, notes: all, unmet: unmet(report, demands) };
    for (const writer of this.#writers) writer.add(result);
  }

  #keep(report: Report, before: State | null, code: ExitCode): void {
    const { domain } = report;
    if (isInconclusive(report)) this.#unseen.push(domain);
    // Or the next run would take for granted what failed this one.
    else if (code === FOUND && !this.#wanted.accepts) this.#failed.push(domain);
    else this.#next.set(domain, succeed(before, stateOf(report)));
  }

  async end(): Promise<ExitCode> {
    for (const writer of this.#writers) writer.end();
    await this.#sink.close();
    const { writeBaselineTo } = this.#wanted;
    if (writeBaselineTo !== null) {
      await writeBaseline(writeBaselineTo, this.#next);
      this.#tellKept(writeBaselineTo, this.#unseen, "where not all could be looked at");
      this.#tellKept(writeBaselineTo, this.#failed, "where the run failed (--accept takes what was found)");
    }
    return worst(this.#codes);
  }

  #tellKept(path: string, domains: readonly string[], where: string): void {
    if (domains.length === 0) return;
    const more = domains.length > MOST_NAMED ? ` and ${domains.length - MOST_NAMED} more` : "";
    const names = domains.slice(0, MOST_NAMED).map(visible).join(", ");
    tell(this.#terminal, `${visible(path)} keeps the former entry, or none, ${where}: ${names}${more}.`);
  }
}
