/**
 * A check, or a comparison of resolvers, in progress: sends its requests all at once, hands in the answers as they come,
 * reports after each.
 */

import { CheckRun, refuseAddress } from "../pkg/mta_sts.js";
import type { Engine } from "./engine.ts";
import { MtaStsError } from "./error.ts";
import type { CheckSettings } from "./options.ts";
import type { Platform } from "./platform.ts";
import { get, wordsOf, type Answer, type Request, type Sending } from "./request.ts";
import type { Recording, Report } from "./types.ts";
import { unlessAborted, within } from "./within.ts";

/** The longest wait for one DNS answer. */
const DNS_TIMEOUT_MS = 5_000;
/** The longest wait for the policy file: a helper gives a policy host 20 seconds. */
const POLICY_TIMEOUT_MS = 25_000;

/** Begins, in the present instance of the module, what is then run. */
type Begin = (domain: string, settings: CheckSettings) => CheckRun;

const beginCheck: Begin = (domain, { now, resolvers, previousPolicy }) =>
  new CheckRun(domain, now, JSON.stringify(resolvers), previousPolicy);

export const beginComparison: Begin = (domain, { now, resolvers }) =>
  CheckRun.comparing(domain, now, JSON.stringify(resolvers));

/** Runs one check of `domain`, or what else begins as one and reports as `Result`. */
export class LiveCheck<Result = Report> {
  readonly #engine: Engine;
  readonly #platform: Platform;
  readonly #settings: CheckSettings;
  readonly #domain: string;
  readonly #begin: Begin;
  readonly #over = new AbortController();
  /** Ends all requests: by the caller's signal, or because the check is over. */
  readonly #signal: AbortSignal;
  /** What was handed in, in order: with it the check goes on in a fresh instance of the module. */
  readonly #answers: [id: string, answer: Answer][] = [];
  readonly #sent = new Set<string>();
  #run: CheckRun | null = null;
  #generation = 0;

  /** @throws {MtaStsError} of code `argument` when the core does not take the settings. */
  constructor(engine: Engine, platform: Platform, settings: CheckSettings, domain: string, begin: Begin = beginCheck) {
    this.#engine = engine;
    this.#platform = platform;
    this.#settings = settings;
    this.#domain = domain;
    this.#begin = begin;
    this.#signal = AbortSignal.any([this.#over.signal, ...(settings.signal ? [settings.signal] : [])]);
    beginning(() => this.#with(() => {}));
  }

  /** Runs it to its end; gives the final report. Call it once. */
  async run(publish: (report: Result) => void): Promise<Result> {
    try {
      return await unlessAborted(this.#signal, () => new Promise((...ends) => this.#advance(publish, ...ends)));
    } finally {
      this.#over.abort();
      this.#release();
    }
  }

  /** All that was asked and answered so far. */
  recording(): Recording {
    try {
      return this.#with((run) => run.recording() as Recording);
    } finally {
      if (this.#over.signal.aborted) this.#release();
    }
  }

  /** Sends what is open and was not sent, then reports. */
  #advance(
    publish: (report: Result) => void,
    resolve: (report: Result) => void,
    reject: (reason: unknown) => void,
  ): void {
    const fail = (error: unknown): void => {
      reject(error);
      // At once, so that no answer that is there already goes on with it.
      this.#over.abort(error);
    };
    try {
      const open = this.#with((run) => run.requests() as Request[]);
      for (const request of open.filter(({ id }) => !this.#sent.has(id))) {
        this.#sent.add(request.id);
        this.#send(request)
          .then((answer) => {
            // A check that is over takes no more answers.
            if (this.#signal.aborted) return;
            this.#with((run) => handIn(run, request.id, answer));
            this.#answers.push([request.id, answer]);
            this.#advance(publish, resolve, reject);
          })
          .catch(fail);
      }
      const report = this.#with((run) => run.report() as Result);
      publish(report);
      if (this.#sent.size === this.#answers.length) resolve(report);
    } catch (error) {
      fail(error);
    }
  }

  /** Uses the check in the present instance of the module; where that is a fresh one, the answers make the check again. */
  #with<T>(use: (run: CheckRun) => T): T {
    return this.#engine.call(() => {
      if (this.#run === null || this.#generation !== this.#engine.generation) {
        const run = this.#begin(this.#domain, this.#settings);
        for (const [id, answer] of this.#answers) handIn(run, id, answer);
        this.#run = run;
        this.#generation = this.#engine.generation;
      }
      return use(this.#run);
    });
  }

  /** Gives the memory of the check back; that of an instance that is gone went with it. */
  #release(): void {
    if (this.#generation === this.#engine.generation) this.#run?.free();
    this.#run = null;
  }

  async #send(request: Request): Promise<Answer> {
    const { url } = request;
    return url === null ? this.#fetchPolicy(request) : get({ ...request, url }, this.#sending(DNS_TIMEOUT_MS));
  }

  async #fetchPolicy(request: Request): Promise<Answer> {
    const { helper, fresh, policyText } = this.#settings;
    if (policyText !== undefined) return { given: policyText, elapsedMs: 0 };
    if (helper === null) return { reason: "no-helper", detail: "", elapsedMs: 0 };
    const sending = this.#sending(POLICY_TIMEOUT_MS);
    if (helper !== "direct") {
      const query = new URLSearchParams({ domain: this.#domain, ...(fresh && { fresh: "1" }) });
      const url = `${helper}/v1/policy?${query}`;
      return get({ ...request, url }, sending);
    }
    return this.#fetchDirectly(sending);
  }

  /** The fetch has deadlines of its own, which say something of the policy host; the caller's limit does not. */
  async #fetchDirectly({ fetch, signal, timeoutMs }: Sending): Promise<Answer> {
    const started = performance.now();
    const refuse = (address: string): string | undefined => this.#engine.call(() => refuseAddress(address));
    try {
      const evidence = await within(timeoutMs, signal, (either) =>
        this.#platform.fetchPolicy(this.#domain, { fetch, signal: either, refuseAddress: refuse }),
      );
      const body = new TextEncoder().encode(JSON.stringify(evidence));
      return { status: 200, body, age: 0, elapsedMs: performance.now() - started };
    } catch (error) {
      signal.throwIfAborted();
      return { reason: "not-fetched", detail: wordsOf(error), elapsedMs: performance.now() - started };
    }
  }

  #sending(timeoutMs: number): Sending {
    return {
      fetch: this.#settings.fetch,
      init: this.#platform.requestInit,
      signal: this.#signal,
      timeoutMs: this.#settings.timeoutMs ?? timeoutMs,
    };
  }
}

/**
 * Lets the core read an earlier policy, given as JSON, as it does when a check begins with it.
 *
 * @throws {MtaStsError} of code `argument` when it is none.
 */
export function requirePrevious(engine: Engine, previousPolicy: string): void {
  beginning(() => engine.call(() => new CheckRun("example.com", 0, "[]", previousPolicy).free()));
}

/** What the core does not take when a check begins is a wrong argument. */
function beginning(begin: () => void): void {
  try {
    begin();
  } catch (error) {
    if (error instanceof MtaStsError || !(error instanceof Error)) throw error;
    throw new MtaStsError("argument", error.message, { cause: error });
  }
}

function handIn(run: CheckRun, id: string, answer: Answer): void {
  if ("reason" in answer) run.fail(id, answer.reason, answer.detail, answer.elapsedMs);
  else if ("given" in answer) run.give(id, answer.given, answer.elapsedMs);
  else run.answer(id, answer.status, answer.body, answer.age, answer.elapsedMs);
}
