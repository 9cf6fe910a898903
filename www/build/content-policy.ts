/** The page's Content-Security-Policy. The helper reads it out of the built page and sends it as a header as well. */

import { RESOLVERS } from "../../js/src/resolvers.ts";
import type { Configuration } from "../src/configuration.ts";

/**
 * Scripts and styles from here only, requests to here, to the resolvers and to the helper, and no way to make markup or code from
 * text. `frame-ancestors` is missing because it works in a header only.
 */
export function contentPolicy({ helper, resolvers }: Configuration): string {
  const asked: string[] = resolvers.map((name) => RESOLVERS[name].url);
  if (helper) asked.push(helper);
  const origins = new Set(asked.map((url) => new URL(url).origin));
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    ["connect-src 'self'", ...origins].join(" "),
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    // The one policy of www/src/trusted.ts, and none of the same name beside it.
    "trusted-types mta-sts",
  ].join("; ");
}
