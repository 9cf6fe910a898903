/** What a failed handshake is called, and the sentence with its particulars. */

import type { Certificate } from "../../types.ts";
import { StageFailure, codeOf, saidBy } from "./failure.ts";

/** OpenSSL's words for a chain that leads to no root that is trusted here. */
const UNTRUSTED = [
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
];

/** OpenSSL's words for a server that chose TLS 1.1 or older. */
const TOO_OLD = ["ERR_SSL_UNSUPPORTED_PROTOCOL", "ERR_SSL_WRONG_SSL_VERSION", "ERR_SSL_VERSION_TOO_LOW"];

/** OpenSSL's words for a record that is none. */
const NOT_TLS = [
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_SSL_PACKET_LENGTH_TOO_LONG",
  "ERR_SSL_HTTP_REQUEST",
  "ERR_SSL_BAD_RECORD_TYPE",
  "ERR_SSL_UNEXPECTED_MESSAGE",
  "ERR_SSL_UNKNOWN_PROTOCOL",
];

/** The failure of a handshake that broke off. */
export function ofHandshake(error: Error, host: string): StageFailure {
  const code = codeOf(error);
  const alert = alertOf(error, host);
  if (alert !== null) return alert;
  if (TOO_OLD.includes(code)) return new StageFailure("tls-version", "The server chose a version older than TLS 1.2.");
  if (NOT_TLS.includes(code)) return new StageFailure("tls-failed", "What the server sent on port 443 is not TLS.");
  // Node makes this error up itself when the connection ends; that of a system call has the call's name.
  if (code === "ECONNRESET" && !("syscall" in error)) {
    return new StageFailure("tls-failed", "The server closed the connection during the TLS handshake.");
  }
  if (code.startsWith("ERR_SSL_")) return new StageFailure("tls-failed", `TLS failed: ${reason(error)}.`);
  return new StageFailure("tls-failed", `The connection broke during the TLS handshake: ${saidBy(error)}.`);
}

/** What the server meant by its alert (RFC 8446 §6.2), as far as the number tells; `null` where there was no alert. */
export function alertOf(error: Error, host: string): StageFailure | null {
  const number = /SSL alert number (\d+)/.exec(error.message)?.[1];
  if (number === undefined) return null;
  const alert = (sentence: string) => new StageFailure("tls-alert", sentence);
  switch (Number(number)) {
    case 70:
      return new StageFailure("tls-version", "The server takes neither version (TLS alert “protocol_version”).");
    case 112:
      return alert(`The server has no site for the name ${host} (TLS alert “unrecognized_name”).`);
    case 40:
      return alert(
        "The server found nothing in common with TLS 1.2 and 1.3 as offered, or has no certificate for this name " +
          "(TLS alert “handshake_failure”).",
      );
    case 120:
      return alert("The server does not speak HTTP/1.1 (TLS alert “no_application_protocol”).");
    case 116:
      return alert("The server demands a certificate of the client (TLS alert “certificate_required”).");
    default:
      return alert(`The server broke off with the TLS alert ${number} (${reason(error)}).`);
  }
}

/** The failure of a certificate that OpenSSL does not accept, by the last of its objections. */
export function ofCertificate(code: string, chain: Certificate[]): StageFailure {
  const now = Date.now() / 1000;
  // Only what was presented is said to be out of its time: OpenSSL also objects to a root of this machine.
  const expired = which(chain, code === "CERT_HAS_EXPIRED", ({ notAfter }) => notAfter < now);
  if (expired !== null) {
    return new StageFailure("tls-expired", `${expired.name} expired on ${dateTime(expired.certificate.notAfter)}.`);
  }
  const early = which(chain, code === "CERT_NOT_YET_VALID", ({ notBefore }) => now < notBefore);
  if (early !== null) {
    const begin = dateTime(early.certificate.notBefore);
    return new StageFailure("tls-not-yet-valid", `${early.name} is valid only from ${begin}.`);
  }
  const leaf = chain[0];
  // A certificate made for one's own authority is no server certificate either, and OpenSSL names its last objection only.
  if (leaf?.selfIssued && [...UNTRUSTED, "INVALID_PURPOSE"].includes(code)) {
    return new StageFailure("tls-self-signed", `The certificate is its own issuer (${leaf.subject}).`);
  }
  if (!UNTRUSTED.includes(code)) {
    return new StageFailure("tls-failed", `The certificate is not acceptable: ${code}.`);
  }
  const shown = chain.length === 1 ? "one certificate" : `${chain.length} certificates`;
  const issuer = chain.at(-1)?.issuer ?? "an authority";
  return new StageFailure(
    "tls-untrusted",
    `The server shows ${shown}; the last one is issued by ${issuer}, which is not a root trusted here.`,
  );
}

/** The failure of a certificate that is for other names. */
export function ofName(host: string, chain: Certificate[]): StageFailure {
  const names = chain[0]?.dnsNames ?? [];
  const shown =
    names.length === 0
      ? "no DNS name"
      : names.length > 3
        ? `${names.slice(0, 3).join(", ")} and others`
        : names.join(" and ");
  return new StageFailure("tls-name", `The certificate is for ${shown}, not for ${host}.`);
}

/** Which certificate it is, and how a sentence names it; looked for in the whole chain only where OpenSSL says so. */
function which(chain: Certificate[], isInChain: boolean, isIt: (certificate: Certificate) => boolean) {
  const at = chain.slice(0, isInChain ? chain.length : 1).findIndex(isIt);
  const certificate = chain[at];
  if (certificate === undefined) return null;
  const name = at === 0 ? "The certificate" : `The intermediate certificate ${certificate.subject}`;
  return { name, certificate };
}

/** A point in time as `3 March 2027, 14:05 UTC`. */
function dateTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  const month = date.toLocaleString("en", { month: "long", timeZone: "UTC" });
  const time = date.toISOString().slice(-13, -8);
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}, ${time} UTC`;
}

/** OpenSSL's own words, where Node gives them apart from the place in its source. */
function reason(error: Error): string {
  return "reason" in error ? String(error.reason) : codeOf(error);
}
