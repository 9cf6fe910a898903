/** What the owner of a copy of the page decides: who fetches policy files, and who is asked for DNS. */

import { RESOLVERS, isResolverName, type ResolverName } from "../../js/src/resolvers.ts";

/** The choices, as `check` takes them. */
export interface Configuration {
  /** The base URL of the helper; `""` for one on the origin of the page; `null` for none: then the reader pastes the policy. */
  helper: string | null;
  /** DoH servers, each asked only when the ones before it could not answer; at least one. */
  resolvers: ResolverName[];
}

/**
 * The choices of this copy. They stand in `<meta name="mta-sts-helper">` and `<meta name="mta-sts-resolvers">`, where the build
 * writes them, so that one can see them in the file.
 *
 * @throws {Error} with a sentence if one of them is missing or is no such choice.
 */
export function readConfiguration(): Configuration {
  return { helper: readHelper(contentOf("mta-sts-helper")), resolvers: readResolvers(contentOf("mta-sts-resolvers")) };
}

function contentOf(name: string): string {
  const meta = document.querySelector(`meta[name="${name}"]`);
  const content = meta?.getAttribute("content");
  if (typeof content !== "string") throw new Error(`index.html has no <meta name="${name}">: build the page again.`);
  return content;
}

/** The helper's address as it is written in the configuration. @throws {Error} with a sentence about anything else. */
export function readHelper(text: string): string | null {
  if (text === "") return "";
  if (text === "none") return null;
  const expected = 'The helper is a URL like https://helper.example, "none", or nothing for the page’s own origin';
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["https:", "http:"].includes(url.protocol)) throw new Error(`${expected}, not “${text}”.`);
  if (url.username + url.password + url.search + url.hash !== "") {
    throw new Error(`${expected}, without user name, query and fragment, not “${text}”.`);
  }
  // A Content-Security-Policy has no words for one, and would let nobody ask it (CSP Level 3 §2.3.1, `host-source`).
  if (url.hostname.startsWith("[")) throw new Error(`${expected}. “${text}” has an IPv6 address: use a name.`);
  // A page that came over HTTPS may not ask anything else, but for the reader's own machine.
  if (url.protocol === "http:" && !["localhost", "127.0.0.1"].includes(url.hostname)) {
    throw new Error(`${expected}. “${text}” is not encrypted: use https.`);
  }
  return url.href.replace(/\/+$/, "");
}

/** The names of resolvers, with commas between them. @throws {Error} with a sentence about anything else. */
export function readResolvers(text: string): ResolverName[] {
  const names = text.split(",").map((name) => name.trim());
  const known = Object.keys(RESOLVERS).join(", ");
  const resolvers = names.map((name) => {
    if (isResolverName(name)) return name;
    throw new Error(`The resolvers are names out of ${known}, with commas between them, not “${text}”.`);
  });
  if (new Set(resolvers).size < resolvers.length) throw new Error(`The resolvers “${text}” name one of them twice.`);
  return resolvers;
}
