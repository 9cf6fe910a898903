/** The package in workerd (Cloudflare Workers): code may not be compiled there, so the module is imported compiled. */

import module from "../pkg/mta_sts_bg.wasm";
import { createApi } from "./api.ts";
import { fetchPolicy } from "./direct/fetch.ts";
import { announced, type HelperAnnouncement, type HelperOptions } from "./helper.ts";

export * from "./api.ts";

/**
 * This `fetch` keeps no cookies, sends no referrer, caches nothing by itself, and knows no `redirect: "error"`: a redirect
 * comes back as the status it is, which is no answer either.
 */
const REQUEST_INIT: RequestInit = { redirect: "manual" };

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
  findModule: (given) => given ?? module,
  // A worker that reads no reports need not bring this module.
  findReportsModule: async (given) => given ?? (await import("../pkg/reports/mta_sts_reports_bg.wasm")).default,
  helper: "direct",
  fetchPolicy,
  requestInit: REQUEST_INIT,
});

/** Asks a helper what it offers, as everywhere. */
export function aboutHelper(helper: string, options: HelperOptions = {}): Promise<HelperAnnouncement | null> {
  return announced(helper, options, REQUEST_INIT);
}
