/** The functions of the package, run in a worker: the page stays free whatever they do, and outlives a worker that hangs. */

import type { Api } from "./api.ts";
import { MtaStsError, kind } from "./error.ts";
import type { ModuleSource } from "./module-source.ts";
import type { CheckOptions, CompareOptions } from "./options.ts";
import type { News, ServedApi } from "./remote/messages.ts";
import { portable, portableOptions, portableSource } from "./remote/portable.ts";
import { remoteReports } from "./remote/reports.ts";
import { Session } from "./remote/session.ts";
import { requireSize } from "./remote/size.ts";
import type { ReportsApi } from "./reports.ts";
import { start, type RunningCheck } from "./running.ts";
import type { Recording, ResolverComparison } from "./types.ts";

export { MtaStsError, type MtaStsErrorCode } from "./error.ts";
// What needs no module is the same here, and runs where it is called.
export { stateOf } from "./drift/state.ts";
export { previousPolicyOf } from "./drift/succession.ts";
export { aboutHelper, helperResolver, type HelperAnnouncement, type HelperOptions } from "./helper.ts";
export { reportsAsCsv, type ReportTable } from "./reports/csv.ts";
export { reportAsMarkdown } from "./show/report-markdown.ts";
export { reportAsText } from "./show/report-text.ts";

/** How much any function takes, and a recording, in MiB. */
const MOST = 1;
const MOST_OF_RECORDING = 16;

/** How to deal with a worker. */
export interface RemoteOptions {
  /**
   * How long a worker that was asked something may give no sign of life, in milliseconds; then it is ended. Default: 5000. Its
   * script has 30 seconds to arrive.
   */
  patienceMs?: number | undefined;
}

/**
 * The functions of the package, run in a worker. They are those of `mta-sts` and may stand in their place, with these
 * differences:
 *
 * - When the worker gives no sign of life, its script fails or the module cannot be loaded, all that it was asked fails with
 *   an `MtaStsError` of code `engine`. The next call starts a fresh worker, so everything may be tried again.
 * - More than 1 MiB at once (a recording: 16 MiB) is refused with an `MtaStsError` of code `argument`, and so is what cannot
 *   be handed to a worker, such as the option `fetch`.
 * - A `Response` given to `init` is read in the page; better, let the worker's script fetch the module: `serve(source)`.
 * - `readReports` first goes through all of `files`. A `File` is opened in the worker; what is none is opened in the page when it
 *   is its turn, and its bytes are copied.
 */
export interface RemoteApi extends Omit<Api, "policyParser"> {
  /**
   * Ends the worker. What it was asked and has not answered fails with an `MtaStsError` of code `engine`. The next call starts
   * a fresh one.
   */
  close(): void;
}

/** A function that gives one answer. */
type Single = Exclude<keyof ServedApi, "check" | "compareResolvers" | keyof Omit<ReportsApi, "standing">>;

/**
 * Runs the functions of the package in a worker. `startWorker` starts one whose script calls `serve` of `mta-sts/worker`. It is
 * called at the first call of a function, and again after a worker failed.
 *
 * ```js
 * // worker.js
 * import { serve } from "mta-sts/worker";
 * serve();
 *
 * // main.js
 * import { remoteApi } from "mta-sts/remote";
 * const startWorker = () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
 * const api = remoteApi(startWorker);
 * for await (const { verdict } of api.check("example.com")) console.log(verdict);
 * document.querySelector("mta-sts-check").api = api;
 * ```
 *
 * This module loads no WebAssembly, and nothing that would.
 *
 * @throws {MtaStsError} of code `argument` for wrong options.
 */
export function remoteApi(startWorker: () => Worker, { patienceMs = 5_000 }: RemoteOptions = {}): RemoteApi {
  if (!(Number.isFinite(patienceMs) && patienceMs > 0)) {
    throw new MtaStsError("argument", `patienceMs is a number of milliseconds above 0, not ${kind(patienceMs)}.`);
  }
  let session: Session | null = null;
  /** Where the module is: every worker is told. */
  let given: Promise<ModuleSource> | undefined;

  function current(): Session {
    if (session !== null) return session;
    let worker: Worker;
    try {
      worker = startWorker();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new MtaStsError("engine", `The checker’s worker could not be started: ${why}`, { cause: error });
    }
    const begun = new Session(worker, given, patienceMs, () => {
      if (session === begun) session = null;
    });
    return (session = begun);
  }

  async function call<K extends Single>(
    name: K,
    args: Parameters<Api[K]>,
    mebibytes = MOST,
  ): Promise<Awaited<ReturnType<Api[K]>>> {
    for (const arg of args) requireSize(name, arg, mebibytes);
    return (await current().ask({ name, args: args.map(portable) })) as Awaited<ReturnType<Api[K]>>;
  }

  async function init(source?: ModuleSource | Promise<ModuleSource>): Promise<void> {
    if (session === null && source !== undefined) given = portableSource(source);
    await call("init", []);
  }

  function check(domain: string, options: CheckOptions = {}): RunningCheck {
    return start(async (publish, offer) => {
      requireSize("check", domain, MOST);
      requireSize("check", options, MOST);
      const handed = portableOptions(options);
      const { signal, onReport } = options;
      signal?.throwIfAborted();
      let last: (News & { type: "report" }) | null = null;
      const onNews = (news: News): void => {
        if (news.type !== "report") return;
        last = news;
        offer(() => JSON.parse(news.recording) as Recording);
        onReport?.(news.report);
        publish(news.report);
      };
      await current().ask({ name: "check", args: [domain], options: handed, signal, onNews });
      // A check that came to its end has reported that.
      return last!.report;
    });
  }

  async function compareResolvers(domain: string, options: CompareOptions = {}): Promise<ResolverComparison> {
    requireSize("compareResolvers", domain, MOST);
    requireSize("compareResolvers", options, MOST);
    const handed = portableOptions(options);
    const { signal } = options;
    signal?.throwIfAborted();
    const question = { name: "compareResolvers", args: [domain], options: handed, signal } as const;
    return (await current().ask(question)) as ResolverComparison;
  }

  return {
    init,
    check,
    compareResolvers,
    readDomain: (input) => call("readDomain", [input]),
    validatePolicy: (text, options) => call("validatePolicy", [text, options]),
    validateRecord: (text, options) => call("validateRecord", [text, options]),
    matchMx: (patterns, host) => call("matchMx", [patterns, host]),
    explain: (text) => call("explain", [text]),
    changesBetween: (before, report) => call("changesBetween", [before, report]),
    readDomainState: (value) => call("readDomainState", [value]),
    ...remoteReports(current),
    standing: (reports, recording) => call("standing", [reports, recording], MOST_OF_RECORDING),
    replay: (recording, options) => call("replay", [recording, options], MOST_OF_RECORDING),
    close: () => session?.end(new MtaStsError("engine", "The checker was closed before it answered.")),
  };
}
