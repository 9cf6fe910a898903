/** `mta-sts replay FILE` */

import { MtaStsError, replay as replayRecording } from "../../node.ts";
import type { Report } from "../../types.ts";
import { COMMON, readArguments } from "../arguments.ts";
import type { ExitCode } from "../exit.ts";
import { nameOf, readInput } from "../files.ts";
import { Refusal } from "../refusal.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { visible } from "../../show/visible.ts";
import { RESULT_OPTIONS, Results, readWanted } from "./results.ts";

async function reportOf(path: string): Promise<Report> {
  const text = new TextDecoder().decode(await readInput(path));
  try {
    return await replayRecording(text);
  } catch (error) {
    if (!(error instanceof MtaStsError)) throw error;
    throw new Refusal(`${nameOf(path)} is the recording of no check: ${visible(error.message)}`);
  }
}

export async function replay(terminal: Terminal, args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments("replay", args, { ...COMMON, ...RESULT_OPTIONS });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) {
    throw new Refusal(`replay takes one recording, and got ${positionals.length}.`, "mta-sts replay --help");
  }
  const wanted = await readWanted(values);
  const report = await reportOf(path);
  const results = new Results(terminal, wanted, true, {
    isBrief: false,
    nameWidth: 0,
    print: (lines) => terminal.out.lines(lines),
  });
  results.add({ input: report.domain, at: null, domain: report.domain, note: null }, report, []);
  return results.end();
}
