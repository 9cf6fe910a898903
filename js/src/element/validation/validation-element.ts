/** The custom element: a text comes in, what it comes to is shown and told. */

import type { Api } from "../../api.ts";
import { MtaStsError } from "../../error.ts";
import { isAlike } from "../alike.ts";
import type { Listening, Problem } from "../events.ts";
import { styleSheets } from "../styles/index.ts";
import { text as words } from "../text.ts";
import type { MtaStsValidationEventMap, Validation } from "./events.ts";
import { createValidationView } from "./view.ts";

/** What kind of text it is: the one of a policy file, or that of a TXT record (its strings joined). */
export type TextKind = "policy" | "record";

/** What the element asks: these two functions of the package, here or in a worker. */
export type ValidationApi = Pick<Api, "validatePolicy" | "validateRecord">;

// Where pages are rendered without a browser there is none; the class is never constructed there.
const Base = (globalThis.HTMLElement ?? class {}) as new () => Listening<MtaStsValidationEventMap> & HTMLElement;

/** Senders need not read more of a policy file (RFC 8461 §3.3). */
const LONGEST = 65_536;

/**
 * `<mta-sts-validation>`: shows what the text of a policy file or of a TXT record comes to. It needs no network, and has no
 * editor in it: the page brings one.
 *
 * ```html
 * <script type="module">
 *   import "mta-sts/validation";
 * </script>
 * <textarea></textarea>
 * <mta-sts-validation></mta-sts-validation>
 * ```
 *
 * It validates at the next microtask after something was set, so what is set in a row makes for one validation. Of several texts
 * the newest counts: what an older one came to is dropped. A property that is `null` or `undefined` is as good as not set.
 *
 * ```js
 * const editor = document.querySelector("textarea");
 * const element = document.querySelector("mta-sts-validation");
 * editor.addEventListener("input", () => (element.text = editor.value));
 * element.addEventListener("correct", ({ detail }) => (element.text = editor.value = detail));
 * ```
 *
 * **Attributes**
 * - `kind`: `policy` for the text of a policy file, which it is without the attribute, or `record` for that of a TXT record.
 * - `heading-level`: the level of its headings, 1 to 6, so that they fit the outline of the page; 2 if it is missing.
 *
 * **Events** (they do not bubble)
 * - `validated`: `CustomEvent<PolicyVerdict | RecordValidation>`, whenever the newest text has been validated. Every finding has its
 *   place in the text, for an editor to underline.
 * - `correct`: `CustomEvent<string>`, when the reader wants the corrected text. The page puts it into its editor.
 * - `locate`: `CustomEvent<Location>`, when the reader wants to see a place in the text.
 * - `problem`: `CustomEvent<Problem>`, when the newest text could not be validated: it is too long, a host is none, or the
 *   WebAssembly module could not be loaded. The element shows the sentence.
 *
 * **Parts**, for `::part(…)`
 * - `verdict`, `verdict-word`, `verdict-sentence`
 * - `finding`, `place`: what to know about the text, and the buttons that lead to a place in it
 * - `correction`, `evidence`, `use-correction`: the corrected text, the box that compares it, and the button
 * - `contents`, `matches`, `readings`: what the text says, which mail servers it allows, and how named senders read it
 * - `heading`: every heading
 *
 * **Custom properties**, and what a Content-Security-Policy needs, are those of `<mta-sts-check>`, but that it asks nobody.
 */
export class MtaStsValidationElement extends Base {
  static readonly observedAttributes: readonly string[] = ["kind", "heading-level"];

  readonly #root = this.attachShadow({ mode: "open" });
  readonly #view = createValidationView(
    (location) => this.#tell("locate", location),
    (corrected) => this.#tell("correct", corrected),
  );
  /** A validation begins at the next microtask. */
  #isDue = false;
  /** Which validation is the newest. */
  #turn = 0;
  #text: string | Uint8Array | null = null;
  #mx: readonly string[] = [];
  #api: ValidationApi | null = null;
  #validation: Validation | null = null;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = styleSheets(this.ownerDocument);
    this.#root.append(...this.#view.elements);
    // What was set before the element was defined lies on the object and hides the accessor of the same name.
    for (const name of ["api", "mx", "kind", "headingLevel", "text"]) {
      if (!Object.hasOwn(this, name)) continue;
      const value: unknown = Reflect.get(this, name);
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
  }

  /**
   * The text, or better its bytes: a byte-order mark and what is not UTF-8 are lost in a string. `null` for none, and then
   * nothing is shown; an empty text is a text.
   */
  get text(): string | Uint8Array | null {
    return this.#text;
  }

  set text(text: string | Uint8Array | null | undefined) {
    const isSame = typeof text === "string" && text === this.#text;
    this.#text = text ?? null;
    if (!isSame) this.#validateSoon();
  }

  /** The attribute `kind`; `policy` without one or with something else in it. */
  get kind(): TextKind {
    return this.getAttribute("kind") === "record" ? "record" : "policy";
  }

  set kind(kind: TextKind | null | undefined) {
    this.#setAttribute("kind", kind);
  }

  /** The MX hosts of the domain, U-labels or A-labels: each is shown with the pattern of the policy that allows it. */
  get mx(): readonly string[] {
    return this.#mx;
  }

  set mx(mx: readonly string[] | null | undefined) {
    const before = this.#mx;
    this.#mx = mx ?? [];
    if (!isAlike(before, this.#mx)) this.#validateSoon();
  }

  /** The attribute `heading-level` as a number from 1 to 6; 2 without one or with something else in it. */
  get headingLevel(): number {
    const level = Number(this.getAttribute("heading-level"));
    return [1, 2, 3, 4, 5, 6].includes(level) ? level : 2;
  }

  set headingLevel(level: number | null | undefined) {
    this.#setAttribute("heading-level", level);
  }

  /** Who validates; `null` for this package on the thread of the page. It is loaded with the first text. */
  get api(): ValidationApi | null {
    return this.#api;
  }

  set api(api: ValidationApi | null | undefined) {
    const before = this.#api;
    this.#api = api ?? null;
    if (this.#api !== before) this.#validateSoon();
  }

  /** What the newest text came to; `null` until that is known. */
  get validation(): Validation | null {
    return this.#validation;
  }

  connectedCallback(): void {
    this.#validateSoon();
  }

  disconnectedCallback(): void {
    this.#turn += 1;
  }

  /** Moved by `moveBefore`, it was never away. */
  connectedMoveCallback(): void {}

  adoptedCallback(): void {
    this.#root.adoptedStyleSheets = styleSheets(this.ownerDocument);
  }

  attributeChangedCallback(_: string, before: string | null, after: string | null): void {
    if (before !== after) this.#validateSoon();
  }

  /** Frameworks give `null` or `undefined` for what is not there. */
  #setAttribute(name: string, value: string | number | null | undefined): void {
    if (value === null || value === undefined) this.removeAttribute(name);
    else this.setAttribute(name, String(value));
  }

  #validateSoon(): void {
    // From now on, an answer that is under way is one to an older text.
    this.#turn += 1;
    this.#validation = null;
    if (this.#isDue || !this.isConnected) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      if (this.isConnected) void this.#validate();
    });
  }

  async #validate(): Promise<void> {
    const [turn, text, mx, kind] = [this.#turn, this.#text, this.#mx, this.kind];
    if (text === null) return this.#view.clear();
    // No character takes less than a byte.
    if (text.length > LONGEST) return this.#refuse({ kind: "input", message: words.tooLong(LONGEST) });
    const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
    try {
      const api = this.#api ?? (await import("../../browser.ts"));
      const validation =
        kind === "record"
          ? await api.validateRecord(bytes, { correction: true })
          : await api.validatePolicy(bytes, { mx, senders: true, correction: true });
      if (turn !== this.#turn) return;
      this.#validation = validation;
      this.#view.show(validation, { bytes, mx }, this.headingLevel);
      this.#tell("validated", validation);
    } catch (error) {
      if (turn === this.#turn) this.#refuse(problem(error));
    }
  }

  #refuse(found: Problem): void {
    this.#view.refuse(found.message);
    this.#tell("problem", found);
  }

  #tell<K extends "validated" | "correct" | "locate" | "problem">(
    type: K,
    detail: MtaStsValidationEventMap[K]["detail"],
  ): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function problem(error: unknown): Problem {
  if (error instanceof MtaStsError && error.code !== "engine") return { kind: "input", message: error.message };
  return { kind: "failed", message: words.couldNotValidate(error) };
}
