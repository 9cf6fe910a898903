/** What was seen, in the words of those who said it: the lines that somebody else can compare with what they see. */

import type {
  Certificate,
  FetchObservation,
  Lookup,
  MxObservation,
  PolicyObservation,
  Report,
  TxtText,
} from "../types.ts";
import { DECODING_WORDS, fetchedBefore, isFaulty, met } from "./fetch-words.ts";
import { date } from "./format.ts";
import { visible } from "./visible.ts";

/** Lines of one source, none of which breaks or hides anything. */
export interface Proof {
  title: string;
  lines: string[];
}

/** A policy has a few lines; a wrong file may have thousands. */
const MOST_LINES = 40;
/** A TXT record for reports may name several addresses. */
const MOST_CHARACTERS = 400;
const MOST_NAMES = 10;

function shortened(line: string): string {
  const characters = Array.from(visible(line));
  return characters.length <= MOST_CHARACTERS
    ? characters.join("")
    : `${characters.slice(0, MOST_CHARACTERS).join("")}…`;
}

function proof(title: string, lines: readonly string[]): Proof[] {
  if (lines.length === 0) return [];
  const rest = lines.length - MOST_LINES;
  const more = rest > 0 ? [`… and ${rest} more`] : [];
  return [{ title: visible(title), lines: [...lines.slice(0, MOST_LINES).map(shortened), ...more] }];
}

const txtProof = ({ name, aliases }: Lookup, texts: readonly TxtText[]): Proof[] =>
  proof(`TXT at ${name}`, [
    ...(texts.length === 0 ? [] : aliases.map(({ name, target }) => `${name} is an alias of ${target}`)),
    ...texts.map(({ text }) => text),
  ]);

function certificateLines({ dnsNames, dnsNameCount, notBefore, notAfter, issuer }: Certificate): string[] {
  const rest = dnsNameCount - Math.min(dnsNames.length, MOST_NAMES);
  const names = dnsNames.length === 0 ? "no DNS names" : dnsNames.slice(0, MOST_NAMES).join(", ");
  return [
    `Certificate for ${names}${rest > 0 && dnsNames.length > 0 ? ` and ${rest} more` : ""}`,
    `valid from ${date(notBefore)} to ${date(notAfter)}, issued by ${issuer}`,
  ];
}

function hostProof({ url, evidence, problem }: FetchObservation): Proof[] {
  const { response = null, failure = null, tls = null, connections = [], age } = evidence ?? {};
  const [certificate] = tls?.certificates ?? [];
  const faulty = connections.length > 1 ? connections.filter(isFaulty) : [];
  return proof(url, [
    ...(age === undefined ? [] : [`Fetched ${fetchedBefore(age)}`]),
    ...(response === null ? [] : [`HTTP status ${response.status}`]),
    ...(response?.redirectTarget == null ? [] : [`Location: ${response.redirectTarget}`]),
    ...(failure === null ? [] : [failure.detail]),
    ...(response?.decoding === undefined ? [] : [`Content-Encoding: ${DECODING_WORDS[response.decoding]}`]),
    ...(problem === null ? [] : [problem]),
    ...faulty.map((one) => `${one.address}: ${met(one)}`),
    ...(certificate === undefined ? [] : certificateLines(certificate)),
  ]);
}

/** The lines that there are, an empty file having none. */
const policyProof = (policy: PolicyObservation | null): Proof[] => proof("Policy text", policy?.lines ?? []);

function mxProof({ lookup, hosts, unusedPatterns }: MxObservation, hasPolicy: boolean): Proof[] {
  const rows = hosts.map(({ preference, host, matchedBy }) => {
    const match = matchedBy === null ? "no pattern allows it" : `allowed by ${matchedBy}`;
    return `${preference} ${host}${hasPolicy ? `: ${match}` : ""}`;
  });
  return proof(`Mail servers of ${lookup.name}`, [
    ...rows,
    ...unusedPatterns.map((mx) => `no mail server matches ${mx}`),
  ]);
}

export function proofs({ observed }: Report): Proof[] {
  const { record, fetch, policy, mx, tlsrpt } = observed;
  const usable = policy?.policy ?? null;
  return [
    ...txtProof(record.lookup, record.texts),
    ...hostProof(fetch),
    ...policyProof(policy),
    ...mxProof(mx, usable !== null && usable.mode !== "none"),
    ...txtProof(tlsrpt.lookup, tlsrpt.texts),
  ];
}
