/** The functions of the package. The entries (`browser.ts`, `node.ts`, …) differ only in the platform they give. */

import * as glue from "../pkg/mta_sts.js";
import {
  correctPolicy as wasmCorrectPolicy,
  correctRecord as wasmCorrectRecord,
  explain as wasmExplain,
  matchMx as wasmMatchMx,
  readAsSenders as wasmReadAsSenders,
  readDomain as wasmReadDomain,
  replay as wasmReplay,
  standing as wasmStanding,
  validatePolicy as wasmValidatePolicy,
  validateRecord as wasmValidateRecord,
} from "../pkg/mta_sts.js";
import type { Changes } from "./drift/change.ts";
import { drift } from "./drift/drift.ts";
import { readState } from "./drift/read.ts";
import { seenIn } from "./drift/seen.ts";
import { shownState, type DomainState } from "./drift/state.ts";
import { Engine } from "./engine.ts";
import { MtaStsError, kind } from "./error.ts";
import { LiveCheck, beginComparison, requirePrevious } from "./live.ts";
import type { ModuleSource } from "./module-source.ts";
import {
  jsonOf,
  readOptions,
  readPrevious,
  requireObject,
  type CheckOptions,
  type CheckSettings,
  type CompareOptions,
} from "./options.ts";
import { PolicyParser } from "./packed.ts";
import type { Platform } from "./platform.ts";
import { createReports, type ReportsApi } from "./reports.ts";
import { start, type RunningCheck } from "./running.ts";
import { unlessAborted } from "./within.ts";
import type {
  Correction,
  DomainReports,
  Explanation,
  MxMatch,
  PolicyReadings,
  PolicyValidation,
  PreviousPolicy,
  RecordValidation,
  Recording,
  Report,
  ReportStanding,
  ResolverComparison,
} from "./types.ts";

export type { Change, ChangeId, Changes } from "./drift/change.ts";
export { stateOf, type DomainState } from "./drift/state.ts";
export { previousPolicyOf } from "./drift/succession.ts";
export { MtaStsError, type MtaStsErrorCode } from "./error.ts";
export { aboutHelper, helperResolver, type HelperAnnouncement, type HelperOptions } from "./helper.ts";
export type { HostMatcher, PackedFinding, PackedPolicy, PolicyParser } from "./packed.ts";
export { reportsAsCsv, type ReportTable } from "./reports/csv.ts";
export type {
  BytesSource,
  OpenableSource,
  ReadReportOptions,
  ReadReportsOptions,
  ReportProgress,
  ReportSource,
  ReportsApi,
} from "./reports.ts";
export { reportAsMarkdown } from "./show/report-markdown.ts";
export { reportAsText } from "./show/report-text.ts";
export { RESOLVERS, type ResolverName } from "./resolvers.ts";
export type { ModuleSource } from "./module-source.ts";
export type { CheckOptions, CompareOptions } from "./options.ts";
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

/** What a recording does not hold. */
export interface ReplayOptions {
  /** The earlier policy that the check was given: senders may still hold it. */
  previousPolicy?: PreviousPolicy | null | undefined;
}

/** What to find out about a policy text besides its own faults. */
export interface PolicyOptions {
  /** The MX hosts of the domain, U-labels or A-labels: each is matched with the policy (RFC 8461 §4.1). */
  mx?: readonly string[] | undefined;
  /** Also read it as eight senders in use do, each in its own way. Default: false. */
  senders?: boolean | undefined;
  /** Also correct it, where that needs no asking. It takes several times as long. Default: false. */
  correction?: boolean | undefined;
}

/** A policy text validated, and what else was asked of it. */
export interface PolicyVerdict extends PolicyValidation {
  /** Each of the given MX hosts with the pattern that allows it; empty where none were given. */
  mxMatches: MxMatch[];
  /** How senders in use read it; `null` where that was not asked for. */
  senders: PolicyReadings | null;
  /** The corrected text; `null` where that was not asked for, the text is valid, or nothing in it can be mended for certain. */
  correction: Correction | null;
}

/** What to find out about the text of a record besides its own faults. */
export interface RecordOptions {
  /** Also correct it, where that needs no asking. Default: false. */
  correction?: boolean | undefined;
}

/** The text of a record validated, and what else was asked of it. */
export interface RecordVerdict extends RecordValidation {
  /** The corrected text; `null` where that was not asked for, the text is valid, or nothing in it can be mended for certain. */
  correction: Correction | null;
}

/**
 * The functions of the package. Each loads the WebAssembly module by itself. Only `check` and `compareResolvers` send anything;
 * the others need no network once the module is there.
 *
 * All may fail with an {@link MtaStsError}: of code `argument` for an argument of the wrong type, of code `engine` when the
 * module cannot be loaded or breaks down. What else a function may throw is said with it.
 */
export interface Api extends ReportsApi {
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
   * Asks several resolvers what decides about the MTA-STS of a domain (its records, MX and the addresses of the policy host),
   * and says whether they agree, how long each may keep its answer, and which say that DNSSEC validated it. Each is asked
   * everything, also where another has answered. Trouble with a resolver is no error: it is in the answer.
   *
   * ```js
   * // Stands in for the network: one resolver knows the new id already.
   * const answer = (url) => {
   *   const [name, type] = [new URL(url).searchParams.get("name"), 16];
   *   const data = url.includes("google") ? "v=STSv1; id=2" : "v=STSv1; id=1";
   *   return { Status: 0, Answer: name.startsWith("_mta-sts.") ? [{ name, type, TTL: 300, data }] : [] };
   * };
   * const options = { fetch: async (url) => Response.json(answer(url)) };
   * const { agree, sentence, questions } = await compareResolvers("example.com", options);
   * console.log(agree); // false
   * console.log(sentence); // Cloudflare and Google do not agree about the MTA-STS record.
   * console.log(questions[0].answers[1].records[0]); // v=STSv1; id=2
   * ```
   *
   * @throws {MtaStsError} of code `domain` when it is not a mail domain, of code `argument` for wrong options.
   * @throws the signal's reason when it is aborted.
   */
  compareResolvers(domain: string, options?: CompareOptions): Promise<ResolverComparison>;
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
   * const faulty = "version: STSv1\nmode: Enforce\nmax_age: 7d\n";
   * const { correction } = await validatePolicy(faulty, { correction: true });
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
  validateRecord(text: string | Uint8Array, options?: RecordOptions): Promise<RecordVerdict>;
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
   * What has changed since a state was kept, and what follows: the report of a later check of the same domain is held against
   * it, as far as that check could look. `stateOf` says what to keep then.
   *
   * ```js
   * const report = await check("example.com", { previousPolicy: previousPolicyOf(before) });
   * const { changes, isWhole } = await changesBetween(before, report);
   * const next = await stateOf(report, before);
   * ```
   *
   * @throws {MtaStsError} of code `argument` when `before` is no state: `readDomainState` says so beforehand.
   */
  changesBetween(before: DomainState, report: Report): Promise<Changes>;
  /**
   * Reads a state that was kept as JSON, field by field: a state that is one, and nothing else with it, or a sentence about
   * the first field that is wrong.
   *
   * ```js
   * const state = await readDomainState({ checkedAt: 1_800_000_000, outcome: "protected" });
   * console.log(state); // “id” has to be an id or null, and is missing.
   * ```
   */
  readDomainState(value: unknown): Promise<DomainState | string>;
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
  const engine = new Engine(glue, platform.findModule);
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
      const live = new LiveCheck(engine, platform, settings, await policyDomain(domain, settings));
      offer(() => live.recording());
      return live.run((report) => {
        settings.onReport?.(report);
        publish(report);
      });
    });
  }

  async function compareResolvers(domain: string, options: CompareOptions = {}): Promise<ResolverComparison> {
    requireText("compareResolvers", domain);
    const settings = readOptions(options, null);
    const policy = await policyDomain(domain, settings);
    const live = new LiveCheck<ResolverComparison>(engine, platform, settings, policy, beginComparison);
    return live.run(() => {});
  }

  /** The policy domain that a person means, once the module is there. */
  async function policyDomain(domain: string, { signal }: CheckSettings): Promise<string> {
    const read = await unlessAborted(signal ?? new AbortController().signal, () => readDomain(domain));
    if (!read.ok) throw new MtaStsError("domain", read.message);
    return read.domain;
  }

  async function readDomain(input: string): Promise<DomainInput> {
    requireText("readDomain", input);
    return call(() => wasmReadDomain(input));
  }

  async function validatePolicy(text: string | Uint8Array, options: PolicyOptions = {}): Promise<PolicyVerdict> {
    requireObject(options);
    const { mx = [], senders = false, correction = false } = options;
    requireTexts("mx", mx);
    const octets = bytes("validatePolicy", text);
    const validation = await call<PolicyValidation>(() => wasmValidatePolicy(octets));
    const patterns = validation.policy?.mx ?? [];
    const mxMatches = engine.call(() => mx.map((host) => wasmMatchMx([...patterns], host) as MxMatch));
    const hosts = mxMatches.map(({ host }) => host).filter((host) => host !== null);
    const readings = senders ? engine.call(() => wasmReadAsSenders(octets, hosts) as PolicyReadings) : null;
    const corrected = correction ? engine.call(() => wasmCorrectPolicy(octets) as Correction | null) : null;
    return { ...validation, mxMatches, senders: readings, correction: corrected };
  }

  async function validateRecord(text: string | Uint8Array, options: RecordOptions = {}): Promise<RecordVerdict> {
    requireObject(options);
    const octets = bytes("validateRecord", text);
    const validation = await call<RecordValidation>(() => wasmValidateRecord(octets));
    const { correction = false } = options;
    const corrected = correction ? engine.call(() => wasmCorrectRecord(octets) as Correction | null) : null;
    return { ...validation, correction: corrected };
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
    const text = recordingText(recording);
    await engine.init();
    if (previous !== undefined) requirePrevious(engine, previous);
    try {
      return await call(() => wasmReplay(text, previous));
    } catch (error) {
      throw asRecordingError(error);
    }
  }

  async function standing(reports: DomainReports, recording: string | Recording): Promise<ReportStanding> {
    const reported = jsonOf("What reports say about a domain", reports);
    const text = recordingText(recording);
    try {
      return await call(() => wasmStanding(reported, text));
    } catch (error) {
      // The core's sentence about the reports; about the recording it throws an error.
      if (typeof error === "string") throw new MtaStsError("argument", error);
      throw asRecordingError(error);
    }
  }

  async function changesBetween(before: DomainState, report: Report): Promise<Changes> {
    const state = readState(before);
    if (typeof state === "string") throw new MtaStsError("argument", `What is compared with is no state: ${state}`);
    const after = await shownState(report);
    const seen = seenIn(report);
    await engine.init();
    const patterns = state.mx ?? [];
    const isAllowed = (host: string): boolean =>
      engine.call(() => wasmMatchMx([...patterns], host) as MxMatch).matched !== null;
    return { changes: drift(state, after, seen, isAllowed), isWhole: seen.whole };
  }

  async function readDomainState(value: unknown): Promise<DomainState | string> {
    const state = readState(value);
    if (typeof state === "string" || state.mx === null) return state;
    const { invalid } = await matchMx(state.mx, "mail.example");
    return invalid[0] ? `“mx” has “${invalid[0].pattern}” in it, which is no pattern: ${invalid[0].reason}.` : state;
  }

  async function policyParser(): Promise<PolicyParser> {
    await engine.init();
    return new PolicyParser(engine);
  }

  return {
    init,
    check,
    compareResolvers,
    readDomain,
    validatePolicy,
    validateRecord,
    matchMx,
    explain,
    replay,
    standing,
    changesBetween,
    readDomainState,
    policyParser,
    ...createReports(platform.findReportsModule),
  };
}

const recordingText = (recording: string | Recording): string =>
  typeof recording === "string" ? recording : jsonOf("A recording", recording);

/** What the core says of a recording that is none. */
function asRecordingError(error: unknown): unknown {
  if (error instanceof MtaStsError || !(error instanceof Error)) return error;
  return new MtaStsError("recording", error.message, { cause: error });
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
