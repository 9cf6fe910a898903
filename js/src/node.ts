/** The package in Node and Deno: the WebAssembly module is read from disk, and policy files are fetched over sockets. */

import { readFile } from "node:fs/promises";

import { createApi } from "./api.ts";
import { fetchPolicy } from "./direct/node.ts";
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
} = createApi({
  findModule: (given = new URL("../pkg/mta_sts_bg.wasm", import.meta.url)) => {
    // Node's `fetch` knows no `file:` URLs.
    const isFile = (typeof given === "string" || given instanceof URL) && /^file:/i.test(String(given));
    return isFile ? readFile(new URL(String(given))) : given;
  },
  helper: "direct",
  fetchPolicy,
  requestInit: REQUEST_INIT,
});
