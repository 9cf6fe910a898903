/** What a recording does not hold. */
export interface ReplayOptions {
  /** The earlier policy that the check was given: senders may still hold it. */
  previousPolicy?: PreviousPolicy | null | undefined;
}

/** The functions of the package. The entries (`browser.ts`, `node.ts`, …) differ only in the platform they give. */

import {
  explain as wasmExplain,
  matchMx as wasmMatchMx,
  readAsSenders as wasmReadAsSenders,
  readDomain as wasmReadDomain,
  replay as wasmReplay,
  validatePolicy as wasmValidatePolicy,
  validateRecord as wasmValidateRecord,
} from "../pkg/mta_sts.js";
import { Engine } from "./engine.ts";
import { MtaStsError, kind } from "./error.ts";
import { LiveCheck, requirePrevious } from "./live.ts";
import type { ModuleSource } from "./module-source.ts";
import { jsonOf, readOptions, readPrevious, requireObject, type CheckOptions } from "./options.ts";
import { PolicyParser } from "./packed.ts";
import type { Platform } from "./platform.ts";
import { start, type RunningCheck } from "./running.ts";
import { unlessAborted } from "./within.ts";
import type {
  Explanation,
  MxMatch,
  PolicyReadings,
  PolicyValidation,
  PreviousPolicy,
  RecordValidation,
  Recording,
  Report,
} from "./types.ts";

export { MtaStsError, type MtaStsErrorCode } from "./error.ts";
export type { HostMatcher, PackedFinding, PackedPolicy, PolicyParser } from "./packed.ts";
export { RESOLVERS, type ResolverName } from "./resolvers.ts";
export type { ModuleSource } from "./module-source.ts";
export type { CheckOptions } from "./options.ts";
export type { RunningCheck } from "./running.ts";
export type * from "./types.ts";

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

/** What to find out about a policy text besides its own faults. */
export interface PolicyOptions {
  /** The MX hosts of the domain, U-labels or A-labels: each is matched with the policy (RFC 8461 §4.1). */
  mx?: readonly string[] | undefined;
  /** Also read it as eight senders in use do, each in its own way. Default: false. */
  senders?: boolean | undefined;
}

/** A policy text validated, and what else was asked of it. */
export interface PolicyVerdict extends PolicyValidation {
  /** Each of the given MX hosts with the pattern that allows it; empty where none were given. */
  mxMatches: MxMatch[];
  /** How senders in use read it; `null` where that was not asked for. */
  senders: PolicyReadings | null;
}

/**
 * The functions of the package. Each loads the WebAssembly module by itself. Only `check` sends anything; the others need no
 * network once the module is there.
 *
 * All may fail with an {@link MtaStsError}: of code `argument` for an argument of the wrong type, of code `engine` when the
 * module cannot be loaded or breaks down. What else a function may throw is said with it.
 */
export interface Api {
  /**
   * Loads the WebAssembly module. Calling it early saves the wait later; calling it again does nothing. `source` says where
   * the module comes from (compiled, bytes, URL or Response) where it cannot be found beside this file. The first call of any
   * function decides, so it comes before them.
   *
   * @throws {MtaStsError} of code `engine` when it cannot be loaded; it may be tried again.
   */
  init(source?: ModuleSource | Promise<ModuleSource>): Promise<void>;
  /**
   * Checks the MTA-STS of a domain, as a person types it: a domain in U-labels or A-labels, or an e-mail address, whose
   * domain is taken. Trouble with DNS or the policy host is no error: it is in the report.
   *
   * ```js
   * const report = await check("example.com");
   * console.log(report.outcome, report.verdict);
   *
   * for await (const report of check("example.com")) console.log(report.steps.map((step) => step.status));
   * ```
   *
   * @throws {MtaStsError} of code `domain` when it is not a mail domain, of code `argument` for wrong options.
   * @throws the signal's reason when it is aborted.
   * @throws what `onReport` throws.
   */
  check(domain: string, options?: CheckOptions): RunningCheck;
  /**
   * Reads a domain as a person types it, as `check` does. What is no mail domain is an answer, not an error.
   *
   * ```js
   * console.log((await readDomain("someone@bücher.example")).domain); // xn--bcher-kva.example
   * console.log((await readDomain("192.0.2.1")).ok); // false
   * ```
   */
  readDomain(input: string): Promise<DomainInput>;
  /**
   * Validates the text of a policy file (RFC 8461 §3.2), or better its bytes: a text has lost what is not UTF-8. An invalid
   * policy is an answer, not an error.
   *
   * ```js
   * const text = "version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 86400\n";
   * const { validity, policy, mxMatches } = await validatePolicy(text, { mx: ["a.b.example.com"] });
   * console.log(validity, policy.mode, policy.maxAge); // valid enforce 86400
   * console.log(mxMatches[0].matched); // null
   *
   * const { correction } = await validatePolicy("version: STSv1\nmode: Enforce\nmax_age: 7d\n");
   * console.log(correction.edits.length, correction.unresolved[0]); // 2 mx-missing
   * ```
   */
  validatePolicy(text: string | Uint8Array, options?: PolicyOptions): Promise<PolicyVerdict>;
  /**
   * Validates the text of an MTA-STS record (RFC 8461 §3.1) or a TLSRPT record (RFC 8460 §3): one TXT record, its strings
   * joined. Which of the two it is, its version tells.
   *
   * ```js
   * const { validity, findings } = await validateRecord("v=STSv1; id=2024-01-01;");
   * console.log(validity, findings[0].id); // invalid id-syntax
   * console.log(findings[0].fix); // Use only A-Z, a-z and 0-9, at most 32 of them, such as `id=20240101`.
   * ```
   */
  validateRecord(text: string | Uint8Array): Promise<RecordValidation>;
  /**
   * Matches a host with the `mx` patterns of a policy (RFC 8461 §4.1). U-labels of the host are converted; patterns have to
   * be in A-labels, and those that are none are listed with the reason.
   *
   * ```js
   * const { matched, invalid } = await matchMx(["mx.*", "*.example.com"], "MX1.example.com.");
   * console.log(matched, invalid.length); // *.example.com 1
   * ```
   */
  matchMx(patterns: readonly string[], host: string): Promise<MxMatch>;
  /**
   * Explains a result type of a TLS report, a line of a bounce or of a log, the most particular first. Nothing that is known
   * in it: an empty list.
   *
   * ```js
   * const [explanation] = await explain("sts-policy-fetch-error");
   * console.log(explanation.basis); // RFC 8460 §4.3.2.2
   * ```
   */
  explain(text: string): Promise<Explanation[]>;
  /**
   * The report of a recorded check: an object, or its JSON. `RunningCheck.recording` gives one. It sends nothing and reads no
   * clock, so the report is the one of that time, as this version judges it. Answers that are missing make it an unfinished
   * one.
   *
   * ```js
   * const resolvers = [RESOLVERS.cloudflare];
   * const report = await replay({ name: "", domain: "example.com", now: 1_800_000_000, resolvers, answers: {} });
   * console.log(report.isComplete, report.outcome); // false pending
   * ```
   *
   * @throws {MtaStsError} of code `recording` when it is the recording of no check.
   */
  replay(recording: string | Recording, options?: ReplayOptions): Promise<Report>;
  /**
   * A parser for many policies, which answers at once and makes nothing that is not asked for.
   *
   * ```js
   * const parser = await policyParser();
   * const text = "version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 86400\n";
   * const policy = parser.parse(text);
   * console.log(policy.validity, policy.mx.join()); // valid *.example.com
   * console.log(parser.matcher(text).allows(["mx1.example.com", "mx1.example.net"]).join()); // true,false
   * ```
   */
  policyParser(): Promise<PolicyParser>;
}

/**
 * Builds the functions for a place to run.
 *
 * @internal
 */
export function createApi(platform: Platform): Api {
  const engine = new Engine(platform.findModule);
  const init: Api["init"] = (source) => engine.init(source);

  /** Calls into the module as soon as it is there. */
  async function call<T>(work: () => unknown): Promise<T> {
    await engine.init();
    return engine.call(work) as T;
  }

  function check(domain: string, options: CheckOptions = {}): RunningCheck {
    return start(async (publish, offer) => {
      requireText("check", domain);
      const settings = readOptions(options, platform.helper);
      const signal = settings.signal ?? new AbortController().signal;
      const read = await unlessAborted(signal, () => readDomain(domain));
      if (!read.ok) throw new MtaStsError("domain", read.message);
      const live = new LiveCheck(engine, platform, settings, read.domain);
      offer(() => live.recording());
      return live.run((report) => {
        settings.onReport?.(report);
        publish(report);
      });
    });
  }

  async function readDomain(input: string): Promise<DomainInput> {
    requireText("readDomain", input);
    return call(() => wasmReadDomain(input));
  }

  async function validatePolicy(text: string | Uint8Array, options: PolicyOptions = {}): Promise<PolicyVerdict> {
    requireObject(options);
    const { mx = [], senders = false } = options;
    requireTexts("mx", mx);
    const octets = bytes("validatePolicy", text);
    const validation = await call<PolicyValidation>(() => wasmValidatePolicy(octets));
    const patterns = validation.policy?.mx ?? [];
    const mxMatches = engine.call(() => mx.map((host) => wasmMatchMx([...patterns], host) as MxMatch));
    const hosts = mxMatches.map(({ host }) => host).filter((host) => host !== null);
    const readings = senders ? engine.call(() => wasmReadAsSenders(octets, hosts) as PolicyReadings) : null;
    return { ...validation, mxMatches, senders: readings };
  }

  async function validateRecord(text: string | Uint8Array): Promise<RecordValidation> {
    const octets = bytes("validateRecord", text);
    return call(() => wasmValidateRecord(octets));
  }

  async function matchMx(patterns: readonly string[], host: string): Promise<MxMatch> {
    requireTexts("patterns", patterns);
    requireText("matchMx", host);
    return call(() => wasmMatchMx([...patterns], host));
  }

  async function explain(text: string): Promise<Explanation[]> {
    requireText("explain", text);
    return call(() => wasmExplain(text));
  }

  async function replay(recording: string | Recording, options: ReplayOptions = {}): Promise<Report> {
    requireObject(options);
    const previous = readPrevious(options.previousPolicy);
    const text = typeof recording === "string" ? recording : jsonOf("A recording", recording);
    await engine.init();
    if (previous !== undefined) requirePrevious(engine, previous);
    try {
      return await call(() => wasmReplay(text, previous));
    } catch (error) {
      if (error instanceof MtaStsError || !(error instanceof Error)) throw error;
      throw new MtaStsError("recording", error.message, { cause: error });
    }
  }

  async function policyParser(): Promise<PolicyParser> {
    await engine.init();
    return new PolicyParser(engine);
  }

  return { init, check, readDomain, validatePolicy, validateRecord, matchMx, explain, replay, policyParser };
}

function requireText(name: string, value: unknown): asserts value is string {
  if (typeof value !== "string") throw new MtaStsError("argument", `${name}() takes a string, not ${kind(value)}.`);
}

function requireTexts(name: string, value: unknown): asserts value is readonly string[] {
  if (!Array.isArray(value)) throw new MtaStsError("argument", `${name} is a list of strings, not ${kind(value)}.`);
  const other: unknown = value.find((item) => typeof item !== "string");
  if (other === undefined && !value.includes(undefined)) return;
  throw new MtaStsError("argument", `${name} is a list of strings, and has ${kind(other)} in it.`);
}

function bytes(name: string, text: unknown): Uint8Array {
  if (text instanceof Uint8Array) return text;
  if (typeof text === "string") return new TextEncoder().encode(text);
  throw new MtaStsError("argument", `${name}() takes a string or a Uint8Array, not ${kind(text)}.`);
}
