/** What differs between the places where the package runs. The entries (`browser.ts`, `node.ts`, …) each give one. */

import type { ModuleSource } from "./engine.ts";
import type { PolicyFetch } from "./types.ts";

/** How a policy file is fetched without a helper. */
export type PolicyFetcher = (domain: string, options: PolicyFetchOptions) => Promise<PolicyFetch>;

/** What a direct policy fetch is given. */
export interface PolicyFetchOptions {
  /** Ends the fetch; it then rejects with the signal's reason. */
  signal: AbortSignal;
  /** The longest that all of it may take, in milliseconds. */
  timeoutMs: number;
  /** Why an address must not be dialled (it is not one of the public Internet); `undefined` when it may. */
  refuseAddress: (address: string) => string | undefined;
  /** The `fetch` to use, where the fetch goes through one. */
  fetch: typeof globalThis.fetch;
}

/** One place where the package runs. */
export interface Platform {
  /** Finds the WebAssembly module; `undefined` for the file beside the glue, found by its URL. */
  findModule: () => ModuleSource | undefined | Promise<ModuleSource>;
  /** The `helper` of a check that names none. */
  helper: "direct" | null;
  /**
   * Fetches a policy file. It rejects where the platform does not say why a fetch failed: that may lie with the policy host
   * or here, so the report then says that nobody looked.
   */
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
