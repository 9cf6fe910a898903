/** The package in pages and workers: the WebAssembly module is loaded from beside this file. */

import { createApi } from "./api.ts";

export * from "./api.ts";

// The glue finds the module by `new URL("….wasm", import.meta.url)`, which bundlers understand.
export const {
  init,
  check,
  readDomain,
  validatePolicy,
  readAsSenders,
  explain,
  validateRecord,
  matchMx,
  replay,
  policyParser,
} = createApi(() => undefined);
