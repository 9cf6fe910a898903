/** The functions for TLS reports (RFC 8460). Their reader is a module of its own, loaded when somebody first reads reports. */

import type { FindModule } from "./engine.ts";
import { MtaStsError } from "./error.ts";
import type { ModuleSource } from "./module-source.ts";
import { nameIn, requireFiles, requireReading } from "./reports/options.ts";
import type { Reader } from "./reports/reader.ts";
import { bytesOfReport, type ReportSource } from "./reports/source.ts";
import type { DomainReports, Recording, ReportFile, ReportStanding, ReportSummary } from "./types.ts";

export type { BytesSource, OpenableSource, ReportSource } from "./reports/source.ts";

/** What is known of a file besides its bytes. */
export interface ReadReportOptions {
  /** Its name. What it says is compared with the report (RFC 8460 §5.6), which counts. Default: none. */
  name?: string | undefined;
}

/** How to read many files. */
export interface ReadReportsOptions {
  /** Ends the reading: the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Called about ten times a second while files are read, and at the end. An error that it throws ends the reading. */
  onProgress?: ((progress: ReportProgress) => void) | undefined;
}

/** How far the reading is. */
export interface ReportProgress {
  /** Files that were read, or could not be. */
  files: number;
  /** Reports that were counted. */
  reports: number;
  /** Reports that had been counted before. */
  duplicates: number;
  /** Documents and files that could not be counted. */
  unreadable: number;
  /** Sessions that failed, above 2^53 to the nearest number. */
  failedSessions: number;
}

/** The functions for TLS reports. None of them sends anything. */
export interface ReportsApi {
  /**
   * Loads the WebAssembly module that reads reports, which no other function needs; the first call of `readReport` or
   * `readReports` does so by itself. As with `init`, `source` says where it comes from where it cannot be found beside this file,
   * and comes before them.
   *
   * @throws {MtaStsError} of code `engine` when it cannot be loaded; it may be tried again.
   */
  initReports(source?: ModuleSource | Promise<ModuleSource>): Promise<void>;
  /**
   * Reads one file: a TLS report as JSON, compressed with gzip, attached to a message, or several in a zip archive. What it is,
   * its content tells. What cannot be read is an answer, not an error: the problems say what is wrong, and where. Nothing in a
   * report is to be trusted, since anybody may send one.
   *
   * ```js
   * const text = `{
   *   "organization-name": "Example Mail", "report-id": "1", "contact-info": "tls@mail.example",
   *   "date-range": { "start-datetime": "2026-11-25T00:00:00Z", "end-datetime": "2026-11-25T23:59:59Z" },
   *   "policies": [{
   *     "policy": { "policy-type": "no-policy-found", "policy-domain": "example.com" },
   *     "summary": { "total-successful-session-count": 3, "total-failure-session-count": 0 }
   *   }]
   * }`;
   * const { form, documents } = await readReport(text);
   * const { report, isUsable } = documents[0].reading;
   * console.log(form, isUsable, report.policies[0].successful); // json true 3
   * ```
   */
  readReport(bytes: Uint8Array | ArrayBuffer | Blob | string, options?: ReadReportOptions): Promise<ReportFile>;
  /**
   * Reads many files and sums up what they say: by domain, day, sender, policy and failure. They are opened one after the other,
   * and few at a time, so that memory is taken by the summary and not by them. One that cannot be read is in the summary with the
   * reason, and the others count.
   *
   * ```js
   * const report = (id, day, failed) => JSON.stringify({
   *   "organization-name": "Example Mail", "report-id": id, "contact-info": "tls@mail.example",
   *   "date-range": { "start-datetime": `${day}T00:00:00Z`, "end-datetime": `${day}T23:59:59Z` },
   *   policies: [{
   *     policy: { "policy-type": "sts", "policy-domain": "example.com" },
   *     summary: { "total-successful-session-count": 40, "total-failure-session-count": failed },
   *     "failure-details": failed > 0 ? [{ "result-type": "certificate-expired", "failed-session-count": failed }] : [],
   *   }],
   * });
   * const files = [
   *   new File([report("1", "2026-11-24", 0)], "monday.json"),
   *   { name: "tuesday.json", bytes: new TextEncoder().encode(report("2", "2026-11-25", 2)) },
   * ];
   * const { reports, domains } = await readReports(files);
   * const [{ domain, sessions, failures }] = domains;
   * console.log(reports, domain, sessions.successful, sessions.failed); // 2 example.com 80 2
   * console.log(failures[0].resultType, failures[0].sessions); // certificate-expired 2
   * ```
   *
   * @throws {MtaStsError} of code `argument` for something that is no file, of code `engine` when memory does not suffice.
   * @throws the signal's reason when it is aborted.
   * @throws what `files` or `onProgress` throws.
   */
  readReports(
    files: Iterable<ReportSource> | AsyncIterable<ReportSource>,
    options?: ReadReportsOptions,
  ): Promise<ReportSummary>;
  /**
   * Holds what reports say about a domain against a check of it: is each failure still there, and how does each policy that senders
   * applied stand to the one that is published? The check is given as its recording, an object or JSON.
   *
   * ```js
   * // As in `domains` of a summary, and as `recording()` of a check that was asked and got no answer yet.
   * const failure = { resultType: "sts-policy-invalid", lastDay: "2026-11-25", mxHosts: [], reasons: [] };
   * const reports = { domain: "example.com", policies: [], failures: [failure] };
   * const resolvers = [RESOLVERS.cloudflare];
   * const recording = { name: "", domain: "example.com", now: 1_800_000_000, resolvers, answers: {} };
   * const { failures } = await standing(reports, recording);
   * console.log(failures[0].state); // not-known
   * ```
   *
   * @throws {MtaStsError} of code `recording` when it is the recording of no check, of code `argument` when `reports` are none.
   */
  standing(reports: DomainReports, recording: Recording | string): Promise<ReportStanding>;
}

/**
 * The functions that need the module for reports, which is loaded when the first of them is called.
 *
 * @internal
 */
export function createReports(findModule: FindModule): Omit<ReportsApi, "standing"> {
  let loading: Promise<Reader> | undefined;

  function reader(): Promise<Reader> {
    loading ??= import("./reports/reader.ts").then(
      ({ Reader }) => new Reader(findModule),
      (error: unknown) => {
        loading = undefined;
        const why = error instanceof Error ? error.message : String(error);
        throw new MtaStsError("engine", `The reader of reports could not be loaded: ${why}`, { cause: error });
      },
    );
    return loading;
  }

  return {
    initReports: async (source) => {
      // If it fails while the reader comes, nobody awaits it yet; `init` tells of it.
      Promise.resolve(source).catch(() => {});
      return (await reader()).init(source);
    },
    readReport: async (given, options = {}) => {
      const name = nameIn(options);
      const bytes = await bytesOfReport(given);
      return (await reader()).readReport(name, bytes);
    },
    readReports: async (files, options = {}) => {
      requireFiles(files);
      requireReading(options);
      options.signal?.throwIfAborted();
      return (await reader()).readReports(files, options);
    },
  };
}
