/** The core's findings as marks of the editor. */

import type { Diagnostic } from "@codemirror/lint";

import { visible } from "../../../js/src/show/visible.ts";
import type { Finding, Location } from "../../../js/src/browser.ts";
import { sentence } from "./sentence.ts";
import { positions } from "./decoded.ts";

/** A mark that knows its finding. */
export interface Mark extends Diagnostic {
  finding: Finding;
}

/** From where to where in the shown text a place goes. */
export function spanOf(octets: Uint8Array, { byteStart, byteEnd }: Location): { from: number; to: number } {
  const [from = 0, to = 0] = positions(octets, [byteStart, byteEnd]);
  return { from, to };
}

/** A mark for each finding that has a place. */
export function marksFor(findings: readonly Finding[], octets: Uint8Array): Mark[] {
  const places = findings.flatMap(({ location }) => (location === null ? [] : [location.byteStart, location.byteEnd]));
  const sorted = places.toSorted((a, b) => a - b);
  const at = new Map(positions(octets, sorted).map((position, index) => [sorted[index], position]));
  return findings.flatMap((finding) => {
    const { location, severity, saw, fix } = finding;
    if (location === null) return [];
    return {
      finding,
      from: at.get(location.byteStart) ?? 0,
      to: at.get(location.byteEnd) ?? 0,
      severity: severity === "note" ? ("info" as const) : severity,
      message: visible(saw),
      renderMessage: () => {
        const box = document.createElement("div");
        const todo = document.createElement("p");
        box.append(...sentence(saw), todo);
        todo.append(...sentence(fix));
        return box;
      },
    };
  });
}
