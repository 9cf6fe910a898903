/** The TXT records of MTA-STS and TLSRPT. */

import type { Extension, Finding, RecordObservation, TlsrptObservation } from "../../types.ts";
import { el, type Child } from "../dom.ts";
import { duration } from "../../show/format.ts";
import { text } from "../text.ts";
import { code, emptiness, facts, lookupFacts, marked, raw, type Fact } from "./parts.ts";

function texts(observed: RecordObservation | TlsrptObservation, located: readonly Finding[]): HTMLElement {
  if (observed.texts.length === 0) return el("p", { class: "quiet" }, emptiness(observed.lookup));
  const lines: Child[] = observed.texts.map(({ text: record, role }) =>
    el(
      "span",
      { class: `txt txt-${role}` },
      role === "candidate" ? marked(record, located) : record,
      el("small", null, `   ${text.roles[role]}`),
    ),
  );
  return raw(`TXT ${observed.lookup.name}`, lines);
}

/** How long the resolver may still keep the record: what is left, not what the zone says. */
function kept(observed: RecordObservation | TlsrptObservation): Fact {
  const left = observed.lookup.records[0]?.ttl ?? null;
  return [text.ttlLeft, left === null ? null : duration(left)];
}

const extensions = (list: readonly Extension[] | undefined): Fact[] =>
  (list ?? []).map(({ name, value }) => [text.extension, code(`${name}=${value}`)] as const);

/** Where else a missing record was looked for, with what stands there. */
const elsewhere = (observed: RecordObservation | TlsrptObservation): Fact => [
  text.alsoLookedAt,
  ...observed.elsewhere.flatMap(({ lookup }) => [
    el(
      "span",
      null,
      code(lookup.name),
      ` ${lookup.records.length > 0 ? text.foundThere(lookup.records.length) : emptiness(lookup)}`,
    ),
    ...lookup.records.slice(0, 4).map((record) => code(record.raw)),
  ]),
];

export function recordEvidence(observed: RecordObservation, located: readonly Finding[]): Node[] {
  const read: Fact[] = [
    [text.id, observed.record && code(observed.record.id)],
    ...extensions(observed.record?.extensions),
  ];
  return [
    texts(observed, located),
    facts([...read, kept(observed), elsewhere(observed), ...lookupFacts(observed.lookup)]),
  ];
}

export function tlsrptEvidence(observed: TlsrptObservation, located: readonly Finding[]): Node[] {
  const read: Fact[] = [
    [text.rua, ...(observed.record?.rua ?? []).map(code)],
    ...extensions(observed.record?.extensions),
  ];
  return [
    texts(observed, located),
    facts([...read, kept(observed), elsewhere(observed), ...lookupFacts(observed.lookup)]),
  ];
}
