/** Reports as they travel: in a message (RFC 8460 §5.3), in a zip archive. */

import { Buffer } from "node:buffer";
import { crc32, deflateRawSync } from "node:zlib";

/** The report as a message of `multipart/report`; `compressed: false` attaches it as JSON. Gives its octets. */
export function asMail({ name, json, bytes, organization, domain }, { compressed = true } = {}) {
  const submitter = name.split("!")[0];
  const boundary = "=_report_boundary_8460";
  const type = compressed ? "application/tlsrpt+gzip" : "application/tlsrpt+json";
  const file = compressed ? name : name.replace(/\.gz$/, "");
  const body = Buffer.from(compressed ? bytes : json).toString("base64");
  const lines = [
    `From: ${organization} <tls-reports@${submitter}>`,
    `To: tls-reports@${domain}`,
    "Date: Wed, 25 Nov 2026 04:12:00 +0000",
    `Subject: Report Domain: ${domain} Submitter: ${submitter} Report-ID: <${name.split("!")[4]}@${submitter}>`,
    `Message-ID: <${name.split("!")[2]}.${submitter.length}@${submitter}>`,
    `TLS-Report-Domain: ${domain}`,
    `TLS-Report-Submitter: ${submitter}`,
    "MIME-Version: 1.0",
    `Content-Type: multipart/report; report-type="tlsrpt"; boundary="${boundary}"`,
    "",
    "This is a message in several parts.",
    `--${boundary}`,
    'Content-Type: text/plain; charset="us-ascii"',
    "",
    `This is an aggregate TLS report from ${submitter}.`,
    "",
    `--${boundary}`,
    `Content-Type: ${type}`,
    "Content-Transfer-Encoding: base64",
    `Content-Disposition: attachment;`,
    ` filename="${file}"`,
    "",
    ...(body.match(/.{1,76}/g) ?? []),
    "",
    `--${boundary}--`,
    "",
  ];
  return Buffer.from(lines.join("\r\n"));
}

/** `[{ name, bytes }]` as a zip archive, each deflated, or stored with `stored`. */
export function asZip(files, { stored = false } = {}) {
  const locals = [];
  const central = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const named = Buffer.from(name);
    const packed = stored ? Buffer.from(bytes) : deflateRawSync(bytes);
    // What the local header and the central directory share (APPNOTE 4.4): version, names in UTF-8, method, time, sizes.
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x0800, 2);
    shared.writeUInt16LE(stored ? 0 : 8, 4);
    shared.writeUInt32LE(0x5d790000, 6);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(named.length, 22);
    locals.push(Buffer.from("PK\x03\x04", "latin1"), shared, named, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), shared, tail, named);
    offset += 4 + shared.length + named.length + packed.length;
  }
  const size = central.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...central, end]);
}
