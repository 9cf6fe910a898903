/** Which formats go where: `--json`, `--sarif` and `--junit` to standard output, or with `--output` to a file beside the text. */

import { requireWritable, writeWhole } from "../files.ts";
import { Refusal } from "../refusal.ts";
import type { Terminal } from "../terminal/terminal.ts";

export const FORMATS = ["json", "sarif", "junit"] as const;
export type Format = (typeof FORMATS)[number];

export const FORMAT_OPTIONS = {
  json: { type: "boolean" },
  sarif: { type: "boolean" },
  junit: { type: "boolean" },
  output: { type: "string" },
} as const;

export interface Chosen {
  /** `null` for text alone. */
  format: Format | null;
  /** The file for the format; `null` for standard output. */
  output: string | null;
  /** Text goes to standard output. */
  hasText: boolean;
}

type Values = Partial<Record<Format, boolean>> & { output?: string };

export async function chooseFormat(values: Values): Promise<Chosen> {
  const chosen = FORMATS.filter((format) => values[format]);
  if (chosen.length > 1) {
    throw new Refusal(`--${chosen[0]} and --${chosen[1]} exclude each other: run it once for each.`);
  }
  const format = chosen[0] ?? null;
  const output = values.output ?? null;
  if (output !== null && format === null) {
    throw new Refusal("--output says where --json, --sarif or --junit goes: give one of them too.");
  }
  if (output !== null) await requireWritable("output", output);
  return { format, output, hasText: format === null || output !== null };
}

export interface Sink {
  write: (text: string) => void;
  /** Brings a file to the disk. */
  close: () => Promise<void>;
}

export function openSink(terminal: Terminal, { output }: Pick<Chosen, "output">): Sink {
  if (output === null) return { write: (text) => terminal.out.write(text), close: async () => undefined };
  const parts: string[] = [];
  return { write: (text) => void parts.push(text), close: () => writeWhole(output, parts.join("")) };
}
