/** The one kind of error that the package throws by itself. */

/**
 * What an error is about:
 * - `argument`: an argument or option is not what it should be;
 * - `domain`: the text given is not a mail domain;
 * - `recording`: what was to be replayed is not the recording of a check;
 * - `engine`: the WebAssembly module could not be loaded, or broke down even in a fresh instance.
 */
export type MtaStsErrorCode = "argument" | "domain" | "recording" | "engine";

/**
 * A wrong argument, or an engine that does not run. `message` is a sentence for people. Trouble with the network is never
 * thrown: it is in the report.
 */
export class MtaStsError extends Error {
  override readonly name = "MtaStsError";
  /** What it is about, for programs. */
  readonly code: MtaStsErrorCode;

  constructor(code: MtaStsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What a value is, to follow “not” in a sentence. */
export function kind(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return `“${value.slice(0, 80)}”`;
  return typeof value === "number" ? String(value) : value instanceof Date ? "a Date" : typeof value;
}
