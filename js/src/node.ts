/** The package in Node and Deno: the WebAssembly module is read from disk, and policy files are fetched over sockets. */

import { readFile } from "node:fs/promises";

import { createApi } from "./api.ts";
import { fetchPolicy } from "./direct/node.ts";
import type { ModuleSource } from "./module-source.ts";
import { REQUEST_INIT } from "./platform.ts";

export * from "./api.ts";

/** Node's `fetch` knows no `file:` URLs. */
function fromDisk(source: ModuleSource): ModuleSource | Promise<ModuleSource> {
  const isFile = (typeof source === "string" || source instanceof URL) && /^file:/i.test(String(source));
  return isFile ? readFile(new URL(String(source))) : source;
}

export const {
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
  policyParser,
  initReports,
  readReport,
  readReports,
  standing,
} = createApi({
  findModule: (given = new URL("../pkg/mta_sts_bg.wasm", import.meta.url)) => fromDisk(given),
  findReportsModule: (given = new URL("../pkg/reports/mta_sts_reports_bg.wasm", import.meta.url)) => fromDisk(given),
  helper: "direct",
  fetchPolicy,
  requestInit: REQUEST_INIT,
});
