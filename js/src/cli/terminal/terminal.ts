/** Standard output, error and input, and how they end: a closed pipe and Ctrl-C end the command without noise. */

import { INTERRUPTED, PIPE_CLOSED } from "../exit.ts";
import { Style, surfaceOf } from "./style.ts";

export class Output extends Style {
  readonly #stream: NodeJS.WriteStream;

  constructor(stream: NodeJS.WriteStream) {
    super(surfaceOf(stream, process.env));
    this.#stream = stream;
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(PIPE_CLOSED);
      throw error;
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

/** What to do before Ctrl-C ends the command. */
export function onInterrupt(cleanup: () => void): void {
  cleanups.push(cleanup);
}

export function openTerminal(): Terminal {
  process.once("SIGINT", () => {
    for (const cleanup of cleanups) cleanup();
    process.exit(INTERRUPTED);
  });
  return { out: new Output(process.stdout), err: new Output(process.stderr) };
}

/** A sentence about the run itself, on standard error. */
export function tell(terminal: Terminal, sentence: string): void {
  terminal.err.lines(terminal.err.prose(`mta-sts: ${sentence}`, ""));
}
