/** The text of the policy file, line by line. */

import type { Unit } from "../../show/visible.ts";
import type { FetchObservation, Finding, PolicyObservation } from "../../types.ts";
import { el } from "../dom.ts";
import { duration } from "../../show/format.ts";
import { text } from "../text.ts";
import { foreign, unitsOf } from "../characters.ts";
import { marked } from "./marked.ts";
import { bytesOf, lineUnits } from "./octets.ts";
import { code, facts, raw } from "./parts.ts";

/** A policy has a few lines; a wrong file may have thousands. */
const SHOWN = 200;

/**
 * The lines that were read, character by character: from the bytes of the response, where they are these lines; else from
 * what the core shows of them.
 */
function linesOf(observed: PolicyObservation, fetch: FetchObservation): Unit[][] {
  const body = fetch.evidence?.response?.body;
  const read = body === undefined ? [] : lineUnits(bytesOf(body), SHOWN);
  return observed.lines.slice(0, SHOWN).map((line, index) => {
    const units = read[index] ?? [];
    const shown = units.map((unit) => unit.shown).join("");
    return shown.replace(/\\r$/, "") === line ? units : unitsOf(line);
  });
}

export function policyEvidence(
  observed: PolicyObservation | null,
  fetch: FetchObservation,
  located: readonly Finding[],
): Node[] {
  if (observed === null) return [el("p", { class: "quiet" }, text.noPolicy)];
  const lines = linesOf(observed, fetch);
  const { policy } = observed;
  const hidden = observed.lines.length - lines.length;
  return [
    raw(
      text.policyText,
      lines.map((line, index) =>
        marked(
          line,
          located.filter(({ location }) => location?.line === index + 1),
        ),
      ),
      true,
    ),
    facts([
      [text.mode, policy && code(policy.mode)],
      [text.maxAge, policy && `${text.seconds(policy.maxAge)} = ${duration(policy.maxAge)}`],
      [text.mx, ...(policy?.mx ?? []).slice(0, 40).map(code)],
      [text.notAscii, ...foreign(lines).map(code)],
      [text.length, text.bytes(observed.bytes)],
      [text.notShown, hidden > 0 && text.moreLines(hidden)],
    ]),
  ];
}
