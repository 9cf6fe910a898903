/** The options of a check, and what is wrong with those that are. */

import { MtaStsError, kind } from "./error.ts";
import { RESOLVERS, isResolverName, type ResolverName } from "./resolvers.ts";
import type { PreviousPolicy, Report, Resolver } from "./types.ts";

/** How to run a check. */
export interface CheckOptions {
  /**
   * Who fetches the policy file: the base URL of a helper, such as `https://helper.example`; `""` for a helper on the
   * origin of the page; `"direct"` for this program itself; `null` for nobody, then the file stays unseen and the report
   * says so. Default: `"direct"` in Node, Deno and workerd, `null` in browsers, which may not read it (CORS).
   */
  helper?: string | null | undefined;
  /**
   * DoH servers, each asked only when the ones before it could not answer; at most 8. A name (`"quad9"`), the URL of a
   * server with JSON, or an object, which may also say `format: "wire"` for a server that speaks RFC 8484 alone. Default:
   * Cloudflare, then Google.
   */
  resolvers?: readonly (ResolverName | (string & {}) | Resolver)[] | undefined;
  /** Sends the requests in place of the platform's `fetch`. A direct policy fetch in Node or Deno does not go through it. */
  fetch?: typeof globalThis.fetch | undefined;
  /** The longest wait for any one answer, in milliseconds. Default: 5000 for DNS, 25000 for the policy file. */
  timeoutMs?: number | undefined;
  /** Ends the check: the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** The time of the check, in seconds since 1970-01-01T00:00:00Z. Default: now. */
  now?: number | undefined;
  /** A policy that the domain served before: senders may still hold it, and the outlook says what they do then. */
  previousPolicy?: PreviousPolicy | null | undefined;
  /** Called with a report at the start and after every answer. An error that it throws ends the check. */
  onReport?: ((report: Report) => void) | undefined;
}

/** The options in order: each as it is used. */
export interface CheckSettings {
  helper: string | null;
  resolvers: Resolver[];
  fetch: typeof globalThis.fetch;
  timeoutMs: number | undefined;
  signal: AbortSignal | undefined;
  now: number;
  /** JSON. */
  previousPolicy: string | undefined;
  onReport: ((report: Report) => void) | undefined;
}

const MAX_RESOLVERS = 8;
/** The last second of the year 9999: a later time is one in milliseconds. */
const LAST_SECOND = 253_402_300_799;
/** Timers count in 32 bits. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Reads the options; whatever is wrong is thrown as a {@link MtaStsError} of code `argument`. */
export function readOptions(options: CheckOptions, helperByDefault: string | null): CheckSettings {
  if (typeof options !== "object" || options === null) throw wrong(`The options are an object, not ${kind(options)}.`);
  const { fetch, timeoutMs, signal, now, previousPolicy, onReport } = options;
  requireFunction("fetch", fetch);
  requireFunction("onReport", onReport);
  if (timeoutMs !== undefined && !(Number.isFinite(timeoutMs) && timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS)) {
    throw wrong(`timeoutMs is a number of milliseconds from 1 to ${MAX_TIMEOUT_MS}, not ${kind(timeoutMs)}.`);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw wrong(`signal is an AbortSignal, not ${kind(signal)}.`);
  }
  if (now !== undefined && !(Number.isFinite(now) && now >= 0 && now <= LAST_SECOND)) {
    const hint = now > LAST_SECOND ? " Date.now() gives milliseconds: divide it by 1000." : "";
    throw wrong(`now is a time in seconds since 1970, not ${kind(now)}.${hint}`);
  }
  if (previousPolicy != null && typeof previousPolicy !== "object") {
    throw wrong(`previousPolicy is an object, not ${kind(previousPolicy)}.`);
  }
  return {
    helper: readHelper(options.helper === undefined ? helperByDefault : options.helper),
    resolvers: readResolvers(options.resolvers ?? []),
    // Called as a plain function: some platforms refuse their own `fetch` as a method of anything else.
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs,
    signal,
    now: Math.floor(now ?? Date.now() / 1000),
    previousPolicy: previousPolicy == null ? undefined : JSON.stringify(previousPolicy),
    onReport,
  };
}

function readHelper(helper: string | null): string | null {
  if (helper === null || helper === "direct") return helper;
  if (helper === "" && globalThis.location !== undefined) return "";
  if (typeof helper !== "string" || !isHttpUrl(helper)) {
    throw wrong(`helper is the URL of a helper (https://helper.example), "direct" or null, not ${kind(helper)}.`);
  }
  return helper.replace(/\/+$/, "");
}

function readResolvers(list: NonNullable<CheckOptions["resolvers"]>): Resolver[] {
  if (!Array.isArray(list)) throw wrong(`resolvers is a list, not ${kind(list)}.`);
  if (list.length > MAX_RESOLVERS)
    throw wrong(`resolvers has ${list.length} entries; at most ${MAX_RESOLVERS} are asked.`);
  return list.map(readResolver);
}

function readResolver(given: string | Resolver): Resolver {
  if (typeof given === "string" && isResolverName(given)) return RESOLVERS[given];
  const resolver = typeof given === "string" && isHttpUrl(given) ? { name: new URL(given).host, url: given } : given;
  if (typeof resolver !== "object" || resolver === null) {
    const names = Object.keys(RESOLVERS).join(", ");
    throw wrong(`A resolver is a URL, an object or one of ${names}, not ${kind(resolver)}.`);
  }
  const { name, url, format } = resolver;
  if (typeof name !== "string" || name === "") throw wrong(`A resolver’s name is a text, not ${kind(name)}.`);
  if (typeof url !== "string" || !isHttpUrl(url)) {
    throw wrong(`The url of the resolver ${name} is one of https:, not ${kind(url)}.`);
  }
  if (format !== undefined && format !== "json" && format !== "wire") {
    throw wrong(`The format of the resolver ${name} is "json" or "wire", not ${kind(format)}.`);
  }
  return { name, url, ...(format && { format }) };
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ["https:", "http:"].includes(new URL(text).protocol);
}

function requireFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== "function") throw wrong(`${name} is a function, not ${kind(value)}.`);
}

function wrong(sentence: string): MtaStsError {
  return new MtaStsError("argument", sentence);
}
