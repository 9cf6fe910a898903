/** What all kinds of evidence are made of: facts, raw blocks, lookups. */

import type { Lookup, LookupTry } from "../../types.ts";
import { el, type Child } from "../dom.ts";
import { duration, elapsed } from "../../show/format.ts";
import { visible } from "../../show/visible.ts";
import { text } from "../text.ts";
import { pieces, unitsOf } from "../characters.ts";
import { marked } from "./marked.ts";

export type Fact = readonly [term: string, ...values: Child[]];

/** Terms and values; a fact without values is left out. */
export function facts(list: readonly Fact[]): HTMLElement {
  const rows = list
    .map(([term, ...values]) => ({ term, values: values.filter(Boolean) }))
    .filter(({ values }) => values.length > 0)
    .map(({ term, values }) => el("div", null, el("dt", null, term), ...values.map((value) => el("dd", null, value))));
  return el("dl", { class: "facts" }, ...rows);
}

export const code = (raw: string): HTMLElement => el("code", null, ...pieces(unitsOf(visible(raw))));

const plain = (line: Child): Child => (typeof line === "string" ? marked(unitsOf(visible(line)), []) : line);

/** Raw lines in a box that scrolls by itself, also by keyboard. */
export function raw(label: string, lines: readonly Child[], isNumbered = false): HTMLElement {
  const kind = isNumbered ? "raw is-numbered" : "raw";
  return el(
    "div",
    { class: kind, part: "evidence", attributes: { tabindex: "0", role: "group", "aria-label": label } },
    ...lines.map((line) => el("div", { class: "raw-line" }, el("code", null, plain(line)))),
  );
}

/** The way from the name that was asked for over its aliases, each with what its TTL has left. */
export function chain({ aliases, recordType }: Lookup): HTMLElement | null {
  const last = aliases.at(-1);
  if (last === undefined) return null;
  return el(
    "ol",
    { class: "chain" },
    ...aliases.map(({ name, ttl }) =>
      el(
        "li",
        null,
        code(name),
        " ",
        el("span", { class: "quiet" }, text.isAlias(ttl === null ? null : duration(ttl))),
      ),
    ),
    el("li", null, code(last.target), " ", el("span", { class: "quiet" }, recordType)),
  );
}

/** What became of a DNS question, but for its records. */
export function lookupFacts(lookup: Lookup): Fact[] {
  const { resolver } = lookup;
  const isTold = lookup.tries.length > 1 || lookup.state === "failed";
  return [
    [text.asked, code(`${lookup.recordType} ${lookup.name}`)],
    [text.answeredBy, resolver && text.inTime(resolver, elapsed(lookup.elapsedMs))],
    [
      text.dnssec,
      resolver !== null &&
        lookup.state !== "bogus" &&
        (lookup.authenticated ? text.validated(resolver) : text.notValidated(resolver)),
    ],
    [text.alias, chain(lookup)],
    [text.tries, ...(isTold ? lookup.tries.map(tried) : [])],
    [text.resolverSays, lookup.comment],
  ];
}

const tried = ({ resolver, checkingDisabled, result, elapsedMs }: LookupTry): string =>
  `${resolver} ${checkingDisabled ? `${text.checkingOff} ` : ""}${result}, ${elapsed(elapsedMs)}`;

/** What a lookup without records comes to, in words; empty when it has some. */
export const emptiness = (lookup: Lookup): string => text.noRecords[lookup.state];
