/** A stand-in for `<mta-sts-validation>`: it validates, and shows nothing. */

import type { Api, PolicyVerdict } from "./api.ts";
import type { Location, RecordValidation } from "./types.ts";

interface Events extends HTMLElementEventMap {
  validated: CustomEvent<PolicyVerdict | RecordValidation>;
  correct: CustomEvent<string>;
  locate: CustomEvent<Location>;
}

interface Listening {
  addEventListener<K extends keyof Events>(type: K, listener: (event: Events[K]) => unknown): void;
}

const Base = (globalThis.HTMLElement ?? class {}) as new () => Listening & HTMLElement;

export class MtaStsValidationElement extends Base {
  api: Pick<Api, "validatePolicy" | "validateRecord"> | null = null;
  kind: "policy" | "record" = "policy";
  mx: readonly string[] = [];
  headingLevel = 2;
  #text: string | Uint8Array | null = null;
  #newest = 0;

  get text(): string | Uint8Array | null {
    return this.#text;
  }

  set text(text: string | Uint8Array | null) {
    this.#text = text;
    const mine = (this.#newest += 1);
    if (text === null || this.api === null) return;
    const { api, mx } = this;
    const validation =
      this.kind === "policy" ? api.validatePolicy(text, { mx, senders: true }) : api.validateRecord(text);
    void validation.then((detail) => {
      if (mine === this.#newest) this.dispatchEvent(new CustomEvent("validated", { detail }));
    });
  }
}

globalThis.customElements?.define("mta-sts-validation", MtaStsValidationElement);
