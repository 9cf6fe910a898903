/** The reader of reports, with its module. What imports this loads the glue, so it is imported when somebody reads reports. */

import * as glue from "../../pkg/reports/mta_sts_reports.js";
import { Engine, type FindModule } from "../engine.ts";
import type { ModuleSource } from "../module-source.ts";
import type { ReadReportsOptions } from "../reports.ts";
import type { ReportFile, ReportSummary } from "../types.ts";
import { unlessAborted } from "../within.ts";
import { Reading } from "./reading.ts";
import type { ReportSource } from "./source.ts";

export class Reader {
  readonly #engine: Engine;

  constructor(findModule: FindModule) {
    this.#engine = new Engine(glue, findModule);
  }

  init(source?: ModuleSource | Promise<ModuleSource>): Promise<void> {
    return this.#engine.init(source);
  }

  async readReport(name: string, bytes: Uint8Array): Promise<ReportFile> {
    await this.#engine.init();
    return this.#engine.call(() => glue.readReport(name, bytes) as ReportFile);
  }

  readReports(
    files: Iterable<ReportSource> | AsyncIterable<ReportSource>,
    { signal = new AbortController().signal, onProgress = () => {} }: ReadReportsOptions,
  ): Promise<ReportSummary> {
    // What waits for a file that does not come ends all the same.
    return unlessAborted(signal, async () => {
      await this.#engine.init();
      return new Reading(this.#engine, signal, onProgress).summary(files);
    });
  }
}
