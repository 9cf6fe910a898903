/** The text of the policy file, line by line. */

import type { Finding, PolicyObservation } from "../../types.ts";
import { el } from "../dom.ts";
import { duration } from "../../show/format.ts";
import { text } from "../text.ts";
import { code, facts, marked, raw } from "./parts.ts";

/** A policy has a few lines; a wrong file may have thousands. */
const SHOWN = 200;

export function policyEvidence(observed: PolicyObservation | null, located: readonly Finding[]): Node[] {
  if (observed === null) return [el("p", { class: "quiet" }, text.noPolicy)];
  const lines = observed.lines.slice(0, SHOWN).map((line, index) => {
    const here = located.filter((found) => found.location?.line === index + 1);
    const element = marked(line, here);
    element.classList.toggle(
      "is-marked",
      here.some((found) => found.severity !== "note"),
    );
    return element;
  });
  const { policy } = observed;
  return [
    raw(text.policyText, lines, true),
    facts([
      [text.mode, policy && code(policy.mode)],
      [text.maxAge, policy && `${text.seconds(policy.maxAge)} = ${duration(policy.maxAge)}`],
      [text.mx, ...(policy?.mx ?? []).slice(0, 40).map(code)],
      [text.length, text.bytes(observed.bytes)],
    ]),
  ];
}
