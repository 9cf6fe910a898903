/**
 * Certificates that no tool would issue: DER (X.690) and the certificates of RFC 5280, put together by hand and signed by
 * whatever key one likes.
 */

import { createPublicKey, sign } from "node:crypto";

export function tlv(tag, ...contents) {
  const value = Buffer.concat(contents);
  if (value.length < 128) return Buffer.concat([Buffer.from([tag, value.length]), value]);
  const hex = value.length.toString(16);
  const length = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, value]);
}

export const sequence = (...contents) => tlv(0x30, ...contents);
export const set = (...contents) => tlv(0x31, ...contents);
export const octetString = (...contents) => tlv(0x04, ...contents);
export const bitString = (bytes, unused = 0) => tlv(0x03, Buffer.from([unused]), bytes);
export const boolean = (value) => tlv(0x01, Buffer.from([value ? 0xff : 0]));
export const utf8 = (text) => tlv(0x0c, Buffer.from(text));
export const integer = (number) =>
  tlv(0x02, Buffer.from([0x01]), Buffer.from(number.toString(16).padStart(16, "0"), "hex"));
export const context = (number, ...contents) => tlv(0xa0 | number, ...contents);

export function oid(text) {
  const [first, second, ...rest] = text.split(".").map(Number);
  const septets = (number) => {
    const bytes = [number % 128];
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128))
      bytes.unshift(128 + (left % 128));
    return bytes;
  };
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(septets)]));
}

/** GeneralizedTime, which holds every year; days from now. */
const time = (days) => {
  const text = new Date(Date.now() + days * 86_400e3).toISOString().slice(0, 19).replaceAll(/[-:T]/g, "");
  return tlv(0x18, Buffer.from(`${text}Z`));
};

/** A distinguished name of common names. */
export const name = (...commonNames) =>
  sequence(...commonNames.map((text) => set(sequence(oid("2.5.4.3"), utf8(text)))));

export const extension = (id, value, isCritical = false) =>
  sequence(oid(id), ...(isCritical ? [boolean(true)] : []), octetString(value));

const dnsName = (text) => tlv(0x82, Buffer.from(text));
export const subjectAltName = (...names) => extension("2.5.29.17", sequence(...names.map(dnsName)));
/** An authority, with at most so many below it. */
export const authority = (...below) =>
  extension("2.5.29.19", sequence(boolean(true), ...below.map((count) => tlv(0x02, Buffer.from([count])))), true);
export const serverAuth = extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.1")));
export const clientAuth = extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.2")));
/** RFC 5280 §4.2.1.10: `tag` 0 permits names below these, 1 excludes them. */
export const nameConstraints = (tag, ...names) =>
  extension("2.5.29.30", sequence(context(tag, ...names.map((text) => sequence(dnsName(text))))), true);

const ECDSA_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));
const ECDSA_SHA384 = sequence(oid("1.2.840.10045.4.3.3"));
let serial = 1;

/** A certificate, in DER. `key` is that of its subject, `signer` its issuer's; days are counted from now. */
export function certificate({ subject, issuer, key, signer, extensions = [], from = -1, until = 90 }) {
  serial += 1;
  const isP384 = signer.asymmetricKeyDetails.namedCurve === "secp384r1";
  const algorithm = isP384 ? ECDSA_SHA384 : ECDSA_SHA256;
  const body = sequence(
    context(0, tlv(0x02, Buffer.from([2]))),
    integer(serial),
    algorithm,
    issuer,
    sequence(time(from), time(until)),
    subject,
    createPublicKey(key).export({ type: "spki", format: "der" }),
    ...(extensions.length > 0 ? [context(3, sequence(...extensions))] : []),
  );
  return sequence(body, algorithm, bitString(sign(isP384 ? "sha384" : "sha256", body, signer)));
}

export const toPem = (der) => {
  const lines = der.toString("base64").match(/.{1,64}/g);
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
};
