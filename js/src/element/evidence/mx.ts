/** The mail servers and how the policy matches them. */

import type { MxHost, MxObservation, MxPattern, PolicyObservation } from "../../types.ts";
import { el, type Child } from "../dom.ts";
import { duration } from "../../show/format.ts";
import { text } from "../text.ts";
import { lookYourself } from "./look-yourself.ts";
import { code, emptiness, facts, lookupFacts, raw, type Fact } from "./parts.ts";

/** What DNS says of the host's addresses; nothing where it was not asked. */
function addresses(host: MxHost): Child {
  if (host.addresses.length === 0) return null;
  const alias = host.addresses.flatMap((lookup) => lookup.aliases).at(0);
  const found = host.addresses.flatMap((lookup) => lookup.records.map((record) => record.raw)).join(", ");
  const none = [...new Set(host.addresses.map(emptiness))].filter(Boolean).join(" ");
  return el(
    "span",
    { class: "addresses quiet" },
    alias && `${text.aliasOf} `,
    alias && code(alias.target),
    alias && ", ",
    found === "" ? none : code(found),
  );
}

function row(host: MxHost, hasPolicy: boolean): HTMLElement {
  const match =
    host.matchedBy === null
      ? el("span", { class: hasPolicy ? "no-match" : "quiet" }, hasPolicy ? text.noPattern : text.noMatch)
      : code(host.matchedBy);
  return el(
    "tr",
    null,
    el(
      "td",
      { class: "number" },
      `${host.preference}`,
      el("span", { class: "role quiet" }, host.isBackup ? text.backup : text.primary),
    ),
    el("td", null, code(host.host === "" ? "." : host.host), addresses(host)),
    el("td", null, match),
  );
}

/** A pattern that allows no mail server of the domain has a row too, where a host would stand. */
function unused(pattern: MxPattern): HTMLElement {
  return el(
    "tr",
    { class: "unused", attributes: { "data-unused": pattern } },
    el("td", null, text.noMatch),
    el("td", null, text.unused),
    el("td", null, code(pattern)),
  );
}

function table({ hosts, unusedPatterns }: MxObservation, hasPolicy: boolean): HTMLElement {
  const heads = [text.preference, text.host, text.pattern];
  return el(
    "div",
    { class: "table", attributes: { tabindex: "0", role: "group", "aria-label": text.mxTable } },
    el(
      "table",
      null,
      el("thead", null, el("tr", null, ...heads.map((head) => el("th", { attributes: { scope: "col" } }, head)))),
      el("tbody", null, ...hosts.map((host) => row(host, hasPolicy)), ...unusedPatterns.map(unused)),
    ),
  );
}

export function mxEvidence(observed: MxObservation, policy: PolicyObservation | null): Node[] {
  const { hosts, lookup, routing } = observed;
  const own: Fact[] = [
    [
      text.ownAddresses,
      ...observed.ownAddresses.flatMap((addresses) => addresses.records.map((record) => code(record.raw))),
    ],
  ];
  const left = lookup.records[0]?.ttl ?? null;
  const seen =
    routing === "null-mx"
      ? raw(text.mxTable, [text.nullMx])
      : hosts.length > 0
        ? table(observed, policy?.policy != null)
        : el("p", { class: "quiet" }, emptiness(lookup));
  const kept: Fact = [text.ttlLeft, left === null ? null : duration(left)];
  return [seen, facts([...own, kept, ...lookupFacts(lookup)]), lookYourself(hosts)].filter((part) => part !== null);
}
