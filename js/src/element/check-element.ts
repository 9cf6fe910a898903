/** The custom element: attributes and properties come in, events go out. */

import type { Api } from "../api.ts";
import { MtaStsError } from "../error.ts";
import type { CheckOptions } from "../options.ts";
import type { RunningCheck } from "../running.ts";
import type { PreviousPolicy, Recording, Report } from "../types.ts";
import { unlessAborted } from "../within.ts";
import { isAlike } from "./alike.ts";
import type { Listening, MtaStsCheckEventMap, Problem } from "./events.ts";
import { styleSheets } from "./styles/index.ts";
import { text } from "./text.ts";
import { createView } from "./view.ts";

/** How the element runs a check, beside what has an attribute or a property of its own. */
export type MtaStsCheckOptions = Omit<CheckOptions, "helper" | "signal" | "onReport" | "previousPolicy">;

/** The package on this thread. A page whose checks run elsewhere does not load it. */
const onThisThread = (): Promise<Pick<Api, "check">> => import("../browser.ts");

// Where pages are rendered without a browser there is none; the class is never constructed there.
const Base = (globalThis.HTMLElement ?? class {}) as new () => Listening<MtaStsCheckEventMap> & HTMLElement;

/**
 * `<mta-sts-check>`: checks the MTA-STS of a mail domain and shows each step.
 *
 * ```html
 * <script type="module">
 *   import "mta-sts/element";
 * </script>
 * <mta-sts-check domain="example.com" helper="https://helper.example"></mta-sts-check>
 * ```
 *
 * It checks as soon as it has a domain, and once more when `domain` or `helper` changes; a new check ends the one before,
 * and so does taking the element away. A check begins at the next microtask, so what is set in a row makes for one. A property
 * that is `null` or `undefined` is as good as not set.
 *
 * ```js
 * const element = document.querySelector("mta-sts-check");
 * element.addEventListener("done", ({ detail: report }) => console.log(report.outcome));
 * element.domain = "example.org";
 * ```
 *
 * **Attributes**
 * - `domain`: the mail domain, as people type it: of an e-mail address its domain is taken. What was checked is the `domain` of
 *   the report. Without one the element waits.
 * - `helper`: base URL of the helper that fetches the policy file; empty for the origin of the page. Without the attribute
 *   the policy file stays unseen, and the report says so.
 * - `heading-level`: the level of the headings of its sections, 1 to 6, so that they fit the outline of the page; 2 if it is
 *   missing. What stands inside a section is one or two deeper, at most the sixth.
 *
 * **Events** (they do not bubble)
 * - `report`: `CustomEvent<Report>`, at the start of a check and after every answer.
 * - `done`: `CustomEvent<Report>`, after the last one.
 * - `problem`: `CustomEvent<Problem>`, in place of `done` when the check came to no end: the domain is none, the check was
 *   stopped, or it could not run. A check whose place another takes ends without any event.
 *
 * **Slot**
 * - `after-verdict`: what the page has to say between the verdict and the rest, shown while there is a verdict.
 *
 * **Parts**, for `::part(…)`
 * - `verdict`, `verdict-word`, `verdict-sentence`; `advice`: what to do first
 * - `progress`, `progress-text`, `stop`: how long it runs, or what stood in the way; and the button
 * - `senders`, `card`, `timeline`, `readings`: what senders do
 * - `path`, `station`, `evidence`, `finding`: the steps, what was seen in them and what it means
 * - `asked`: what was asked of whom; `copy`: the buttons that copy
 * - `heading`: every heading
 *
 * **Custom properties**; in brackets the default in light and in dark
 * - `--mta-sts-paper` (#faf7f0, #15171b), `--mta-sts-sheet` (#fffdf8, #1b1e23), `--mta-sts-sunk` (#f2eee3, #101216): the
 *   ground, boxes on it, and boxes of raw text
 * - `--mta-sts-ink` (#1d1c1a, #ece8df), `--mta-sts-ink-soft` (#55524b, #b4afa4): text, and what is less important
 * - `--mta-sts-line` (#d8d2c4, #373b42), `--mta-sts-accent` (#0b4f6c, #8fcbe6): lines; links and buttons
 * - `--mta-sts-passed` (#1c6137, #7fd19b), `--mta-sts-warned` (#7d5200, #f0bf62), `--mta-sts-failed` (#a11b1b, #ff9a8f),
 *   `--mta-sts-unknown` (#5a4789, #c3b1f5): what became of a step
 * - `--mta-sts-mark` (#ffe08a, #6b5310), `--mta-sts-on-mark` (#1d1c1a, #fff3d0): the place that a finding points at
 * - `--mta-sts-serif`, `--mta-sts-sans`, `--mta-sts-mono`: font families of headings, of text, and of what is raw
 * - `--mta-sts-size` (1rem): the size of text; signs and the room between things keep to the `rem` of the page
 * - `--mta-sts-padding` (1rem): the room between its edge and what it shows
 *
 * Light or dark is what the `color-scheme` of the place where it stands says. Everything is in an open shadow tree whose
 * styles are constructed: a Content-Security-Policy needs `'wasm-unsafe-eval'` in `script-src`, and in `connect-src` the
 * place of the WebAssembly module, the resolvers and the helper. It needs no styles, and may require Trusted Types.
 *
 * Where that module cannot be found beside its file, `init(source)` of `mta-sts` says where it is, before the element has a
 * domain. If a second copy of this file is loaded, the first one's element stays: the class that the second exports is not the
 * one that the page uses.
 */
export class MtaStsCheckElement extends Base {
  static readonly observedAttributes: readonly string[] = ["domain", "helper", "heading-level"];

  readonly #root = this.attachShadow({ mode: "open" });
  readonly #view = createView(() => this.stop());
  #run: AbortController | null = null;
  /** A check begins at the next microtask. */
  #isDue = false;
  #report: Report | null = null;
  #checking: RunningCheck | null = null;
  #previousPolicy: PreviousPolicy | null = null;
  #options: MtaStsCheckOptions = {};
  #api: Pick<Api, "check"> | null = null;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = styleSheets(this.ownerDocument);
    this.#root.append(...this.#view.elements);
    // What was set before the element was defined lies on the object and hides the accessor of the same name.
    for (const name of ["api", "previousPolicy", "options", "helper", "headingLevel", "domain", "report"]) {
      if (!Object.hasOwn(this, name)) continue;
      const value: unknown = Reflect.get(this, name);
      Reflect.deleteProperty(this, name);
      // The attributes are told after this constructor, and a new domain takes the report away: so that comes after them.
      if (name !== "report") Reflect.set(this, name, value);
      else if (value) queueMicrotask(() => Reflect.set(this, name, value));
    }
  }

  /** The attribute `domain`; empty without one. */
  get domain(): string {
    return this.getAttribute("domain") ?? "";
  }

  set domain(domain: string | null | undefined) {
    this.#setAttribute("domain", domain);
  }

  /** The attribute `helper`; `null` without one. */
  get helper(): string | null {
    return this.getAttribute("helper");
  }

  set helper(helper: string | null | undefined) {
    this.#setAttribute("helper", helper);
  }

  /** The attribute `heading-level` as a number from 1 to 6; 2 without one or with something else in it. */
  get headingLevel(): number {
    const level = Number(this.getAttribute("heading-level"));
    return [1, 2, 3, 4, 5, 6].includes(level) ? level : 2;
  }

  set headingLevel(level: number | null | undefined) {
    this.#setAttribute("heading-level", level);
  }

  /**
   * A policy that the domain checked next served before. It counts for every check until it is set anew; one that is under way
   * begins again with it.
   */
  get previousPolicy(): PreviousPolicy | null {
    return this.#previousPolicy;
  }

  set previousPolicy(previous: PreviousPolicy | null | undefined) {
    const before = this.#previousPolicy;
    this.#previousPolicy = previous ?? null;
    this.#beginAnew(before, this.#previousPolicy);
  }

  /**
   * Resolvers, timeouts and the like. A check that is under way begins again with them, but may have asked others by then: so
   * set them before `domain`, or leave `domain` out of the markup.
   */
  get options(): MtaStsCheckOptions {
    return this.#options;
  }

  set options(options: MtaStsCheckOptions | null | undefined) {
    const before = this.#options;
    this.#options = options ?? {};
    this.#beginAnew(before, this.#options);
  }

  /**
   * Whose check it runs, such as that of a worker (`remoteApi` of `mta-sts/remote`); `null`: the package on this thread, which
   * is loaded when the element first has a domain and no other `api`. So set it before `domain`, or leave `domain` out of the
   * markup. A check that is under way begins again with it.
   */
  get api(): Pick<Api, "check"> | null {
    return this.#api;
  }

  set api(api: Pick<Api, "check"> | null | undefined) {
    const before = this.#api;
    this.#api = api ?? null;
    if (this.#run !== null && before !== this.#api) this.#checkSoon();
  }

  /**
   * The last report; `null` before the first. Setting it ends the check that runs and shows that report, such as one that
   * `replay` gave; with `null` nothing is shown. For that the element needs no domain. What is no report throws a `TypeError`.
   */
  get report(): Report | null {
    return this.#report;
  }

  set report(report: Report | null | undefined) {
    // First, since it throws for what is no report: then nothing has changed.
    if (report) this.#view.replace(report, this.#previousPolicy, this.headingLevel);
    else this.#view.clear();
    this.#abandon();
    this.#report = report ?? null;
    this.#checking = null;
  }

  /**
   * All that the last check asked and got answered so far, for `replay`; `null` before the first, while nothing was asked, and for
   * a report that was set.
   */
  get recording(): Recording | null {
    return this.#checking?.recording() ?? null;
  }

  /**
   * Checks now, whatever was seen before. It gives the final report, or `null` when the check came to no end, which the
   * event `problem` tells, or when another one took its place.
   */
  async check(): Promise<Report | null> {
    this.#abandon();
    const run = new AbortController();
    this.#run = run;
    // Whoever has a result and asks again wants to see what is there now.
    const fresh = this.#report?.isComplete === true || this.#options.fresh;
    this.#report = null;
    this.#checking = null;
    this.#view.begin(this.#previousPolicy, this.headingLevel);
    const { domain, helper, previousPolicy } = this;
    const { signal } = run;
    const onReport = (report: Report): void => {
      // An answer that was already on its way when the run ended must not be shown in the next one's place.
      if (signal.aborted) return;
      this.#report = report;
      this.#view.show(report);
      this.#tell("report", report);
    };
    const options = { ...this.#options, helper, fresh, previousPolicy, signal, onReport };
    const ended = await this.#begin(run, domain, options).catch((error: unknown) => problem(error, signal));
    if (this.#run !== run) return null;
    this.#run = null;
    if ("kind" in ended) {
      this.#view.end(ended);
      this.#tell("problem", ended);
      return null;
    }
    this.#report = ended;
    this.#view.end(null);
    this.#tell("done", ended);
    return ended;
  }

  async #begin(run: AbortController, domain: string, options: CheckOptions): Promise<Report> {
    const api = this.#api ?? (await unlessAborted(run.signal, onThisThread));
    const checking = api.check(domain, options);
    if (this.#run === run) this.#checking = checking;
    return checking;
  }

  /** Ends the check that runs. What has arrived stays. */
  stop(): void {
    this.#isDue = false;
    this.#run?.abort();
  }

  connectedCallback(): void {
    // A report that was set, or that the element had before it was moved, stays.
    if (!this.#report?.isComplete) this.#checkSoon();
  }

  disconnectedCallback(): void {
    this.#abandon();
  }

  /** Moved by `moveBefore`, it was never away: its check goes on. */
  connectedMoveCallback(): void {}

  adoptedCallback(): void {
    this.#root.adoptedStyleSheets = styleSheets(this.ownerDocument);
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    if (name === "heading-level") {
      if (this.#report?.isComplete) this.#view.replace(this.#report, this.#previousPolicy, this.headingLevel);
      return;
    }
    // What was shown is about another domain; and put back, it would look as if it were about this helper.
    if (name === "domain" || !this.isConnected) this.report = null;
    if (this.isConnected) this.#checkSoon();
  }

  /** Frameworks give `null` or `undefined` for what is not there. */
  #setAttribute(name: string, value: string | number | null | undefined): void {
    if (value === null || value === undefined) this.removeAttribute(name);
    else this.setAttribute(name, String(value));
  }

  /** Lets a check that runs give way to one with what has just been set. One that is due finds it anyway. */
  #beginAnew(before: unknown, now: unknown): void {
    if (this.#run !== null && !isAlike(before, now)) this.#checkSoon();
  }

  /** Lets the check begin at the next microtask, so that several changes in a row make for one check. */
  #checkSoon(): void {
    this.#abandon();
    if (this.domain === "") return;
    this.#isDue = true;
    queueMicrotask(() => {
      if (this.#isDue) void this.check();
    });
  }

  /** Ends what runs without a word, because something else takes its place. */
  #abandon(): void {
    this.#isDue = false;
    if (this.#run === null) return;
    this.#run.abort();
    this.#run = null;
    this.#view.end(null);
  }

  #tell<K extends "report" | "done" | "problem">(type: K, detail: MtaStsCheckEventMap[K]["detail"]): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function problem(error: unknown, signal: AbortSignal): Problem {
  if (signal.aborted) return { kind: "stopped", message: text.stopped };
  if (error instanceof MtaStsError && error.code !== "engine") return { kind: "input", message: error.message };
  return { kind: "failed", message: text.failed(error) };
}
