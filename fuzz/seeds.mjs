/**
 * Writes the seeds of the corpus, one file for each case of the conformance vectors, named by the case:
 * `node fuzz/seeds.mjs [folder of the vectors, tests/vectors by default]`.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";

import { fail, inRoot } from "../scripts/shell.mjs";
import {
  authority,
  bitString,
  context,
  extension,
  integer,
  name,
  nameConstraints,
  oid,
  sequence,
  serverAuth,
  subjectAltName,
  tlv,
  utf8,
} from "../tests/lab/der.mjs";

const FOLDER = process.argv[2] ?? inRoot("tests", "vectors");
/** Larger cases are about size, which the tests of the vectors cover. */
const MOST_BYTES = 2048;
/** The script of a whole check parts its moves with an octet that no UTF-8 holds (fuzz/src/script.rs). */
const NEXT = Buffer.from([0xff]);
const counts = {};

function cases(name) {
  try {
    return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8"));
  } catch (error) {
    return fail(`${name}.json cannot be read (${error.message}). Where are the vectors? node fuzz/seeds.mjs FOLDER`);
  }
}

function write(target, id, content) {
  const bytes = Buffer.from(content);
  if (bytes.length > MOST_BYTES) return;
  mkdirSync(inRoot("fuzz", "corpus", target), { recursive: true });
  writeFileSync(inRoot("fuzz", "corpus", target, id), bytes);
  counts[target] = (counts[target] ?? 0) + 1;
}

/** A string of the vectors: text, or octets in base64. */
const octets = (value) => (typeof value === "string" ? Buffer.from(value) : Buffer.from(value.b64, "base64"));

function body({ body, body_b64, body_parts, body_size }) {
  if (body_b64 !== undefined) return Buffer.from(body_b64, "base64");
  if (body_parts !== undefined) return Buffer.from(body_parts.map(({ text, times }) => text.repeat(times)).join(""));
  return body === undefined ? Buffer.alloc(body_size ?? 0, "a") : Buffer.from(body);
}

/** A character-string as zone files and most DoH servers spell it (RFC 1035 §5.1). */
function quoted(string) {
  const escape = (octet) => {
    if (octet === 0x22 || octet === 0x5c) return `\\${String.fromCharCode(octet)}`;
    return octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : `\\${String(octet).padStart(3, "0")}`;
  };
  return `"${[...string].map(escape).join("")}"`;
}

/** TXT data in two of its three spellings; servers that join the strings cannot carry octets beyond UTF-8. */
function txtSpellings(strings) {
  const wire = Buffer.concat(strings.flatMap((string) => [Buffer.from([string.length]), string]));
  return [strings.map(quoted).join(" "), `\\# ${wire.length} ${wire.toString("hex")}`];
}

const message = (name, type, data, more = {}) => ({
  Status: 0,
  AD: true,
  Question: [{ name: `${name}.`, type }],
  Answer: data.map((data) => ({ name: `${name}.`, type, TTL: 300, data })),
  ...more,
});

const number = (value, octets) => Buffer.from(value.toString(16).padStart(2 * octets, "0"), "hex");
const wireName = (name) =>
  Buffer.concat([...name.split(".").flatMap((label) => [number(label.length, 1), Buffer.from(label)]), number(0, 1)]);

/** The same as a DNS message (RFC 1035 §4), behind an octet for its age. */
function wireMessage(name, type, data) {
  const records = data.map((data) =>
    Buffer.concat([wireName(name), number(type, 2), number(1, 2), number(300, 4), number(data.length, 2), data]),
  );
  const head = [0, 0x81a0, 1, records.length, 0, 0].map((value) => number(value, 2));
  return Buffer.concat([number(0, 1), ...head, wireName(name), number(type, 2), number(1, 2), ...records]);
}

/** One of the first requests of a check by its place, counted from 0. */
const PLACE = { policy: 0, "sts-record": 1, mx: 4, "tlsrpt-record": 5 };

/** A script: setting, then moves of request, kind of answer, content. The rest is answered as by a healthy domain. */
function script(moves, setting = 1) {
  const parts = moves.map(([place, kind, content]) =>
    Buffer.concat([Buffer.from([PLACE[place] ?? place]), Buffer.from(kind), Buffer.from(content)]),
  );
  return Buffer.concat([
    Buffer.from([setting]),
    ...parts.flatMap((part, index) => (index > 0 ? [NEXT, part] : [part])),
  ]);
}

const firstOfRule = new Set();
/** Whole checks take long, so one case for each rule is enough of a seed. */
function isFirstOfRule(file, { rule }) {
  const key = `${file}/${rule}`;
  const isFirst = !firstOfRule.has(key);
  firstOfRule.add(key);
  return isFirst;
}

for (const [file, target, place] of [
  ["record", "record", "sts-record"],
  ["tlsrpt_record", "tlsrpt_record", "tlsrpt-record"],
]) {
  for (const test of cases(file)) {
    const records = (test.input.txt ?? []).map((strings) => strings.map(octets));
    const spellings = records.filter((strings) => strings.every(({ length }) => length < 256)).map(txtSpellings);
    for (const [index, strings] of records.entries()) {
      const id = index > 0 ? `${test.id}-${index + 1}` : test.id;
      write(target, id, Buffer.concat(strings));
      const [spelling, generic] = spellings[index] ?? [];
      if (spelling !== undefined) write("txt_data", id, index % 2 === 0 ? spelling : generic);
    }
    if (spellings.length === 0 || !isFirstOfRule(file, test)) continue;
    const data = spellings.map(([spelling], index) => (index === 1 ? spellings[1][1] : spelling));
    write("doh_json", test.id, JSON.stringify(message("example.com", 16, data)));
    const wire = records.map((strings) => Buffer.concat(strings.flatMap((one) => [number(one.length, 1), one])));
    write("dns_message", test.id, wireMessage("example.com", 16, wire));
    write("whole_check", test.id, script([[place, "t", data.join("\n")]]));
  }
}

for (const test of cases("policy")) {
  write("policy", test.id, body(test.input));
  if (isFirstOfRule("policy", test)) write("whole_check", test.id, script([["policy", "p", body(test.input)]]));
}

for (const test of cases("mx")) {
  const { kind, host, pattern, mx = [] } = test.input;
  if (host !== undefined) write("mx_data", test.id, `10 ${host}.`);
  const patterns = kind === "match" ? [pattern] : mx;
  if (host === undefined || !isFirstOfRule("mx", test)) continue;
  write("doh_json", test.id, JSON.stringify(message("example.com", 15, [`10 ${host}.`])));
  if (/^([^.]{1,63}\.)*[^.]{1,63}$/.test(host)) {
    write("dns_message", test.id, wireMessage("example.com", 15, [Buffer.concat([number(10, 2), wireName(host)])]));
  }
  const policy = `version: STSv1\nmode: enforce\n${patterns.map((mx) => `mx: ${mx}\n`).join("")}max_age: 86400\n`;
  // The policy comes first, so the requests after it have moved up by one.
  write(
    "whole_check",
    test.id,
    script([
      ["policy", "p", policy],
      [PLACE.mx - 1, "t", `10 ${host}.`],
    ]),
  );
}
for (const [id, data] of [
  ["null", "0 ."],
  ["null-without-dot", "0"],
  ["generic", "\\# 8 000a 046d61696c 00"],
  ["generic-null", "\\# 3 000000"],
  ["upper-case", "65535 MX.Example.COM"],
]) {
  write("mx_data", id, data);
}

for (const test of cases("fetch")) {
  const { kind, given, status, headers = {} } = test.input;
  if (kind === "locate") write("domain", test.id, given);
  if (kind !== "http" || !isFirstOfRule("fetch", test)) continue;
  const head = Buffer.from([status >> 8, status & 0xff]);
  const mediaType = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  write(
    "whole_check",
    test.id,
    script([["policy", "h", Buffer.concat([head, Buffer.from(`${mediaType}\n`), body(test.input)])]]),
  );
}

for (const test of cases("tlsrpt_report")) {
  const { json, body_b64 } = test.input;
  if (json !== undefined) write("report", test.id, json);
  if (body_b64 !== undefined) write("report", test.id, Buffer.from(body_b64, "base64"));
}
/** What the cases of reports do not have: each is the end of a small report. */
const FAILED = '{"total-failure-session-count": ';
const SUMMARIES = {
  "beyond-64-bits": `${FAILED}18446744073709551616}`,
  exponent: `${FAILED}12300e-2}`,
  "too-large": `${FAILED}1e400}`,
  "leading-zero": `${FAILED}01}`,
  twice: `${FAILED}0, "total-failure-session-count": {"a": [1, 2.5e3, true, null]}}`,
  surrogates: `${FAILED}0}, "x\\ud800": ["\\ud83d\\ude00", "\\udc00\\ud800", {"\\u0070": {"": []}}], "y": {"z": null}`,
  placeholders: `${FAILED}0}, "failure-details": [{"ip-address": "::1", "additional-info-uri": "urn:x:y"}]`,
};
for (const [id, summary] of Object.entries(SUMMARIES)) {
  write("report", id, `{"policies": [{"policy": {"policy-type": "sts", "mx-host": "a"}, "summary": ${summary}}]}`);
}

const DOMAINS = [
  "example.com",
  "EXAMPLE.com.",
  " postmaster@example.com ",
  "ex\u00adample.com",
  "straße.de",
  "xn--strae-oqa.de",
  "faß.example",
  "İ.example",
  "ｅｘａｍｐｌｅ．ｃｏｍ",
  "example.com。evil.example",
  "mta-sts.example.com",
  "example.com..",
  "a..b",
  "example.com:22",
  "x@y.example",
  "example.com/evil",
  "example.com\\@evil.example",
  "127.0.0.1",
  "0x7f.1",
  "[::1]",
  "①②⑦.⓪.⓪.①",
  "127。0。0。1",
  "%6cocalhost",
  "localhost",
  "xn--a",
  "xn--",
  "\u200d",
  "\u202eexample.com",
  "_foo.example.com",
  "-a.example",
  "*.example.com",
  "例え.テスト",
  "münchen.example",
  '"a b"@example.com',
  "1.2.3",
  `${"a".repeat(63)}.example`,
  `${Array(4).fill("a".repeat(60)).join(".")}`,
];
DOMAINS.forEach((domain, index) => write("domain", `input-${index + 1}`, domain));

/** Dialects of DoH JSON, as servers in use speak them. */
const NAME = "example.com";
const txt = (data) => message(NAME, 16, [data]);
const alias = (from, to) => ({ name: `${from}.`, type: 5, TTL: 60, data: `${to}.` });
const DIALECTS = {
  google: { ...txt("v=STSv1; id=1;"), TC: false, RD: true, RA: true, CD: false, Comment: "Response from 192.0.2.1." },
  cloudflare: {
    ...txt('"v=STSv1; " "id=1;"'),
    Question: [{ name: NAME, type: 16 }],
    Comment: ["EDE(22): No Reachable Authority"],
  },
  "object-question": { ...txt('"v=STSv1; id=1;"'), Question: { name: `${NAME}.`, type: 16 } },
  "null-answer": { Status: 0, Question: null, Answer: null, Extra: null },
  "text-status": { ...txt("x"), Status: "0" },
  servfail: { Status: 2, extended_dns_errors: [{ info_code: 6, extra_text: "DNSSEC Bogus" }] },
  nxdomain: { Status: 3, Authority: [{ name: "com.", type: 6, TTL: 900, data: "a. b. 1 2 3 4 5" }] },
  refused: { Status: 5 },
  generic: txt("\\# 4 03616263"),
  addresses: message(NAME, 1, ["192.0.2.1", "198.51.100.7"]),
  addresses6: message(NAME, 28, ["2001:db8::1", "::ffff:192.0.2.1"]),
  mail: message(NAME, 15, ["10 mx1.example.com.", "0 ."]),
  rrsig: { Status: 0, Answer: [...txt("x").Answer, { name: NAME, type: 46, ttl: 60, data: "TXT 13 2 300" }] },
  alias: { Status: 0, Answer: [alias(NAME, "b.example"), { name: "b.example.", type: 16, TTL: 1, data: "x" }] },
  dname: {
    Status: 0,
    Answer: [
      { name: "com.", type: 39, TTL: 1, data: "net." },
      { name: "example.net.", type: 16, data: "x" },
    ],
  },
  loop: { Status: 0, Answer: [alias(NAME, "b.example"), alias("b.example", NAME)] },
};
for (const [id, dialect] of Object.entries(DIALECTS)) write("doh_json", id, JSON.stringify(dialect));

const SCRIPTS = {
  healthy: [],
  "nothing-answers": [
    [0, "!", ""],
    [0, "!", ""],
    [0, "!", ""],
  ],
  "both-fail": [
    ["sts-record", "2", ""],
    [6, "2", ""],
    [6, "t", "v=STSv1; id=1"],
  ],
  "no-mx": [
    ["mx", "0", ""],
    [5, "+", ""],
    [5, "3", ""],
  ],
  alias: [["sts-record", "a", 'sts.provider.example\n"v=STSv1; id=2"']],
  "captive-portal": [
    ["sts-record", "j", "<html>"],
    ["mx", "5", '{"Status":2}'],
  ],
  redirect: [["policy", "r", "https://www.example.com/"]],
  "certificate-name": [["policy", "c", "\x0c\0\0\0\0\x7f\0\0\0CN=R3\nwww.example.com\nexample.com"]],
  "certificate-ends-soon": [["policy", "c", Buffer.from("fe000000006b49d200434e3d5233", "hex")]],
  "host-refuses": [["policy", "f", "\x05port 443 is closed"]],
};
for (const [id, moves] of Object.entries(SCRIPTS)) {
  write("whole_check", id, script(moves));
  write("whole_check", `${id}-open`, script(moves, 0));
}

/** A certificate that nobody signed; only what is shown of it counts. */
const utcTime = (text) => tlv(0x17, Buffer.from(text));
const ECDSA = sequence(oid("1.2.840.10045.4.3.2"));
const EC_KEY = sequence(sequence(oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.7")), bitString(Buffer.from([4])));
function unsigned({ subject = name("a.example"), issuer = name("R3"), from = "260101000000Z", extensions = [] }) {
  const validity = sequence(utcTime(from), utcTime("270101000000Z"));
  const content = [integer(7), ECDSA, issuer, validity, subject, EC_KEY, context(3, sequence(...extensions))];
  return sequence(sequence(context(0, tlv(2, Buffer.from([2]))), ...content), ECDSA, bitString(Buffer.alloc(8)));
}
const middle = unsigned({ subject: name("R3"), issuer: name("Root"), extensions: [authority(0)] });
const CHAINS = {
  usual: [unsigned({ extensions: [serverAuth, subjectAltName("mta-sts.a.example", "*.b.example")] }), middle],
  "many-names": [
    unsigned({ extensions: [subjectAltName(...Array.from({ length: 60 }, (_, at) => `n${at}.example`))] }),
  ],
  "no-extension": [unsigned({})],
  "its-own-issuer": [unsigned({ subject: name("R3") })],
  "a-long-subject": [unsigned({ subject: name("\u00fc".repeat(300)) })],
  "a-subject-of-parts": [unsigned({ subject: name("a", "b,c=d", "\u202e\0", "") })],
  "another-alphabet": [
    unsigned({ subject: sequence(tlv(0x31, sequence(oid("2.5.4.10"), tlv(0x1e, Buffer.from("006100e4", "hex"))))) }),
  ],
  "no-date": [unsigned({ from: "261332000000Z" })],
  constraints: [
    unsigned({ extensions: [nameConstraints(0, "example"), extension("1.2.3.4", utf8("x"), true)] }),
    middle,
  ],
  twice: [unsigned({ extensions: [subjectAltName("a.example"), subjectAltName("b.example")] })],
  "twelve-of-them": Array(12).fill(unsigned({})),
  unreadable: [middle, Buffer.from([0x30, 0x80, 0xff]), middle],
};
for (const [id, chain] of Object.entries(CHAINS)) {
  write("certificate", id, Buffer.concat(chain.flatMap((der) => [number(der.length, 2), der])));
}

/** Files of reports: the cases that are compressed, and what holds the smallest one in each form. */
const REPORT = JSON.stringify({ policies: [{ policy: { "policy-domain": "example.com" } }] });
const PACKED = gzipSync(REPORT);
for (const { id, input } of cases("tlsrpt_report")) {
  if (input.gzip_b64 !== undefined) write("gzip", id, Buffer.from(input.gzip_b64, "base64"));
  if (input.json !== undefined) write("gzip", `${id}-text`, input.json);
}
write("gzip", "two-members", Buffer.concat([PACKED, gzipSync("")]));
write("gzip", "zeros-behind", Buffer.concat([PACKED, Buffer.alloc(9)]));
write("gzip", "twice", gzipSync(PACKED));
write("gzip", "all-fields", Buffer.from("1f8b081c0000000000ff0200ab0061006200", "hex"));
write("gzip", "data", deflateRawSync(REPORT));

const part = (type, body, ...fields) => [`Content-Type: ${type}`, ...fields, "", body].join("\r\n");
const multipart = (kind, boundary, ...parts) =>
  part(
    `multipart/${kind}; boundary="${boundary}"`,
    [...parts.map((part) => `--${boundary}\r\n${part}\r\n`), `--${boundary}--\r\n`].join(""),
  );
const BASE64 = "Content-Transfer-Encoding: base64";
const ATTACHED = part(
  "application/tlsrpt+gzip",
  PACKED.toString("base64"),
  BASE64,
  'Content-Disposition: attachment; filename="a.example!example.com!1!2!3.json.gz"',
);
const SUBJECT = "Subject: Report Domain: example.com\r\n Submitter: a.example Report-ID: <1@a.example>\r\n";
const HEADER = `From: a@a.example\r\n${SUBJECT}TLS-Report-Domain: example.com\r\nTLS-Report-Submitter: a.example\r\n`;
const WHOLE = HEADER + multipart("report; report-type=tlsrpt", "b", part("text/plain", "Hello."), ATTACHED);
const MESSAGES = {
  whole: WHOLE,
  lf: WHOLE.replaceAll("\r\n", "\n"),
  alone: HEADER + ATTACHED,
  quoted:
    HEADER +
    part("application/tlsrpt+json", REPORT.replaceAll('"', "=22"), "Content-Transfer-Encoding: quoted-printable"),
  text: HEADER + part("text/plain", REPORT),
  forwarded: HEADER + multipart("mixed", "c", part("message/rfc822", WHOLE)),
  encoded: HEADER + part("message/rfc822", Buffer.from(WHOLE).toString("base64"), BASE64),
  mailbox: `From a 12:34:56 2024\n${WHOLE}\n\nFrom b 12:34:56 2024\n${WHOLE}`,
  parameters: part('a/b; name*0*=utf-8\'\'%61; name*1=b (c); boundary="\\"x"', ""),
  nothing: HEADER + multipart("mixed", "b", part("image/png", "iVBO", BASE64)),
};
for (const [id, message] of Object.entries(MESSAGES)) write("eml", id, message);

/** Zip archives (APPNOTE 4.3) of entries [name, content, method, flags]. */
function archive(...entries) {
  const [local, central] = [[], []];
  let offset = 0;
  const little = (value, octets) => Buffer.from(number(value, octets)).reverse();
  for (const [name, content, method = 8, flags = 0] of entries) {
    const data = method === 8 ? deflateRawSync(content) : Buffer.from(content);
    const sums = [crc32(Buffer.from(content)), data.length, content.length].map((value) => little(value, 4));
    const head = Buffer.concat([...[20, flags, method, 0, 0].map((value) => little(value, 2)), ...sums]);
    const sizes = [name.length, 0].map((value) => little(value, 2));
    const entry = Buffer.concat([Buffer.from("PK\x03\x04"), head, ...sizes, Buffer.from(name), data]);
    const rest = Buffer.concat([little(0, 6), little(0, 4), little(offset, 4), Buffer.from(name)]);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02"), little(20, 2), head, ...sizes, rest]));
    local.push(entry);
    offset += entry.length;
  }
  const directory = Buffer.concat(central);
  const counted = [0, 0, entries.length, entries.length].map((value) => little(value, 2));
  const end = [Buffer.from("PK\x05\x06"), ...counted, little(directory.length, 4), little(offset, 4), little(0, 2)];
  return Buffer.concat([...local, directory, ...end]);
}
const ARCHIVES = {
  empty: archive(),
  two: archive(["a.json", REPORT], ["b.json", REPORT, 0]),
  forms: archive(["a/", "", 0], ["a.json.gz", PACKED, 0], ["b.eml", WHOLE], ["__MACOSX/._b", "x"]),
  encrypted: archive(["a.json", REPORT, 8, 1]),
  method: archive(["a.json", REPORT, 12]),
  nested: archive(["a.zip", archive(["a.json", REPORT]), 0]),
};
for (const [id, file] of Object.entries(ARCHIVES)) write("zip", id, file);

console.table(counts);
