/** The policy host: addresses, certificate, response. */

import type { Certificate, FetchObservation, HttpResponse, Lookup, Octets, PolicyFetch } from "../../types.ts";
import { el, type Child } from "../dom.ts";
import { date, daysUntil, elapsed } from "../../show/format.ts";
import { text } from "../text.ts";
import { code, emptiness, facts, raw, type Fact } from "./parts.ts";

const shown = (octets: Octets): string => (typeof octets === "string" ? octets : octets.hex);

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
  const dialled = evidence.connections.map(({ address, failure, elapsedMs }) =>
    el(
      "span",
      null,
      code(address),
      ` ${failure === null ? text.connected(elapsed(elapsedMs)) : text.connectionFailed(failure)}`,
    ),
  );
  return [...refused, ...dialled];
}

function certificate(found: Certificate, now: number): HTMLElement {
  const rest = found.dnsNameCount - found.dnsNames.length;
  const names = found.dnsNames.length === 0 ? text.noNames : found.dnsNames.join(", ");
  return el(
    "span",
    null,
    code(names),
    rest > 0 ? ` ${text.moreNames(rest)}` : null,
    el("br", null),
    `${text.issuedBy} `,
    code(found.issuer),
    el("br", null),
    `${text.validity(date(found.notBefore), date(found.notAfter))} (${text.daysLeft(daysUntil(found.notAfter, now))})`,
  );
}

function response(found: HttpResponse): Node[] {
  const headers = found.headers.map(({ name, value }) => `${name}: ${shown(value)}`);
  const isShort = found.status !== 200 || found.truncated;
  const body = isShort ? shown(found.body).slice(0, 600).trimEnd().split("\n").slice(0, 12) : [];
  return [
    raw(text.headers, [`HTTP ${found.status}`, ...headers]),
    ...(body.some((line) => line.trim() !== "") ? [raw(text.body, body)] : []),
  ];
}

export function fetchEvidence(observed: FetchObservation, now: number): Node[] {
  const { evidence } = observed;
  const tls = evidence?.tls ?? null;
  const leaf = tls?.certificates[0];
  const list: Fact[] = [
    [text.url, code(observed.url)],
    [
      text.addresses,
      dnsAddresses(observed.ipv4),
      dnsAddresses(observed.ipv6),
      ...(evidence ? connections(evidence) : []),
    ],
    [text.tls, tls && (tls.version ?? text.noTls)],
    [text.certificate, leaf && certificate(leaf, now)],
    [text.redirectTo, evidence?.response?.redirectTarget != null && code(evidence.response.redirectTarget)],
    [text.notSeen, observed.problem ?? evidence?.failure?.detail],
  ];
  return [...(evidence?.response ? response(evidence.response) : []), facts(list)];
}
