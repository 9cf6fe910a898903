/** What a helper offers besides policy files. */

import { MtaStsError } from "./error.ts";
import { readHelper } from "./options.ts";
import { REQUEST_INIT } from "./platform.ts";
import { get } from "./request.ts";
import type { Resolver } from "./types.ts";
import { unlessAborted } from "./within.ts";

/** What a helper says of itself. */
export interface HelperAnnouncement {
  /** Its version. */
  version: string;
  /** It can be asked for DNS: {@link helperResolver}. */
  resolver: boolean;
  /** For how long it may give a policy file again without fetching it anew, in seconds; 0 for never. */
  cacheSeconds: number;
}

/** How to ask a helper what it offers. Each option is as it is for a check. */
export interface HelperOptions {
  /** Sends the request in place of the platform's `fetch`. */
  fetch?: typeof globalThis.fetch | undefined;
  /** The longest wait, in milliseconds. Default: 5000. */
  timeoutMs?: number | undefined;
  /** Ends it: the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 64 * 1024;

/**
 * A helper as a resolver: it asks the one that its owner chose, and whoever checks asks no public resolver. Give nobody else
 * beside it, since whoever stands after it is asked where it cannot answer. Helpers do this only when started with
 * `--resolver`; {@link aboutHelper} says whether one does.
 *
 * ```js
 * console.log(helperResolver("https://helper.example").url); // https://helper.example/v1/dns
 * ```
 *
 * @param helper the URL of a helper, as for a check; `""` for one on the origin of the page.
 * @throws {MtaStsError} of code `argument` for anything else.
 */
export function helperResolver(helper: string): Resolver {
  const url = new URL(`${baseOf(helper)}/v1/dns`);
  return { name: url.host, url: url.href };
}

/**
 * Asks a helper what it offers. `null`: nobody is there, or no helper that says so. It learns no domain by this.
 *
 * @param helper as for {@link helperResolver}.
 * @throws {MtaStsError} of code `argument` when it is none.
 */
export function aboutHelper(helper: string, options: HelperOptions = {}): Promise<HelperAnnouncement | null> {
  return announced(helper, options, REQUEST_INIT);
}

/** The same, where a platform wants something else said of a request. */
export async function announced(
  helper: string,
  options: HelperOptions,
  init: RequestInit,
): Promise<HelperAnnouncement | null> {
  const url = `${baseOf(helper)}/v1/helper`;
  const { fetch = (input, init) => globalThis.fetch(input, init), timeoutMs = TIMEOUT_MS } = options;
  const signal = options.signal ?? new AbortController().signal;
  const request = { id: "helper", url, accept: "application/json", maxBytes: MAX_BYTES };
  const answer = await unlessAborted(signal, () => get(request, { fetch, init, signal, timeoutMs }));
  return "body" in answer && answer.status === 200 ? read(answer.body) : null;
}

function baseOf(helper: string): string {
  const base = readHelper(helper);
  if (base === null || base === "direct") {
    throw new MtaStsError("argument", "A helper is a URL such as https://helper.example.");
  }
  return base === "" ? globalThis.location.origin : base;
}

function read(body: Uint8Array): HelperAnnouncement | null {
  try {
    const { version, resolver, cacheSeconds } = JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>;
    if (typeof version !== "string" || typeof resolver !== "boolean") return null;
    return { version, resolver, cacheSeconds: typeof cacheSeconds === "number" ? cacheSeconds : 0 };
  } catch {
    return null;
  }
}
