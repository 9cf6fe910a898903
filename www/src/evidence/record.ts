/** The TXT records of MTA-STS and TLSRPT. */

import type { Extension, Finding, RecordObservation, TlsrptObservation } from "../../../js/src/browser.ts";
import { el, type Child } from "../dom.ts";
import { text } from "../text.ts";
import { code, emptiness, facts, lookupFacts, marked, raw, ttl, type Fact } from "./parts.ts";

function texts(observed: RecordObservation | TlsrptObservation, located: readonly Finding[]): HTMLElement {
  if (observed.texts.length === 0) return el("p", { class: "quiet" }, emptiness(observed.lookup));
  const left = observed.lookup.records[0]?.ttl ?? null;
  const lines: Child[] = observed.texts.map(({ text: record, role }) =>
    el(
      "span",
      { class: `txt txt-${role}` },
      role === "candidate" ? marked(record, located) : record,
      el("small", null, `   ${text.roles[role]}`),
    ),
  );
  return el(
    "div",
    null,
    raw(`TXT ${observed.lookup.name}`, lines),
    left === null ? null : el("p", { class: "quiet" }, ttl(left).trim()),
  );
}

const extensions = (list: readonly Extension[] | undefined): Fact[] =>
  (list ?? []).map(({ name, value }) => [text.extension, code(`${name}=${value}`)] as const);

export function recordEvidence(observed: RecordObservation, located: readonly Finding[]): Node[] {
  const read: Fact[] = [
    [text.id, observed.record && code(observed.record.id)],
    ...extensions(observed.record?.extensions),
  ];
  return [texts(observed, located), facts([...read, ...lookupFacts(observed.lookup)])];
}

export function tlsrptEvidence(observed: TlsrptObservation, located: readonly Finding[]): Node[] {
  const read: Fact[] = [
    [text.rua, ...(observed.record?.rua ?? []).map(code)],
    ...extensions(observed.record?.extensions),
  ];
  return [texts(observed, located), facts([...read, ...lookupFacts(observed.lookup)])];
}
