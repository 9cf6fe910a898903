/** The TXT records of MTA-STS and TLSRPT. */

import type { Extension, Finding, RecordObservation, TlsrptObservation } from "../../types.ts";
import { el, type Child } from "../dom.ts";
import { duration } from "../../show/format.ts";
import { text } from "../text.ts";
import { foreign, unitsOf } from "../characters.ts";
import { marked } from "./marked.ts";
import { code, emptiness, facts, lookupFacts, raw, type Fact } from "./parts.ts";

function texts(observed: RecordObservation | TlsrptObservation, located: readonly Finding[]): HTMLElement {
  if (observed.texts.length === 0) return el("p", { class: "quiet" }, emptiness(observed.lookup));
  const lines: Child[] = observed.texts.map(({ text: record, role }) =>
    el(
      "span",
      { class: `txt txt-${role}` },
      marked(unitsOf(record), role === "candidate" ? located : []),
      el("small", null, `   ${text.roles[role]}`),
    ),
  );
  return raw(`TXT ${observed.lookup.name}`, lines);
}

/** The data as the resolver spelled it, where that is more than the text in quotes: several strings, or escapes (RFC 1035 §5.1). */
const spelled = ({ lookup, texts }: RecordObservation | TlsrptObservation): Fact => [
  text.spelled,
  ...lookup.records
    .filter((record) => !texts.some((read) => [read.text, `"${read.text}"`].includes(record.raw)))
    .slice(0, 8)
    .map((record) => code(record.raw)),
];

const notAscii = ({ texts }: RecordObservation | TlsrptObservation): Fact => [
  text.notAscii,
  ...foreign(texts.map((record) => unitsOf(record.text))).map(code),
];

/** What both kinds of records are shown with. */
const around = (observed: RecordObservation | TlsrptObservation): Fact[] => [
  spelled(observed),
  notAscii(observed),
  kept(observed),
  elsewhere(observed),
  ...lookupFacts(observed.lookup),
];

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
  return [texts(observed, located), facts([...read, ...around(observed)])];
}

export function tlsrptEvidence(observed: TlsrptObservation, located: readonly Finding[]): Node[] {
  const read: Fact[] = [
    [text.rua, ...(observed.record?.rua ?? []).map(code)],
    ...extensions(observed.record?.extensions),
  ];
  return [texts(observed, located), facts([...read, ...around(observed)])];
}
