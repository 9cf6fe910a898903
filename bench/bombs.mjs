/** Files that are made to take much time or memory: `{ name, what, bytes }`. Most are just as large as what is let in: 20 MiB of JSON, 10 MiB of anything. */

import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";

import { asZip } from "../tests/reports/wrap.mjs";

const MEBIBYTE = 1 << 20;
const LARGEST = 20 * MEBIBYTE;

/** As often as it fits into that many octets. */
const repeat = (part, size = LARGEST - 4096) => part.repeat(Math.floor(size / part.length));
const list = (part) => `[${repeat(`${part},`)}0]`;
const gz = (text) => gzipSync(text, { level: 9 });

const HEAD =
  '{"organization-name":"a","date-range":{"start-datetime":"2026-11-25T00:00:00Z","end-datetime":"2026-11-25T23:59:59Z"},"contact-info":"a@a.example","report-id":"1","policies":[';
const POLICY =
  '{"policy":{"policy-type":"sts","policy-string":[],"policy-domain":"a.example","mx-host":[]},"summary":{"total-successful-session-count":1,"total-failure-session-count":1}';
const DETAIL = '{"result-type":"certificate-expired","failed-session-count":1}';

let place = 0;
/** Details of which each has another type. */
const types = () => `{"result-type":"type-${place++}","failed-session-count":1}`;

export function* bombs() {
  // Not compressed: what is so repetitive is refused as such.
  const json = (what, text) => ({ name: "bomb.json", what, bytes: Buffer.from(text) });
  yield json("20 MiB of `[`", repeat("["));
  yield json('20 MiB of `{"a":`', repeat('{"a":'));
  yield json("20 MiB of numbers", list("1"));
  yield json("20 MiB of `{}`", list("{}"));
  yield json("20 MiB of strings", list('"a"'));
  yield json("20 MiB in one string", `"${repeat("a")}"`);
  yield json("20 MiB of escapes in one string", `{"organization-name":"${repeat("\\u0041")}"}`);
  yield json("20 MiB of one member, again and again", `{${repeat('"a":1,')}"b":1}`);
  yield json(
    "a million members, each another",
    `{${Array.from({ length: 1_000_000 }, (_, number) => `"m${number}":1`).join()}}`,
  );
  yield json("20 MiB of policies", `${HEAD}${repeat(`${POLICY}},`)}${POLICY}}]}`);
  yield json("20 MiB of failure details", `${HEAD}${POLICY},"failure-details":[${repeat(`${DETAIL},`)}${DETAIL}]}]}`);
  yield json(
    "300,000 result types",
    `${HEAD}${POLICY},"failure-details":[${Array.from({ length: 300_000 }, types).join()}]}]}`,
  );
  const alike = (number) => `{"result-type":"${"x".repeat(1900)}${number % 100}","failed-session-count":1}`;
  yield json(
    "20 MiB of result types that differ at their ends",
    `${HEAD}${POLICY},"failure-details":[${Array.from({ length: 10_500 }, (_, number) => alike(number)).join()}]}]}`,
  );
  yield json(
    "a count of 20 MiB of digits",
    `${HEAD}${POLICY.replace('count":1}', `count":${repeat("9", LARGEST - 8192)}}`)}}]}`,
  );
  yield {
    name: "bomb.json.gz",
    what: "gzip of 1 GiB",
    bytes: Buffer.concat(Array(16).fill(gz(Buffer.alloc(64 * MEBIBYTE, " ")))),
  };
  yield {
    name: "empty.json.gz",
    what: "gzip of 500,000 empty members",
    bytes: Buffer.concat(Array(500_000).fill(gz(""))),
  };
  const small = gz(Buffer.alloc(10 * MEBIBYTE, " "));
  const entries = Array.from({ length: 1000 }, (_, number) => ({ name: `${number}.json.gz`, bytes: small }));
  yield { name: "bombs.zip", what: "zip of 1,000 times gzip of 10 MiB", bytes: asZip(entries) };
  const nothing = Array.from({ length: 60_000 }, (_, number) => ({ name: `${number}`, bytes: Buffer.alloc(0) }));
  yield { name: "many.zip", what: "zip of 60,000 empty entries", bytes: asZip(nothing) };
  yield { name: "deep.eml", what: "a message of 10 MiB, parts in parts", bytes: Buffer.from(nested()) };
  yield {
    name: "parts.eml",
    what: "a message of 10 MiB of empty parts",
    bytes: Buffer.from(`${HEADER}${repeat("--b\r\n\r\n", 9 * MEBIBYTE)}`),
  };
}

const HEADER = 'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=tlsrpt; boundary="b"\r\n\r\n';

function nested() {
  let text = "";
  for (let depth = 0; text.length < 9 * MEBIBYTE; depth++) {
    text += `Content-Type: multipart/mixed; boundary="b${depth}"\r\n\r\n--b${depth}\r\n`;
  }
  return text;
}
