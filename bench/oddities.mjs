/**
 * Reports with one oddity each, that a reader of TLS reports should know what to do with: `{ name, what, bytes, wanted }`. `wanted` holds only
 * what the oddity is about; `{ refused: true }` where nothing may be counted. Several are listed where RFC 8460 leaves the choice.
 */

import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";

import { asMail, asZip } from "../tests/reports/wrap.mjs";

const START = Date.parse("2026-11-25T00:00:00Z") / 1000;
const REFUSED = { refused: true };

function report() {
  return {
    "organization-name": "Company-X",
    "date-range": { "start-datetime": "2026-11-25T00:00:00Z", "end-datetime": "2026-11-25T23:59:59Z" },
    "contact-info": "tls@company-x.example",
    "report-id": "5065427c",
    policies: [
      {
        policy: {
          "policy-type": "sts",
          "policy-string": ["version: STSv1", "mode: testing", "mx: mx1.example.com", "max_age: 86400"],
          "policy-domain": "example.com",
          "mx-host": ["mx1.example.com"],
        },
        summary: { "total-successful-session-count": 7, "total-failure-session-count": 5 },
        "failure-details": [
          {
            "result-type": "certificate-expired",
            "sending-mta-ip": "192.0.2.7",
            "receiving-mx-hostname": "mx1.example.com",
            "receiving-ip": "203.0.113.25",
            "failed-session-count": 5,
            "additional-information": "https://company-x.example/tls",
          },
        ],
      },
    ],
  };
}

/** The text of a report that a function has changed. */
function changed(change) {
  const made = report();
  change(made, made.policies[0], made.policies[0]["failure-details"][0]);
  return JSON.stringify(made);
}

const json = (what, wanted, change) => ({ what, wanted, name: ".json", bytes: Buffer.from(changed(change)) });
const text = (what, wanted, from, to) => ({
  what,
  wanted,
  name: ".json",
  bytes: Buffer.from(JSON.stringify(report()).replace(from, to)),
});
const summary = (name, value) => (_, policy) => (policy.summary[`total-${name}-session-count`] = value);
const plain = JSON.stringify(report());
const zipped = gzipSync(plain);
const flipped = Buffer.from(zipped);
flipped[flipped.length - 6] ^= 1;
const counts = { successful: 7, failed: 5 };

const CASES = [
  json("nothing odd: `mx-host`", { mxHost: ["mx1.example.com"] }, () => {}),
  json("nothing odd: `additional-information`", { information: ["https://company-x.example/tls"] }, () => {}),
  json("`mx-host` missing", counts, (_, { policy }) => delete policy["mx-host"]),
  json("`mx-host` a string (erratum 6241)", { ...counts, mxHost: ["mx1.example.com"] }, (_, { policy }) => {
    policy["mx-host"] = "mx1.example.com";
  }),
  json("`policy-string` a string", counts, (_, { policy }) => (policy["policy-string"] = "version: STSv1")),
  json("`failure-details` missing", counts, (_, policy) => delete policy["failure-details"]),
  json("`contact-info` missing", counts, (made) => delete made["contact-info"]),
  json(
    "an unknown policy type",
    [{ ...counts, policyType: "sts2" }],
    (_, { policy }) => (policy["policy-type"] = "sts2"),
  ),
  json("an unknown result type", { ...counts, resultTypes: ["ech-required"] }, (_, __, detail) => {
    detail["result-type"] = "ech-required";
  }),
  json("an address that is none", counts, (_, __, detail) => (detail["sending-mta-ip"] = "unknown")),
  json("times without offset", { ...counts, start: START }, (made) => {
    made["date-range"] = { "start-datetime": "2026-11-25T00:00:00", "end-datetime": "2026-11-25T23:59:59" };
  }),
  json("a time that is none", [{ ...counts, start: null }, REFUSED], (made) => {
    made["date-range"]["start-datetime"] = "yesterday";
  }),
  json("a count of 2^32", { successful: 4_294_967_296 }, summary("successful", 4_294_967_296)),
  text(
    "a count of 2^53 + 1",
    { successful: "9007199254740993" },
    'successful-session-count":7',
    'successful-session-count":9007199254740993',
  ),
  json("a negative count", REFUSED, summary("failure", -5)),
  json("a count in quotes", REFUSED, summary("failure", "5")),
  json("a count with a fraction", REFUSED, summary("failure", 1.5)),
  text(
    "a count twice, 5 then 0",
    [REFUSED, { failed: 5 }],
    'failure-session-count":5',
    'failure-session-count":5,"total-failure-session-count":0',
  ),
  json("`policies` missing", REFUSED, (made) => delete made.policies),
  json("one policy without an array", REFUSED, (made, policy) => (made.policies = policy)),
  {
    what: "octets that are no UTF-8",
    wanted: REFUSED,
    name: ".json",
    bytes: Buffer.from(plain.replace("Company-X", "M\xfcller"), "latin1"),
  },
  { what: "a byte-order mark", wanted: [counts, REFUSED], name: ".json", bytes: Buffer.from(`\ufeff${plain}`) },
  {
    what: "gzip of two members",
    wanted: counts,
    name: ".json.gz",
    bytes: Buffer.concat([gzipSync(plain.slice(0, 100)), gzipSync(plain.slice(100))]),
  },
  { what: "gzip with another checksum", wanted: REFUSED, name: ".json.gz", bytes: flipped },
  { what: "gzip that is cut off", wanted: REFUSED, name: ".json.gz", bytes: zipped.subarray(0, zipped.length - 12) },
  {
    what: "a message with gzip",
    wanted: counts,
    name: ".eml",
    bytes: asMail({
      name: `company-x.example!example.com!${START}!${START + 86_399}!001.json.gz`,
      json: plain,
      bytes: zipped,
      organization: "Company-X",
      domain: "example.com",
    }),
  },
  {
    what: "a zip archive",
    wanted: counts,
    name: ".zip",
    bytes: asZip([{ name: "report.json", bytes: Buffer.from(plain) }]),
  },
];

/** Each with a name of its own. */
export const ODDITIES = CASES.map(({ name, ...rest }, number) => ({ ...rest, name: `${number}${name}` }));

/** What a reader made of an oddity: `as it should`, or how it differs. */
export function verdict({ wanted }, answer) {
  const choices = [wanted].flat();
  const fits = (one) =>
    one.refused ? "refused" in answer : Object.keys(one).every((name) => same(one[name], answer[name]));
  if (choices.some(fits)) return "as it should";
  if ("refused" in answer) return "refuses it";
  const [first] = choices;
  if (first.refused) return "counts it";
  const wrong = Object.keys(first).find((name) => !same(first[name], answer[name]));
  // A time that stays a text was not read, and so not misread.
  return wrong === "start" && typeof answer.start === "string"
    ? "hands on the text"
    : `${wrong}: ${JSON.stringify(answer[wrong])}`;
}

const same = (wanted, seen) =>
  Array.isArray(wanted) ? JSON.stringify(wanted) === JSON.stringify(seen) : String(wanted) === String(seen);
