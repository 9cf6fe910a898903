/** DoH servers by name or address. */

import { RESOLVERS, helperResolver } from "../node.ts";
import { isResolverName } from "../resolvers.ts";
import type { Resolver } from "../types.ts";
import { Refusal } from "./refusal.ts";
import { visible } from "../show/visible.ts";

/** The core takes no more. */
const MOST = 8;
/** Before the URL of a server that has no JSON. */
const WIRE = "wire:";
/** The one of `--helper`. */
const HELPER = "helper";
const EXPECTED = `${Object.keys(RESOLVERS).join(", ")}, ${HELPER}, the URL of a DoH server that answers in JSON, or ${WIRE} and that of another`;

export function readResolvers(given: readonly string[], helper: string | undefined): Resolver[] {
  if (given.length > MOST) throw new Refusal(`--resolver is given ${given.length} times; at most ${MOST} are asked.`);
  return given.map((text) => {
    const name = text.toLowerCase();
    if (isResolverName(name)) return RESOLVERS[name];
    if (name === HELPER) {
      if (helper === undefined) throw new Refusal("--resolver helper asks the helper of --helper, which is not given.");
      return helperResolver(helper);
    }
    const isWire = name.startsWith(WIRE);
    const url = requireHttp("resolver", isWire ? text.slice(WIRE.length) : text, EXPECTED);
    return { name: url.host, url: `${url.origin}${url.pathname}`, ...(isWire && { format: "wire" }) };
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
