/** Standard output, error and input, and how they end: a closed pipe and Ctrl-C end the command without noise. */

import { COULD_NOT_TELL, INTERRUPTED, PIPE_CLOSED } from "../exit.ts";
import { reasonOf } from "../refusal.ts";
import { Style } from "../../show/text/style.ts";
import { surfaceOf } from "./surface.ts";

export class Output extends Style {
  readonly #stream: NodeJS.WriteStream;

  constructor(stream: NodeJS.WriteStream) {
    super(surfaceOf(stream, process.env));
    this.#stream = stream;
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(PIPE_CLOSED);
      // A full disk, for example: the run may not be taken for finished.
      process.stderr.write(`mta-sts: the output cannot be written: ${reasonOf(error)}.\n`);
      process.exit(COULD_NOT_TELL);
    });
  }

  write(text: string): void {
    this.#stream.write(text);
  }

  lines(lines: readonly string[]): void {
    if (lines.length > 0) this.write(`${lines.join("\n")}\n`);
  }
}

export interface Terminal {
  out: Output;
  err: Output;
}

const cleanups: (() => void)[] = [];

/** What to do before a signal or a fault ends the command. */
export function onInterrupt(cleanup: () => void): void {
  cleanups.push(cleanup);
}

/** Ends the process at once, the terminal as it was found. */
export function leave(code: number): never {
  for (const cleanup of cleanups) cleanup();
  process.exit(code);
}

export function openTerminal(): Terminal {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => leave(INTERRUPTED[signal]));
  return { out: new Output(process.stdout), err: new Output(process.stderr) };
}

/** A sentence about the run itself, on standard error. */
export function tell(terminal: Terminal, sentence: string): void {
  terminal.err.lines(terminal.err.prose(`mta-sts: ${sentence}`, ""));
}
