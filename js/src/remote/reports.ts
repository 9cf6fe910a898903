/** Reports read in a worker: the page hands over files as they are, and opens only what the worker cannot. */

import { MtaStsError } from "../error.ts";
import type { ModuleSource } from "../module-source.ts";
import { nameIn, requireFiles, requireReading } from "../reports/options.ts";
import { bytesOf, bytesOfReport, requireSource, type ReportSource } from "../reports/source.ts";
import type { ReadReportsOptions, ReportsApi } from "../reports.ts";
import type { ReportFile, ReportSummary } from "../types.ts";
import { unlessAborted } from "../within.ts";
import type { News } from "./messages.ts";
import { portable, portableFile, portableSource } from "./portable.ts";
import { notLoaded, type Session } from "./session.ts";

/** The functions that need the module for reports; `current` gives the worker that runs. */
export function remoteReports(current: () => Session): Omit<ReportsApi, "standing"> {
  /** Where the module is: every worker is told. */
  let given: Promise<ModuleSource> | undefined;
  let told: Session | null = null;
  /** It could not be loaded: next time it may be somewhere else. */
  let hasFailed = false;

  /** A worker that knows where the module is. */
  async function reader(): Promise<Session> {
    try {
      const source = await given;
      const session = current();
      if (source !== undefined && told !== session) {
        told = session;
        await session.ask({ name: "initReports", args: [source] });
      }
      return session;
    } catch (error) {
      told = null;
      hasFailed = true;
      throw error instanceof MtaStsError ? error : notLoaded(error);
    }
  }

  async function readReports(
    files: Iterable<ReportSource> | AsyncIterable<ReportSource>,
    options: ReadReportsOptions = {},
  ): Promise<ReportSummary> {
    requireFiles(files);
    requireReading(options);
    const { signal = new AbortController().signal, onProgress } = options;
    const sources = await unlessAborted(signal, () => all(files, signal));
    const onNews = (news: News): void => {
      if (news.type === "progress") onProgress?.(news.progress);
    };
    const open = (file: number): Promise<ArrayBuffer> => bytesOf(sources[file]!);
    const args = [sources.map(portableFile)];
    const session = await reader();
    return (await session.ask({ name: "readReports", args, options: {}, signal, onNews, open })) as ReportSummary;
  }

  return {
    async initReports(source) {
      if (source !== undefined && (given === undefined || hasFailed)) {
        given = portableSource(source);
        hasFailed = false;
      }
      await (await reader()).ask({ name: "initReports", args: [] });
    },
    async readReport(bytes, options = {}) {
      const name = nameIn(options);
      const handed = bytes instanceof Blob ? bytes : portable(await bytesOfReport(bytes));
      return (await (await reader()).ask({ name: "readReport", args: [handed, { name }] })) as ReportFile;
    },
    readReports,
  };
}

/** All files of a list, whichever way it is gone through. */
async function all(
  files: Iterable<ReportSource> | AsyncIterable<ReportSource>,
  signal: AbortSignal,
): Promise<ReportSource[]> {
  const sources: ReportSource[] = [];
  for await (const source of files) {
    signal.throwIfAborted();
    requireSource(source);
    sources.push(source);
  }
  return sources;
}
