/**
 * What the hostile host (`misbehaving-host.mjs`) answers over a connection that stands, by the label of the policy domain: name → what
 * has to be seen of it, and the response. That is bytes, bytes without end, or a function of the TLS socket.
 */

import { setTimeout as sleep } from "node:timers/promises";

const OK = "HTTP/1.1 200 OK\r\n";
const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`;
const EMPTY = "content-length: 0\r\n\r\n";
const body = (size) => `${OK}content-length: ${size}\r\n\r\n${"a".repeat(size)}`;
const KIB = 1024;

/** `head`, then `piece` without end. */
const endless = (head, piece) => ({ head, piece: Buffer.from(piece) });
/** So many small pieces in one. */
const repeat = (text, bytes = KIB) => text.repeat(Math.ceil(bytes / text.length));

/** H-20. */
export const BODIES = {
  "body-of-64-kib": [{ status: 200 }, body(64 * KIB)],
  "body-of-64-kib-and-1": [{ status: 200, truncated: true }, body(64 * KIB + 1)],
  "body-of-10-gib": [
    { status: 200, truncated: true },
    endless(`${OK}content-length: ${10 * KIB ** 3}\r\n\r\n`, repeat("a")),
  ],
  "body-without-end": [{ status: 200, truncated: true }, endless(`${OK}\r\n`, repeat("a"))],
  "chunks-without-end": [{ status: 200, truncated: true }, endless(CHUNKED, `400\r\n${repeat("a")}\r\n`)],
  "chunk-of-ffffffffffffffff": [
    { status: 200, truncated: true },
    endless(`${CHUNKED}ffffffffffffffff\r\n`, repeat("a")),
  ],
  "chunks-of-1-byte": [{ status: 200, failure: "http-protocol" }, endless(CHUNKED, repeat("1\r\na\r\n"))],
  "64-chunks-of-1-byte": [{ status: 200 }, `${CHUNKED}${"1\r\na\r\n".repeat(64)}0\r\n\r\n`],
  "chunk-extension-of-1-mib": [
    { status: 200, failure: "http-protocol" },
    `${CHUNKED}4;${"x".repeat(KIB ** 2)}\r\nabcd\r\n0\r\n\r\n`,
  ],
  "trailers-without-end": [{ status: 200, failure: "http-protocol" }, endless(`${CHUNKED}0\r\n`, repeat("a: b\r\n"))],
};

const refused = { status: null, failure: "http-protocol" };

/** H-22. RFC 9112 has a client read a folded line (§5.2) and lets it read bare line feeds (§2.2). */
export const HEADS = {
  "10000-fields": [refused, `${OK}${"a: b\r\n".repeat(10_000)}${EMPTY}`],
  "field-of-10-mib": [refused, endless(`${OK}a: `, repeat("b"))],
  "field-of-9-kib": [{ status: 200, failure: "http-protocol" }, `${OK}a: ${"b".repeat(9 * KIB)}\r\n${EMPTY}`],
  "a-million-100": [refused, endless("", repeat("HTTP/1.1 100 Continue\r\n\r\n"))],
  "a-million-103": [refused, endless("", repeat("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"))],
  "folded-line": [{ status: 200 }, `${OK}a: b\r\n c\r\n${EMPTY}`],
  "bare-line-feeds": [{ status: 200 }, `${OK}a: b\r\n${EMPTY}`.replaceAll("\r", "")],
  "a-nul": [refused, `${OK}a: b\0c\r\n${EMPTY}`],
  "two-lengths": [refused, `${OK}content-length: 3\r\ncontent-length: 4\r\n\r\nabcd`],
  "a-length-beside-chunks": [
    { status: 200, failure: "http-protocol" },
    `${OK}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
  ],
  "http-0-9": [refused, "version: STSv1\nmode: none\nmax_age: 86400\n"],
  "http-9-9": [refused, `HTTP/9.9 200 OK\r\n${EMPTY}`],
};

/** The frames of HTTP/2 (RFC 9113 §4.1), each with the flood it is known for. */
const frame = (type, flags, stream, payload = Buffer.alloc(0)) => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.set([type, flags], 3);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
};
const SETTINGS = frame(4, 0, 0);
const h2 = (...frames) => endless(SETTINGS, Buffer.concat(Array(20).fill(Buffer.concat(frames))));

/** H-24: HTTP/2 although nobody asked for it. */
export const HTTP_2 = {
  "h2-continuation": [refused, h2(frame(1, 0, 1), frame(9, 0, 1))],
  "h2-rapid-reset": [refused, h2(frame(1, 4, 1), frame(3, 0, 1, Buffer.alloc(4)))],
  "h2-settings": [refused, h2(SETTINGS)],
  "h2-ping": [refused, h2(frame(6, 0, 0, Buffer.alloc(8)))],
};

const slowly = (head, rest, everyMs) => async (socket) => {
  socket.write(head);
  while (!socket.destroyed) {
    await sleep(everyMs);
    if (!socket.destroyed) socket.write(rest);
  }
};

/** H-23, after the handshake. */
export const STALLS = {
  "still-head": [{ status: null, failure: "http-timeout" }, () => {}],
  "slow-head": [{ status: null, failure: "http-timeout" }, slowly(`${OK}a: `, "b", 250)],
  "still-body": [
    { status: 200, failure: "body-timeout" },
    (socket) => socket.write(`${OK}content-length: 9\r\n\r\nabc`),
  ],
  "slow-body": [{ status: 200, failure: "body-timeout" }, slowly(`${OK}\r\n`, "a", 250)],
};

const upstream = (...lines) =>
  `${OK}${lines.map((line) => `${line}\r\n`).join("")}content-length: 18\r\n\r\n<script>1</script>`;

/** H-27: header fields that would mean something to the browser of whoever asks. */
export const FIELDS = [
  ["Set-Cookie: a=b; Path=/; Domain=127.0.0.1"],
  ["Set-Cookie: a=b", "Set-Cookie: __Host-c=d; Secure; Path=/"],
  ["Refresh: 0; url=https://evil.example/"],
  ["Link: <https://evil.example/a.css>; rel=stylesheet"],
  ["Content-Type: text/html; charset=utf-8"],
  ["Content-Type: image/svg+xml"],
  ["Content-Type: application/javascript", "SourceMap: /x.map"],
  ["Content-Type: text/html", "X-Content-Type-Options: none"],
  ["Location: https://evil.example/"],
  ["Content-Location: https://evil.example/"],
  ["Content-Security-Policy: default-src *; script-src 'unsafe-inline'"],
  ["Content-Security-Policy-Report-Only: default-src 'none'; report-uri https://evil.example/"],
  ["Content-Disposition: attachment; filename=evil.exe"],
  ["Access-Control-Allow-Origin: *", "Access-Control-Allow-Credentials: true", "Access-Control-Expose-Headers: *"],
  ["Strict-Transport-Security: max-age=31536000; includeSubDomains", "Public-Key-Pins: max-age=1"],
  ['Clear-Site-Data: "*"'],
  [
    "Cache-Control: public, max-age=31536000, immutable",
    "Expires: Thu, 01 Jan 2099 00:00:00 GMT",
    'ETag: "a"',
    "Age: 9",
  ],
  ['Alt-Svc: h2="evil.example:443"', "NEL: {}", "Report-To: {}"],
  [
    "WWW-Authenticate: Basic realm=x",
    "Proxy-Authenticate: Basic",
    "Server: evil",
    "X-Powered-By: evil",
    "Via: 1.1 evil",
  ],
  [
    "Connection: upgrade, keep-alive",
    "Upgrade: h2c",
    "Keep-Alive: timeout=999",
    "Trailer: Set-Cookie",
    "Date: x",
    "Vary: *",
  ],
];
export const upstreamFields = Object.fromEntries(
  FIELDS.map((lines, at) => [`fields-${at}`, [{ status: 200 }, upstream(...lines)]]),
);

/** Every behaviour after the handshake. */
export const RESPONSES = { ...BODIES, ...HEADS, ...HTTP_2, ...STALLS, ...upstreamFields };
