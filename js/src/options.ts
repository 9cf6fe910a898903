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
   * Has the helper fetch the policy file anew instead of answering from its memory, which holds what it saw within the last
   * minute: for whoever has mended something. A helper that is asked for this too often answers from its memory all the same.
   * Default: `false`.
   */
  fresh?: boolean | undefined;
  /**
   * DoH servers, each asked only when the ones before it could not answer; 1 to 8. A name (`"quad9"`), the URL of a server
   * with JSON, or an object, which may also say `format: "wire"` for a server that speaks RFC 8484 alone; of a helper that
   * offers it, `helperResolver(helper)`. Default: Cloudflare, then Google.
   */
  resolvers?: readonly (ResolverName | (string & {}) | Resolver)[] | undefined;
  /** Sends the requests in place of the platform's `fetch`. A direct policy fetch in Node or Deno does not go through it. */
  fetch?: typeof globalThis.fetch | undefined;
  /**
   * The longest wait for any one answer, in milliseconds, at least 1. Default: 5000 for DNS, 25000 for the policy file. What
   * is not there by then counts as not looked at, however far the policy host had got.
   */
  timeoutMs?: number | undefined;
  /** Ends the check: the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** The time of the check, in seconds since 1970-01-01T00:00:00Z. Default: now. */
  now?: number | undefined;
  /** A policy that the domain served before: senders may still hold it, and the outlook says what they do then. */
  previousPolicy?: PreviousPolicy | null | undefined;
  /**
   * The policy file as its reader got it by other means, such as `curl`; better its bytes, since a text has lost what is not
   * UTF-8. It takes the place of the fetch, which then is not made. It is judged as one that was fetched is, but nobody has
   * seen the policy host: the step of the fetch stays `inconclusive`, and so does the outcome wherever it rests on the text.
   */
  policyText?: string | Uint8Array | null | undefined;
  /**
   * Called with a report at the start and after every answer. An error that it throws ends the check. It is not awaited: a
   * promise that it returns is nobody's.
   */
  onReport?: ((report: Report) => void) | undefined;
}

/** How to compare resolvers. Each option is as it is for a check. */
export interface CompareOptions {
  /** The DoH servers to compare, 1 to 8, each asked everything. Default: Cloudflare and Google. */
  resolvers?: CheckOptions["resolvers"];
  /** Sends the requests in place of the platform's `fetch`. */
  fetch?: CheckOptions["fetch"];
  /** The longest wait for any one answer, in milliseconds, at least 1. Default: 5000. */
  timeoutMs?: number | undefined;
  /** Ends the comparison: the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** The time of the comparison, in seconds since 1970-01-01T00:00:00Z. Default: now. */
  now?: number | undefined;
}

/** The options in order: each as it is used. */
export interface CheckSettings {
  helper: string | null;
  fresh: boolean;
  resolvers: Resolver[];
  fetch: typeof globalThis.fetch;
  timeoutMs: number | undefined;
  signal: AbortSignal | undefined;
  now: number;
  /** JSON. */
  previousPolicy: string | undefined;
  policyText: Uint8Array | undefined;
  onReport: ((report: Report) => void) | undefined;
}

const MAX_RESOLVERS = 8;
/** The last second of the year 9999: a later time is one in milliseconds. */
const LAST_SECOND = 253_402_300_799;
/** Timers count in 32 bits. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Reads the options; whatever is wrong is thrown as a {@link MtaStsError} of code `argument`. */
export function readOptions(options: CheckOptions, helperByDefault: string | null): CheckSettings {
  requireObject(options);
  const { fresh = false, fetch, timeoutMs, signal, now, previousPolicy, onReport } = options;
  requireFunction("fetch", fetch);
  requireFunction("onReport", onReport);
  if (timeoutMs !== undefined && !(Number.isFinite(timeoutMs) && timeoutMs >= 1 && timeoutMs <= MAX_TIMEOUT_MS)) {
    throw wrong(`timeoutMs is a number of milliseconds from 1 to ${MAX_TIMEOUT_MS}, not ${kind(timeoutMs)}.`);
  }
  if (typeof fresh !== "boolean") throw wrong(`fresh is true or false, not ${kind(fresh)}.`);
  requireSignal(signal);
  if (now !== undefined && !(Number.isFinite(now) && now >= 0 && now <= LAST_SECOND)) {
    const hint =
      typeof now === "number" && now > LAST_SECOND ? " Date.now() gives milliseconds: divide it by 1000." : "";
    throw wrong(`now is a time in seconds since 1970, not ${kind(now)}.${hint}`);
  }
  return {
    helper: readHelper(options.helper === undefined ? helperByDefault : options.helper),
    resolvers: options.resolvers === undefined ? [] : readResolvers(options.resolvers),
    fresh,
    // Called as a plain function: some platforms refuse their own `fetch` as a method of anything else.
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs,
    signal,
    now: Math.floor(now ?? Date.now() / 1000),
    previousPolicy: readPrevious(previousPolicy),
    policyText: readPolicyText(options.policyText),
    onReport,
  };
}

/** The base URL of a helper, without a slash at its end. @throws {MtaStsError} of code `argument`. */
export function readHelper(helper: string | null): string | null {
  if (helper === null || helper === "direct") return helper;
  if (helper === "" && globalThis.location !== undefined) return "";
  const url = httpUrl(helper);
  if (url === null || url.search !== "") {
    throw wrong(`helper is the URL of a helper (https://helper.example), "direct" or null, not ${kind(helper)}.`);
  }
  return url.href.replace(/\/+$/, "");
}

function readResolvers(list: NonNullable<CheckOptions["resolvers"]>): Resolver[] {
  if (!Array.isArray(list)) throw wrong(`resolvers is a list, not ${kind(list)}.`);
  if (list.length === 0) throw wrong("resolvers is empty: leave it out to ask Cloudflare and Google.");
  if (list.length > MAX_RESOLVERS)
    throw wrong(`resolvers has ${list.length} entries; at most ${MAX_RESOLVERS} are asked.`);
  return list.map(readResolver);
}

function readResolver(given: string | Resolver): Resolver {
  if (typeof given === "string") {
    if (isResolverName(given)) return RESOLVERS[given];
    const url = httpUrl(given);
    if (url !== null) return { name: url.host, url: url.href };
  }
  if (typeof given !== "object" || given === null) {
    const names = Object.keys(RESOLVERS).join(", ");
    throw wrong(`A resolver is a URL, an object or one of ${names}, not ${kind(given)}.`);
  }
  const { name, url, format } = given;
  if (typeof name !== "string" || name === "") throw wrong(`A resolver’s name is a text, not ${kind(name)}.`);
  const parsed = httpUrl(url);
  if (parsed === null) throw wrong(`The url of the resolver ${name} is one of https: or http:, not ${kind(url)}.`);
  if (format !== undefined && format !== "json" && format !== "wire") {
    throw wrong(`The format of the resolver ${name} is "json" or "wire", not ${kind(format)}.`);
  }
  return { name, url: parsed.href, ...(format && { format }) };
}

/** A URL that requests can be built on; `null` for anything else. Of a template (RFC 8484 §3) the variable is left out. */
function httpUrl(text: unknown): URL | null {
  if (typeof text !== "string" || !URL.canParse(text)) return null;
  const url = new URL(text.replace(/\{\?dns\}$/, ""));
  const isPlain = url.hash === "" && url.username === "" && url.password === "";
  return isPlain && ["https:", "http:"].includes(url.protocol) ? url : null;
}

/** An earlier policy as JSON. @throws {MtaStsError} of code `argument` when it is no object. */
export function readPrevious(previous: unknown): string | undefined {
  if (previous === undefined || previous === null) return undefined;
  if (typeof previous !== "object") throw wrong(`previousPolicy is an object, not ${kind(previous)}.`);
  return jsonOf("previousPolicy", previous);
}

/** A copy, so that what its owner does with the bytes meanwhile changes nothing. */
function readPolicyText(text: unknown): Uint8Array | undefined {
  if (text === undefined || text === null) return undefined;
  if (typeof text === "string") return new TextEncoder().encode(text);
  if (text instanceof Uint8Array) return text.slice();
  throw wrong(`policyText is a string or a Uint8Array, not ${kind(text)}.`);
}

/** @throws {MtaStsError} of code `argument` when a value has no JSON. */
export function jsonOf(name: string, value: unknown): string {
  try {
    const text = JSON.stringify(value);
    if (typeof text === "string") return text;
  } catch {
    // A circle, or a number that JSON does not know.
  }
  throw wrong(`${name} is a value that JSON can say, not ${kind(value)}.`);
}

/** @throws {MtaStsError} of code `argument` when options are none. */
export function requireObject(options: unknown): void {
  if (typeof options !== "object" || options === null) throw wrong(`The options are an object, not ${kind(options)}.`);
}

/** @throws {MtaStsError} of code `argument` for anything else, unless it is left out. */
export function requireSignal(signal: unknown): void {
  if (signal === undefined || signal instanceof AbortSignal) return;
  throw wrong(`signal is an AbortSignal, not ${kind(signal)}.`);
}

/** @throws {MtaStsError} of code `argument` for anything else, unless it is left out. */
export function requireFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== "function") throw wrong(`${name} is a function, not ${kind(value)}.`);
}

function wrong(sentence: string): MtaStsError {
  return new MtaStsError("argument", sentence);
}
