/** Finds the command in the arguments, runs it, and turns what ends it early into a sentence. */

import { nearest } from "./arguments.ts";
import { check } from "./commands/check.ts";
import { explain } from "./commands/explain.ts";
import { replay } from "./commands/replay.ts";
import { report } from "./commands/report.ts";
import { validate } from "./commands/validate.ts";
import { COULD_NOT_TELL, FINE, type ExitCode } from "./exit.ts";
import { COMMANDS, GENERAL, HELP, isCommand, type Command } from "./help.ts";
import { Refusal } from "./refusal.ts";
import { leave, openTerminal, tell, type Terminal } from "./terminal/terminal.ts";
import { visible } from "../show/visible.ts";
import { version } from "./version.ts";

const RUN: Record<Command, (terminal: Terminal, args: readonly string[]) => Promise<ExitCode>> = {
  check,
  validate,
  explain,
  replay,
  report,
};

async function run(terminal: Terminal, args: readonly string[]): Promise<ExitCode> {
  const [first, ...rest] = args;
  if (first === undefined) {
    terminal.err.lines([GENERAL]);
    return COULD_NOT_TELL;
  }
  if (first === "help") {
    const [about] = rest;
    terminal.out.lines([isCommand(about) ? HELP[about] : GENERAL]);
    return FINE;
  }
  const meant = first.includes(".") ? null : nearest(first, COMMANDS);
  if (!isCommand(first) && meant !== null) {
    const word = visible(first);
    const advice = `Did you mean ${meant}? A domain of this name is checked with “mta-sts check ${word}”.`;
    throw new Refusal(`There is no command ${word}. ${advice}`);
  }
  const [command, own] = isCommand(first) ? [first, rest] : (["check", args] as const);
  // What stands behind `--` is no option.
  const end = own.indexOf("--");
  const options = end === -1 ? own : own.slice(0, end);
  if (options.includes("--help") || options.includes("-h")) {
    const isGeneral = !isCommand(first) && args.length === 1;
    terminal.out.lines([isGeneral ? GENERAL : HELP[command]]);
    return FINE;
  }
  if (options.includes("--version") || options.includes("-V")) {
    terminal.out.lines([version()]);
    return FINE;
  }
  return RUN[command](terminal, own);
}

/** A fault of the program must not look like findings, whose code Node would give. */
function faultOf(terminal: Terminal, error: unknown): ExitCode {
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  tell(terminal, `this is a fault of the program, please report it: ${message}`);
  terminal.err.lines(stack.split("\n").slice(1).map(visible));
  return COULD_NOT_TELL;
}

/** Runs the command; gives its exit code. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  const terminal = openTerminal();
  process.on("uncaughtException", (error) => leave(faultOf(terminal, error)));
  try {
    return await run(terminal, args);
  } catch (error) {
    if (!(error instanceof Refusal)) return faultOf(terminal, error);
    tell(terminal, error.message);
    if (error.hint !== null) tell(terminal, `“${error.hint}” tells more.`);
    return COULD_NOT_TELL;
  }
}
