/** What the functions for reports are given, and what is wrong with it. */

import { MtaStsError, kind } from "../error.ts";
import { requireFunction, requireObject, requireSignal } from "../options.ts";
import type { ReadReportOptions, ReadReportsOptions } from "../reports.ts";

/** @throws {MtaStsError} of code `argument` for wrong options. */
export function nameIn(options: ReadReportOptions): string {
  requireObject(options);
  const { name = "" } = options;
  if (typeof name !== "string") throw new MtaStsError("argument", `name is a string, not ${kind(name)}.`);
  return name;
}

/** @throws {MtaStsError} of code `argument` for what cannot be gone through. A text can, letter by letter, and is none. */
export function requireFiles(files: unknown): void {
  const isList =
    typeof files === "object" && files !== null && (Symbol.iterator in files || Symbol.asyncIterator in files);
  if (!isList) throw new MtaStsError("argument", `readReports() takes a list of files, not ${kind(files)}.`);
}

/** @throws {MtaStsError} of code `argument` for wrong options. */
export function requireReading(options: ReadReportsOptions): void {
  requireObject(options);
  requireFunction("onProgress", options.onProgress);
  requireSignal(options.signal);
}
