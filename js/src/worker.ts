/** The package as a worker that serves a page: the other side is `mta-sts/remote`. */

import {
  changesBetween,
  check,
  compareResolvers,
  explain,
  init,
  initReports,
  matchMx,
  readDomain,
  readDomainState,
  readReport,
  readReports,
  replay,
  standing,
  validatePolicy,
  validateRecord,
} from "./browser.ts";
import { MtaStsError } from "./error.ts";
import type { ModuleSource } from "./module-source.ts";
import { endWaits, heardOpened, portedSource } from "./remote/files.ts";
import type { PortableFile, Question, Reply, ServedApi } from "./remote/messages.ts";

const served: ServedApi = {
  init,
  check,
  compareResolvers,
  readDomain,
  validatePolicy,
  validateRecord,
  matchMx,
  explain,
  replay,
  changesBetween,
  readDomainState,
  initReports,
  readReport,
  readReports,
  standing,
};

/** What needs the module for reports. */
const OF_REPORTS: ReadonlySet<string> = new Set(["initReports", "readReport", "readReports"]);

/** How to serve. */
export interface ServeOptions {
  /**
   * Says where the module that reads reports is, as `initReports` takes it, where it is not beside this file. It is called when the
   * page first reads reports, and again only if the module could not be loaded.
   */
  reports?: (() => ModuleSource | Promise<ModuleSource>) | undefined;
}

/**
 * Serves the functions of the package to the page that started this worker. Call it once, in the script of a dedicated worker
 * that is a module. `source` says where the WebAssembly module is, as `init` takes it, where it is not beside this file.
 *
 * ```js
 * import { serve } from "mta-sts/worker";
 * serve(fetch("/mta_sts.wasm", { integrity: "sha384-…" }), {
 *   reports: () => fetch("/mta_sts_reports.wasm", { integrity: "sha384-…" }),
 * });
 * ```
 *
 * Under a Content-Security-Policy the response with the worker's script has one of its own: it needs `'wasm-unsafe-eval'` in
 * `script-src`, and in `connect-src` the place of the WebAssembly module, the resolvers and the helper.
 *
 * @throws {MtaStsError} of code `argument` outside a dedicated worker.
 */
export function serve(source?: ModuleSource | Promise<ModuleSource>, { reports }: ServeOptions = {}): void {
  if (!("DedicatedWorkerGlobalScope" in globalThis)) {
    throw new MtaStsError("argument", "serve() is for the script of a dedicated worker, and this is none.");
  }
  /** Ends the calls that run. */
  const running = new Map<number, AbortController>();
  let isFound = reports === undefined;
  const find = async (): Promise<void> => {
    if (isFound) return;
    isFound = true;
    try {
      await initReports(reports?.());
    } catch (error) {
      isFound = false;
      throw error;
    }
  };
  // Who asks for something is told if that fails.
  if (source !== undefined) init(source).catch(() => {});
  addEventListener("message", ({ data: question }: MessageEvent<Question>) => {
    if (question.type === "ping") say({ type: "pong" });
    else if (question.type === "abort") running.get(question.id)?.abort();
    else if (question.type === "opened") heardOpened(question);
    else if (question.type === "call") void answer(question, running, find);
  });
  addEventListener("messageerror", () => {
    // Nobody knows whom to answer: this way the page hears of it, and starts a fresh worker.
    throw new Error("a message could not be read");
  });
  say({ type: "ready" });
}

async function answer(
  { id, name, args, options }: Extract<Question, { type: "call" }>,
  running: Map<number, AbortController>,
  findReports: () => Promise<void>,
): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    if (OF_REPORTS.has(name)) await findReports();
    const value = await run(id, name, args, options && { ...options, signal: controller.signal });
    say({ type: "result", id, value });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say({ type: "error", id, code: error instanceof MtaStsError ? error.code : null, message });
  } finally {
    running.delete(id);
    endWaits(id);
  }
}

async function run(
  id: number,
  name: keyof ServedApi,
  args: readonly unknown[],
  options: object | null,
): Promise<unknown> {
  if (name === "check") {
    const checking = check(args[0] as string, {
      ...options,
      onReport: (report) => say({ type: "report", id, report, recording: JSON.stringify(checking.recording()) }),
    });
    await checking;
    return undefined;
  }
  if (name === "readReports") {
    const files = (args[0] as PortableFile[]).map((file, index) => portedSource(file, id, index, say));
    return readReports(files, { ...options, onProgress: (progress) => say({ type: "progress", id, progress }) });
  }
  // The page holds the arguments against their types; what is wrong all the same, the function itself says.
  const serve = served[name] as (...args: readonly unknown[]) => Promise<unknown>;
  return serve(...args, ...(options ? [options] : []));
}

function say(reply: Reply): void {
  postMessage(reply);
}
