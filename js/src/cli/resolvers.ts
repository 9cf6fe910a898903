/** DoH servers by name or address. */

import type { Resolver } from "../types.ts";
import { Refusal } from "./refusal.ts";
import { visible } from "./terminal/visible.ts";

const KNOWN: Record<string, Resolver> = {
  cloudflare: { name: "Cloudflare", url: "https://cloudflare-dns.com/dns-query" },
  google: { name: "Google", url: "https://dns.google/resolve" },
};
/** The core takes no more. */
const MOST = 8;

export function readResolvers(given: readonly string[]): Resolver[] {
  if (given.length > MOST) throw new Refusal(`--resolver is given ${given.length} times; at most ${MOST} are asked.`);
  return given.map((text) => {
    const known = KNOWN[text.toLowerCase()];
    if (known) return known;
    const url = requireHttp("resolver", text, "cloudflare, google, or the URL of a DoH server that answers in JSON");
    return { name: url.host, url: `${url.origin}${url.pathname}` };
  });
}

/** A URL of the web, as an option takes it. */
export function requireHttp(option: string, text: string, expected: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["https:", "http:"].includes(url.protocol)) {
    throw new Refusal(`--${option} takes ${expected}, not “${visible(text)}”.`);
  }
  if (url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "") {
    throw new Refusal(`--${option} takes a URL without user, query and fragment, not “${visible(text)}”.`);
  }
  return url;
}
