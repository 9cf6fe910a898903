/** What differs between the places where the package runs. The entries (`browser.ts`, `node.ts`, …) each give one. */

import type { PolicyFetcher } from "./direct/fetcher.ts";
import type { FindModule } from "./engine.ts";

/** One place where the package runs. */
export interface Platform {
  /** Finds the WebAssembly module. */
  findModule: FindModule;
  /** Finds the one that reads reports. */
  findReportsModule: FindModule;
  /** The `helper` of a check that names none. */
  helper: "direct" | null;
  /** Fetches a policy file without a helper. */
  fetchPolicy: PolicyFetcher;
  /** What each request says besides its URL. */
  requestInit: RequestInit;
}

/**
 * What a request says where `fetch` knows all of it. RFC 8461 §3.3: no HTTP caching on the way to a policy; and a check is
 * about now.
 */
export const REQUEST_INIT: RequestInit = {
  credentials: "omit",
  referrerPolicy: "no-referrer",
  cache: "no-store",
  redirect: "error",
};
