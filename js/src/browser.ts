/** The package in pages and workers: the WebAssembly module is loaded from beside the glue. */

import { createApi } from "./api.ts";
import { fetchPolicy } from "./direct/fetch.ts";
import { REQUEST_INIT } from "./platform.ts";

export * from "./api.ts";

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
  // The glue finds the module by `new URL("….wasm", import.meta.url)`, which bundlers understand.
  findModule: (given) => given,
  findReportsModule: (given) => given,
  helper: null,
  fetchPolicy,
  requestInit: REQUEST_INIT,
});
