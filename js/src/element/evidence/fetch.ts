/** The policy host: addresses, certificate, response. */

import type { FetchObservation, HttpResponse, Lookup, PolicyFetch } from "../../types.ts";
import { el, type Child } from "../dom.ts";
import { DECODING_WORDS, fetchedBefore, lookedUp, met } from "../../show/fetch-words.ts";
import { elapsed } from "../../show/format.ts";
import { text } from "../text.ts";
import { certificates } from "./certificates.ts";
import { marked } from "./marked.ts";
import { bytesOf, lineUnits, shownOctets } from "./octets.ts";
import { chain, code, emptiness, facts, raw, type Fact } from "./parts.ts";

/** The addresses by DNS over HTTPS, as the browser saw them. */
function dnsAddresses(lookup: Lookup): Child {
  if (lookup.state === "pending") return null;
  const list = lookup.records.map((record) => record.raw).join(", ");
  const by = lookup.resolver === null ? "" : ` (${lookup.resolver})`;
  return el("span", null, `${lookup.recordType}${by}: `, list === "" ? emptiness(lookup) : code(list));
}

function connections(evidence: PolicyFetch): Child[] {
  const refused = evidence.resolution.addresses
    .filter((address) => address.refused !== null)
    .map((address) => el("span", null, code(address.address), ` ${text.refused(address.refused ?? "")}`));
  const dialled = evidence.connections.map((one) => el("span", null, code(one.address), ` ${met(one)}`));
  const outcomes = lookedUp(evidence.resolution);
  return [...refused, ...dialled, outcomes && text.lookedUp(outcomes)];
}

/** How the server encoded the body, although it was asked not to, and what came of it. */
function encoding({ headers, decoding }: HttpResponse): Child {
  if (decoding === undefined) return null;
  const named = headers.filter(({ name }) => name === "content-encoding").map(({ value }) => shownOctets(value));
  return el("span", null, code(named.join(", ")), ` ${DECODING_WORDS[decoding]}`);
}

/** How long each stage took, so far as it was reached. */
function times({ resolution, tls, response, elapsedMs }: PolicyFetch): string {
  return text.stages([
    ["DNS", elapsed(resolution.elapsedMs)],
    ["TLS", tls && elapsed(tls.elapsedMs)],
    ["HTTP", response && elapsed(response.elapsedMs)],
    [text.allTogether, elapsed(elapsedMs)],
  ]);
}

function response(found: HttpResponse): Node[] {
  const headers = found.headers.map(({ name, value }) => `${name}: ${shownOctets(value)}`);
  const isShort = found.status !== 200 || found.truncated;
  const body = isShort ? lineUnits(bytesOf(found.body).subarray(0, 600), 12).map((line) => marked(line, [])) : [];
  return [
    raw(text.headers, [`HTTP ${found.status}`, ...headers]),
    ...(body.some(({ textContent }) => textContent.trim() !== "") ? [raw(text.body, body)] : []),
  ];
}

export function fetchEvidence(observed: FetchObservation, now: number): Node[] {
  const { evidence } = observed;
  const tls = evidence?.tls ?? null;
  const list: Fact[] = [
    [text.url, code(observed.url)],
    [
      text.addresses,
      dnsAddresses(observed.ipv4),
      dnsAddresses(observed.ipv6),
      ...(evidence ? connections(evidence) : []),
    ],
    [text.alias, chain(observed.ipv4) ?? chain(observed.ipv6)],
    [text.fetched, evidence?.age !== undefined && fetchedBefore(evidence.age)],
    [text.tls, tls && (tls.version ?? text.noTls), tls?.alpn !== undefined && text.alpn(tls.alpn)],
    [text.certificates, tls && certificates(tls.certificates, now)],
    [text.took, evidence && times(evidence)],
    [text.redirectTo, evidence?.response?.redirectTarget != null && code(evidence.response.redirectTarget)],
    [text.encoding, evidence?.response && encoding(evidence.response)],
    [text.notSeen, observed.problem ?? evidence?.failure?.detail],
  ];
  return [...(evidence?.response ? response(evidence.response) : []), facts(list)];
}
