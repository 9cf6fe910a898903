/** What all kinds of evidence are made of: facts, raw blocks, lookups. */

import type { Finding, Lookup } from "../../types.ts";
import { el, type Child } from "../dom.ts";
import { duration, elapsed } from "../../show/format.ts";
import { text } from "../text.ts";

export type Fact = readonly [term: string, ...values: Child[]];

/** Terms and values; a fact without values is left out. */
export function facts(list: readonly Fact[]): HTMLElement {
  const rows = list
    .map(([term, ...values]) => ({ term, values: values.filter(Boolean) }))
    .filter(({ values }) => values.length > 0)
    .map(({ term, values }) => el("div", null, el("dt", null, term), ...values.map((value) => el("dd", null, value))));
  return el("dl", { class: "facts" }, ...rows);
}

export const code = (raw: string): HTMLElement => el("code", null, raw);

/** Raw lines in a box that scrolls by itself, also by keyboard. */
export function raw(label: string, lines: readonly Child[], isNumbered = false): HTMLElement {
  const kind = isNumbered ? "raw is-numbered" : "raw";
  return el(
    "div",
    { class: kind, part: "evidence", attributes: { tabindex: "0", role: "group", "aria-label": label } },
    ...lines.map((line) => el("div", { class: "raw-line" }, el("code", null, line))),
  );
}

/** A line of text in which the places that findings point at are marked. */
export function marked(line: string, found: readonly Finding[]): HTMLElement {
  const element = el("span", null);
  let at = 0;
  for (const { location } of found) {
    if (!location || location.text === "") continue;
    const piece = location.text.replace(/…$/, "");
    const start = line.indexOf(piece, at);
    if (start < 0) continue;
    element.append(line.slice(at, start), el("mark", null, piece));
    at = start + piece.length;
  }
  element.append(line.slice(at));
  return element;
}

/** What became of a DNS question, but for its records. */
export function lookupFacts(lookup: Lookup): Fact[] {
  const { resolver } = lookup;
  const isTold = lookup.tries.length > 1 || lookup.state === "failed";
  return [
    [text.asked, code(`${lookup.recordType} ${lookup.name}`)],
    [text.answeredBy, resolver],
    [
      text.dnssec,
      resolver !== null &&
        lookup.state !== "bogus" &&
        (lookup.authenticated ? text.validated(resolver) : text.notValidated(resolver)),
    ],
    [text.alias, ...lookup.aliases.map((alias) => code(`${alias.name} → ${alias.target}${ttl(alias.ttl)}`))],
    [
      text.tries,
      ...(isTold
        ? lookup.tries.map(
            (tried) =>
              `${tried.resolver} ${tried.checkingDisabled ? `${text.checkingOff} ` : ""}${tried.result}, ${elapsed(tried.elapsedMs)}`,
          )
        : []),
    ],
    [text.resolverSays, lookup.comment],
  ];
}

/** What a lookup without records comes to, in words; empty when it has some. */
export const emptiness = (lookup: Lookup): string => text.noRecords[lookup.state];

export function ttl(seconds: number | null): string {
  return seconds === null ? "" : `   (${text.ttl(duration(seconds))})`;
}
