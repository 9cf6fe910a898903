/** What callers give, in a form that can be handed to a worker. */

import { MtaStsError } from "../error.ts";
import type { ModuleSource } from "../module-source.ts";
import { readOptions, type CheckOptions } from "../options.ts";
import { sizeOf, type ReportSource } from "../reports/source.ts";
import type { PortableFile } from "./messages.ts";

/** Where the module is, as a worker understands it: there a relative address would start from the worker's script. */
export async function portableSource(source: ModuleSource | Promise<ModuleSource>): Promise<ModuleSource> {
  const given = await source;
  // A body is read once, but a fresh worker may need it again.
  if (given instanceof Response) return given.arrayBuffer();
  return typeof given === "string" || given instanceof URL ? new URL(given, base()).href : given;
}

/** An argument. Of octets that are a part of a large buffer, all of the buffer would be copied. */
export function portable(arg: unknown): unknown {
  return arg instanceof Uint8Array ? new Uint8Array(arg) : arg;
}

/**
 * The options of a check that the worker is handed; the page keeps the signal and who hears of reports.
 *
 * @throws {MtaStsError} of code `argument` for wrong options, and for a `fetch`.
 */
export function portableOptions(options: CheckOptions): object {
  const { helper } = readOptions(options, null);
  const { fetch, signal, onReport, ...rest } = options;
  if (fetch !== undefined) {
    throw new MtaStsError("argument", "fetch is a function, which no worker can be handed: leave it out there.");
  }
  // The origin of a worker made from a blob is not that of the page.
  return { ...rest, helper: helper === "" ? new URL(base()).origin : helper };
}

/** A file to read: one of the platform crosses as it is, whatever its size; another is opened here when it is its turn. */
export function portableFile(source: ReportSource): PortableFile {
  return { name: source.name, size: sizeOf(source), file: source instanceof Blob ? source : null };
}

function base(): string {
  return globalThis.document?.baseURI ?? globalThis.location.href;
}
