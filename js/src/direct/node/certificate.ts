/**
 * The facts of a certificate that are shown to people. Nothing is decided here: whether a certificate is accepted is
 * OpenSSL's word alone (`tls.ts`).
 */

import type { X509Certificate } from "node:crypto";

import type { Certificate } from "../../types.ts";
import { shorten } from "./failure.ts";

const MAX_CERTIFICATES = 10;
const MAX_DNS_NAMES = 50;
/** Room for a real distinguished name, and for the longest DNS name. */
const MAX_NAME = 255;

/**
 * The facts of a chain as presented, leaf first. It ends before the first certificate with a date that cannot be read, so
 * that the first entry is always the leaf.
 */
export function facts(chain: X509Certificate[]): Certificate[] {
  const all = chain.slice(0, MAX_CERTIFICATES).map(factsOfOne);
  const unreadable = all.findIndex(({ notBefore, notAfter }) => Number.isNaN(notBefore + notAfter));
  return unreadable < 0 ? all : all.slice(0, unreadable);
}

function factsOfOne(certificate: X509Certificate): Certificate {
  // RFC 8461 §3.3: DNS-IDs count, and nothing else of the names.
  const dnsNames = dnsIds(certificate.subjectAltName ?? "");
  return {
    subject: shorten(distinguishedName(certificate.subject), MAX_NAME),
    issuer: shorten(distinguishedName(certificate.issuer), MAX_NAME),
    dnsNames: dnsNames.slice(0, MAX_DNS_NAMES).map((name) => shorten(name, MAX_NAME)),
    dnsNameCount: dnsNames.length,
    notBefore: Date.parse(certificate.validFrom) / 1000,
    notAfter: Date.parse(certificate.validTo) / 1000,
    // Node gives names as text only; two encodings of one text count as the same name here.
    selfIssued: certificate.subject === certificate.issuer,
    isCa: certificate.ca,
    ...caIssuers(certificate.infoAccess),
  };
}

/** Shown, never fetched: whoever owns the certificate would choose where the fetch goes. */
function caIssuers(infoAccess: string | undefined): { caIssuers?: string } {
  const url = /^CA Issuers - URI:(.*)$/m.exec(infoAccess ?? "")?.[1];
  if (url === undefined) return {};
  // Node writes those as JSON strings that could be taken for more than one.
  return { caIssuers: shorten(url.startsWith('"') ? (JSON.parse(url) as string) : url, MAX_NAME) };
}

/** Node writes one attribute in a line and escapes by RFC 2253; people read it in one line and as it is. */
function distinguishedName(lines: string | undefined): string {
  return (lines ?? "")
    .split("\n")
    .map((line) => line.replace(/^emailAddress=/, "Email=").replace(/\\([^0-9A-F])/g, "$1"))
    .join(", ");
}

/** Node joins the names by `, ` and writes those as JSON strings that could be taken for more than one. */
function dnsIds(subjectAltName: string): string[] {
  const entries = subjectAltName.matchAll(/(?:^|, )([^:,"]+):("(?:[^"\\]|\\.)*"|[^,]*)/g);
  return [...entries]
    .filter(([, kind]) => kind === "DNS")
    .map(([, , name = ""]) => (name.startsWith('"') ? (JSON.parse(name) as string) : name));
}
