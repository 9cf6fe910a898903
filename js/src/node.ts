/** The package in Node: the WebAssembly module is read from disk, because Node's `fetch` knows no `file:` URLs. */

import { readFile } from "node:fs/promises";

import { createApi } from "./api.ts";

export * from "./api.ts";

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
} = createApi(() => readFile(new URL("../pkg/mta_sts_bg.wasm", import.meta.url)));
