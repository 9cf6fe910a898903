/** DoH servers by name. */

import type { Resolver } from "./types.ts";

/**
 * Public DoH servers that can be named in place of a URL. Those with `format: "wire"` have no JSON there. Quad9
 * refuses names that it knows to be malicious, the others filter nothing.
 */
export const RESOLVERS = {
  cloudflare: { name: "Cloudflare", url: "https://cloudflare-dns.com/dns-query" },
  google: { name: "Google", url: "https://dns.google/resolve" },
  quad9: { name: "Quad9", url: "https://dns.quad9.net/dns-query", format: "wire" },
  mullvad: { name: "Mullvad", url: "https://dns.mullvad.net/dns-query", format: "wire" },
} as const satisfies Record<string, Resolver>;

/** The name of a public DoH server. */
export type ResolverName = keyof typeof RESOLVERS;

export function isResolverName(text: string): text is ResolverName {
  return Object.hasOwn(RESOLVERS, text);
}
