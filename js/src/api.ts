/**
 * The checker's functions over the WebAssembly module. The entries (`browser.ts`, `node.ts`) differ only in how they
 * find the module.
 */

import initWasm, {
  PolicyReader,
  check as wasmCheck,
  explain as wasmExplain,
  findingIds,
  matchMx as wasmMatchMx,
  readAsSenders as wasmReadAsSenders,
  readDomain as wasmReadDomain,
  replay as wasmReplay,
  validatePolicy as wasmValidatePolicy,
  validateRecord as wasmValidateRecord,
  type InitInput,
  type InitOutput,
} from "../pkg/mta_sts.js";
import { PolicyParser } from "./packed.ts";
import type {
  Explanation,
  FindingId,
  MxMatch,
  PolicyReadings,
  PolicyValidation,
  PreviousPolicy,
  RecordValidation,
  Recording,
  Report,
  Resolver,
} from "./types.ts";

export { HostMatcher, PackedPolicy, PolicyParser, type PackedFinding } from "./packed.ts";
export type * from "./types.ts";

/** A wrong argument. Trouble with the network is never thrown: it is in the report. */
export class MtaStsError extends Error {
  override name = "MtaStsError";
}

/** How to run a check. */
export interface CheckOptions {
  /**
   * Base URL of the helper that fetches the policy file, such as `https://helper.example`; `""` for the origin of the
   * page. Without one (`null`, the default) the policy file stays unseen and the report says so.
   */
  helper?: string | null;
  /** DoH JSON servers, each asked only when the ones before it could not answer. Default: Cloudflare, then Google. */
  resolvers?: readonly Resolver[];
  /** The longest wait for any one answer, in milliseconds. Default: 5000 for DNS, 25000 for the helper. */
  timeoutMs?: number;
  /** Ends the check: the promise rejects with the signal's reason. */
  signal?: AbortSignal;
  /** The time of the check, in seconds since 1970-01-01T00:00:00Z. Default: now. */
  now?: number;
  /** Called with a report at the start and after every answer. */
  onReport?: (report: Report) => void;
  /** A policy that the domain served before: senders may still hold it, and the outlook says what they do then. */
  previousPolicy?: PreviousPolicy | null;
}

/** What came of reading a domain: its A-label form, or a sentence about what is in the way. */
export type DomainInput =
  | {
      ok: true;
      /** The policy domain in A-labels, lower case. */
      domain: string;
      /** Something worth telling, such as that the domain of an e-mail address was taken; else `null`. */
      note: string | null;
    }
  | {
      ok: false;
      /** One sentence for the person who typed it. */
      message: string;
    };

/** The functions of the package. */
export interface Api {
  /** Loads the WebAssembly module. Every other function does so by itself; calling it early saves the wait later. */
  init(): Promise<void>;
  /**
   * Checks the MTA-STS of a domain.
   *
   * @throws {MtaStsError} when `domain` is not a mail domain.
   * @throws the signal's reason when it is aborted.
   */
  check(domain: string, options?: CheckOptions): Promise<Report>;
  /** Reads a domain as a person types it. Sends nothing. */
  readDomain(input: string): Promise<DomainInput>;
  /** Validates the text (or better the bytes) of a policy file. Sends nothing. */
  validatePolicy(text: string | Uint8Array): Promise<PolicyValidation>;
  /**
   * Reads a policy file as eight senders in use do, each in its own way. `hosts` are the MX hosts of the domain in
   * A-labels, if they are known. Sends nothing.
   */
  readAsSenders(text: string | Uint8Array, hosts?: readonly string[]): Promise<PolicyReadings>;
  /** Explains a result type of a TLS report, a line of a bounce or of a log, the most particular first. Sends nothing. */
  explain(text: string): Promise<Explanation[]>;
  /** Validates the text of an MTA-STS or TLSRPT record. Sends nothing. */
  validateRecord(text: string | Uint8Array): Promise<RecordValidation>;
  /**
   * Matches a host with the `mx` patterns of a policy (RFC 8461 §4.1). U-labels of the host are converted; patterns have to
   * be in A-labels, and those that are none are listed with the reason. Sends nothing.
   */
  matchMx(patterns: readonly string[], host: string): Promise<MxMatch>;
  /**
   * The report of a recorded check: an object, or its JSON. Sends nothing.
   *
   * @throws {MtaStsError} when it is the recording of no check.
   */
  replay(recording: string | Recording): Promise<Report>;
  /** A parser for many policies, which answers at once and makes nothing that is not asked for. Sends nothing. */
  policyParser(): Promise<PolicyParser>;
}

/** Builds the functions around a way to find the module. */
export function createApi(findModule: () => InitInput | undefined | Promise<InitInput>): Api {
  let loading: Promise<InitOutput> | undefined;

  async function load(): Promise<InitOutput> {
    const module = await findModule();
    return initWasm(module === undefined ? undefined : { module_or_path: module });
  }

  function loaded(): Promise<InitOutput> {
    // A failed load may be tried again, for example when the network is back.
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  }

  async function init(): Promise<void> {
    await loaded();
  }

  async function readDomain(input: string): Promise<DomainInput> {
    requireString("readDomain", input);
    await init();
    return wasmReadDomain(input) as DomainInput;
  }

  async function check(domain: string, options: CheckOptions = {}): Promise<Report> {
    const { helper = null, resolvers = [], timeoutMs = 0, signal, onReport, previousPolicy } = options;
    const now = options.now ?? Math.floor(Date.now() / 1000);
    const input = await readDomain(domain);
    if (!input.ok) throw new MtaStsError(input.message);
    return (await wasmCheck(
      input.domain,
      now,
      resolvers.map((resolver) => resolver.name),
      resolvers.map((resolver) => resolver.url),
      helper ?? undefined,
      timeoutMs,
      signal,
      onReport,
      previousPolicy == null ? undefined : JSON.stringify(previousPolicy),
    )) as Report;
  }

  async function validatePolicy(text: string | Uint8Array): Promise<PolicyValidation> {
    await init();
    return wasmValidatePolicy(bytes("validatePolicy", text)) as PolicyValidation;
  }

  async function readAsSenders(text: string | Uint8Array, hosts: readonly string[] = []): Promise<PolicyReadings> {
    for (const host of hosts) requireString("readAsSenders", host);
    await init();
    return wasmReadAsSenders(bytes("readAsSenders", text), [...hosts]) as PolicyReadings;
  }

  async function explain(text: string): Promise<Explanation[]> {
    requireString("explain", text);
    await init();
    return wasmExplain(text) as Explanation[];
  }

  async function validateRecord(text: string | Uint8Array): Promise<RecordValidation> {
    await init();
    return wasmValidateRecord(bytes("validateRecord", text)) as RecordValidation;
  }

  async function matchMx(patterns: readonly string[], host: string): Promise<MxMatch> {
    requireString("matchMx", host);
    for (const pattern of patterns) requireString("matchMx", pattern);
    await init();
    return wasmMatchMx([...patterns], host) as MxMatch;
  }

  async function replay(recording: string | Recording): Promise<Report> {
    const text = typeof recording === "string" ? recording : JSON.stringify(recording);
    requireString("replay", text);
    await init();
    try {
      return wasmReplay(text) as Report;
    } catch (error) {
      throw error instanceof Error ? new MtaStsError(error.message) : error;
    }
  }

  async function policyParser(): Promise<PolicyParser> {
    const { memory } = await loaded();
    return new PolicyParser(new PolicyReader(), memory, findingIds() as FindingId[]);
  }

  return {
    init,
    check,
    readDomain,
    validatePolicy,
    readAsSenders,
    explain,
    validateRecord,
    matchMx,
    replay,
    policyParser,
  };
}

function requireString(name: string, value: unknown): asserts value is string {
  if (typeof value !== "string") throw new MtaStsError(`${name}() takes a string, not ${typeof value}.`);
}

function bytes(name: string, text: string | Uint8Array): Uint8Array {
  if (text instanceof Uint8Array) return text;
  if (typeof text === "string") return new TextEncoder().encode(text);
  throw new MtaStsError(`${name}() takes a string or a Uint8Array, not ${typeof text}.`);
}
