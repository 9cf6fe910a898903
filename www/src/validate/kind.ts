/** Whether the text is a policy file or a TXT record: seen by its beginning, until the reader says it. */

import { byId } from "../dom.ts";

export type Kind = "policy" | "record";

const radios = {
  policy: byId("validate-policy", HTMLInputElement),
  record: byId("validate-record", HTMLInputElement),
};
let isChosen = false;

export const currentKind = (): Kind => (radios.record.checked ? "record" : "policy");

/** Both kinds of records begin with `v=` (RFC 8461 §3.1, RFC 8460 §3); `dig` puts quotes around them. */
export function seeKind(octets: Uint8Array): void {
  if (octets.length === 0) isChosen = false;
  if (isChosen) return;
  const beginning = new TextDecoder().decode(octets.subarray(0, 64));
  radios[/^[\s"]*v\s*=/i.test(beginning) ? "record" : "policy"].checked = true;
}

/** Lets the beginning of the text decide again. */
export function forgetKind(): void {
  isChosen = false;
}

export function onKind(change: () => void): void {
  for (const radio of Object.values(radios)) {
    radio.addEventListener("change", () => {
      isChosen = true;
      change();
    });
  }
}
