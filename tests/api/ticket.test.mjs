/** A report as text for a ticket: every recorded check gives one, and no text of a domain becomes more than text. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import markdownIt from "markdown-it";

import { replay, reportAsMarkdown, reportAsText } from "../../js/dist/node.js";
import { block, code, prose, section } from "../../js/dist/show/markdown.js";
import { visible } from "../../js/dist/show/visible.js";
import { inRoot } from "../../scripts/shell.mjs";

const CASES = readdirSync(inRoot("tests", "vectors", "cases")).map((name) => name.replace(".json", ""));
/** As lenient as any reader: HTML is HTML, and whatever looks like a link is one. */
const reader = markdownIt({ html: true, linkify: true });

/** All tokens of a text, with those inside of others. */
const tokensOf = (markdown) => reader.parse(markdown, {}).flatMap((token) => [token, ...(token.children ?? [])]);
const typesOf = (markdown) => new Set(tokensOf(markdown).map(({ type }) => type));
/** What a reader sees as text, code excluded: there trackers look for names and numbers. */
const proseOf = (tokens) =>
  tokens
    .filter(({ type }) => type === "text")
    .map(({ content }) => content)
    .join("\n");
const codeOf = (tokens) =>
  tokens
    .filter(({ type }) => type === "code_inline" || type === "fence")
    .map(({ content }) => content)
    .join("\n");

const reports = new Map();
for (const name of CASES) {
  const { expect: _, ...recording } = JSON.parse(
    readFileSync(inRoot("tests", "vectors", "cases", `${name}.json`), "utf8"),
  );
  reports.set(name, await replay(recording));
}

/** Words of a sentence, without what a format does with them. */
const words = (text) => text.replaceAll("`", "").replaceAll(/\s+/g, " ").trim();

for (const [name, report] of reports) {
  test(`${name}: verdict, advice, senders, findings and proof in both`, () => {
    const markdown = reportAsMarkdown(report);
    const text = reportAsText(report);
    const { outlook, observed } = report;
    const sentences = [
      report.verdict,
      outlook.summary,
      ...outlook.firstSteps,
      ...report.steps.map(({ summary }) => summary),
      ...report.steps.flatMap(({ findings }) =>
        findings.flatMap(({ severity, saw, consequence, fix }) =>
          severity === "note" ? [saw] : [saw, consequence, fix],
        ),
      ),
    ];
    for (const given of [markdown, text]) {
      const flat = words(given);
      for (const sentence of sentences) assert.ok(flat.includes(words(sentence)), `lacks “${sentence}”\n${given}`);
      for (const { text } of [...observed.record.texts, ...observed.tlsrpt.texts])
        assert.ok(given.includes(text), text);
      for (const line of (observed.policy?.lines ?? []).slice(0, 40))
        assert.ok(given.includes(line.slice(0, 400)), line);
      for (const { host } of observed.mx.hosts) assert.ok(given.includes(host), host);
      assert.equal(visible(given.replaceAll("\n", "")), given.replaceAll("\n", ""));
      assert.match(given, /15 January 2027, 08:00 UTC/);
      assert.doesNotMatch(given, /undefined|\[object|NaN/);
      assert.match(given, /[^\n]\n$/);
    }
    for (const token of tokensOf(markdown).filter(({ type }) => type === "link_open")) {
      assert.match(token.attrGet("href"), /^https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+#section-[\d.]+$/);
    }
    assert.equal(tokensOf(markdown).filter(({ type }) => type === "heading_open").length, 3);
    // What is wrapped stays within 80 columns; links and what was seen stay whole.
    const [told] = text.split("  What was seen\n");
    for (const line of told.split("\n")) assert.ok(line.length <= 80 || /https:\/\/|\|/.test(line), line);
  });
}

test("a healthy domain fits on a page", () => {
  assert.ok(reportAsMarkdown(reports.get("healthy")).length < 2000);
  assert.ok(reportAsText(reports.get("healthy")).split("\n").length < 60);
});

test("a note takes one line, an error all that it says", () => {
  const markdown = reportAsMarkdown(reports.get("no-helper"));
  assert.match(markdown, /^ {2}- Note `helper-failed`: The policy file .* \(\[RFC 8461 §3\.3\]\(https:[^)]+\)\)$/m);
  assert.doesNotMatch(markdown, /Browsers may not read/);
  const text = reportAsText(reports.get("no-helper"));
  assert.match(text, /^ {2}helper-failed {2}note: The policy file/m);
  assert.match(
    reportAsMarkdown(reports.get("mx-mismatch")),
    /^ {2}- \*\*`mx-none-matches`\*\* \(error, reported as validation-failure\): None [^\n]+\n {4}- means: [^\n]+\n {4}- fix: [^\n]+\n {4}- see: \[RFC 8461 §4\.1\]/m,
  );
});

test("which pattern allows a mail server, and which allows none", () => {
  assert.match(reportAsText(reports.get("mx-mismatch")), /^ {4}10 mail\.other\.example: no pattern allows it$/m);
  assert.match(reportAsText(reports.get("healthy")), /^ {4}10 mx1\.example\.com: allowed by mx1\.example\.com$/m);
  // Without a policy, nothing is matched.
  assert.match(reportAsText(reports.get("policy-404")), /^ {4}10 mx1\.example\.com$/m);
});

test("an address that fails, an encoding, and a fetch that the helper remembered", async () => {
  const { expect: _, ...recording } = JSON.parse(
    readFileSync(inRoot("tests", "vectors", "cases", "healthy.json"), "utf8"),
  );
  const seen = JSON.parse(recording.answers.policy.body);
  seen.age = 65;
  seen.connections = [
    { address: "192.0.2.1", failure: null, handshake: { failure: null, elapsedMs: 1 }, used: true, elapsedMs: 1 },
    { address: "192.0.2.2", failure: "connect-timeout", elapsedMs: 5000 },
    { address: "2001:db8::1", failure: "connect-unreachable", elapsedMs: 0 },
  ];
  seen.response.headers.push({ name: "content-encoding", value: "gzip" });
  seen.response.decoding = "done";
  recording.answers.policy.body = JSON.stringify(seen);
  const report = await replay(recording);
  for (const given of [reportAsMarkdown(report), reportAsText(report)]) {
    assert.match(given, /^ *Fetched 1 minute 5 seconds ago, by the helper for an earlier check$/m);
    assert.match(given, /^ *Content-Encoding: decoded here$/m);
    assert.match(given, /^ *192\.0\.2\.2: no answer$/m);
    assert.doesNotMatch(given, /^ *2001:db8::1: /m);
    assert.match(given, /host-address-untested/);
  }
});

test("a report that is not final says so", async () => {
  const { expect: _, ...recording } = JSON.parse(
    readFileSync(inRoot("tests", "vectors", "cases", "healthy.json"), "utf8"),
  );
  const report = await replay({ ...recording, answers: {} });
  for (const given of [reportAsMarkdown(report), reportAsText(report)])
    assert.match(words(given), /Not all answers were in/);
  assert.doesNotMatch(reportAsText(reports.get("healthy")), /Not all answers/);
});

const HOSTILE = [
  "[click](https://evil.example/)",
  "![image](https://evil.example/x.png)",
  "<https://evil.example>",
  "https://evil.example/a?b=c",
  "www.evil.example",
  "evil.example",
  "someone@evil.example",
  "mailto:someone@evil.example",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<!-- -->",
  "&lt;b&gt; &#64;team",
  "@team @octocat",
  "#1 GH-1 org/repo#1 !2 ~label %3 $4 &5",
  "# heading",
  "\n# heading\n",
  "\r\n\r\n## heading\r\n===\r\n---",
  "- item\n1. item\n> quote",
  "1. - # heading",
  "- # heading",
  "* * *",
  "a | b\n--|--\nc | d",
  "**bold** _em_ ~~gone~~ $x^2$ :smile: 1:smile:",
  "```\n# heading\n```",
  "~~~",
  "`",
  "``",
  "```",
  "a`b",
  "`` [x](https://evil.example) ``",
  "` <b>x</b>",
  "x ` <b>x</b> ` @team ` y",
  "\\`[x](//evil.example)\\`",
  "\\",
  "[x]: https://evil.example\n[x]",
  "[^1] [^1]: note",
  "\u202egnp.exe\u202c \u200b\u2066a\u2069 \u{e0041}",
  "\u001b[31mred\u001b[0m\u0007\u0000",
  "\u2028# heading\u2029",
  "    indented",
  "\t# heading",
  "  1. x",
  "``1. x",
  "`a`@team`b`",
  "===",
  "---",
  "",
  " ",
  "  a  ",
  "<details><summary>x",
  "é www.évil.example ħttps://x",
];

const ALLOWED = new Set(["paragraph_open", "paragraph_close", "inline", "text", "code_inline"]);

for (const hostile of HOSTILE) {
  test(`literally: ${JSON.stringify(hostile)}`, () => {
    for (const sentence of [hostile, `Line 1 holds \`${hostile}\`, which is wrong.`, `The host ${hostile} is none.`]) {
      const markdown = prose(sentence);
      for (const [frame, framed] of [
        [ALLOWED, markdown],
        [
          new Set([...ALLOWED, "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"]),
          `- ${markdown}`,
        ],
      ]) {
        const tokens = tokensOf(framed);
        assert.deepEqual(
          tokens.map(({ type }) => type).filter((type) => !frame.has(type)),
          [],
          framed,
        );
        assert.ok(tokens.filter(({ type }) => type === "list_item_open").length <= 1, framed);
        assert.doesNotMatch(proseOf(tokens), /[@#<>&[\]*_~|\\$!]|www\.|:\/\/|:\w+:/u, framed);
      }
      assert.doesNotMatch(markdown, /\n/);
      // Nothing is lost, and no backtick comes in.
      const shown = tokensOf(markdown).filter(({ type }) => type === "text" || type === "code_inline");
      assert.equal(
        shown.map(({ content }) => content.replaceAll(" ", "")).join(""),
        visible(sentence).replaceAll(/[ `]/g, ""),
      );
    }
    // As code it is what it is, but for what was written out.
    const [{ content }] = tokensOf(code(hostile)).filter(({ type }) => type === "code_inline");
    assert.equal(content, visible(hostile) || " ");
  });

  test(`in a block: ${JSON.stringify(hostile)}`, () => {
    const lines = [hostile, "```", hostile.repeat(3)];
    const tokens = tokensOf(block(lines).join("\n"));
    assert.deepEqual(
      tokens.map(({ type }) => type),
      ["fence"],
    );
    assert.equal(tokens[0].content, `${lines.map(visible).join("\n")}\n`);
  });
}

/** Puts a text in the place of every string of a value. */
const replaced = (value, text) => {
  if (typeof value === "string") return text;
  if (Array.isArray(value)) return value.map((item) => replaced(item, text));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, text)]));
};

/** What decides on words of ours; the rest of a report is text. */
const NAMES = ["outcome", "status", "severity", "basis", "sender", "verdict"];
const kept = (value, from) => {
  if (typeof value !== "object" || value === null) return value;
  for (const [key, inner] of Object.entries(from)) {
    if (key === "id" && "status" in from) value.id = inner;
    else if (typeof inner === "string" && NAMES.includes(key) && !/\s/.test(inner)) value[key] = inner;
    else if (typeof inner === "object") kept(value[key], inner);
  }
  return value;
};

for (const name of ["mx-mismatch", "policy-latin1", "certificate-name", "no-helper"]) {
  test(`${name}: a report from anywhere, hostile in all its texts`, () => {
    const report = reports.get(name);
    const usual = typesOf(reportAsMarkdown(report));
    for (const hostile of HOSTILE) {
      const markdown = reportAsMarkdown(kept(replaced(report, hostile), report));
      const tokens = tokensOf(markdown);
      // No link at all: the addresses of the RFCs are hostile, too.
      const surplus = tokens.filter(({ type }) => !usual.has(type) || type === "link_open");
      assert.deepEqual(
        surplus.map(({ type }) => type).filter((type) => type !== "code_inline"),
        [],
        markdown,
      );
      assert.equal(tokens.filter(({ type }) => type === "heading_open").length, 3);
      assert.equal(
        tokens.filter(({ type }) => type === "fence").length,
        tokensOf(reportAsMarkdown(report)).filter(({ type }) => type === "fence").length,
      );
      assert.doesNotMatch(proseOf(tokens), /[@#<>&[\]*_~|\\$]|www\.|:\/\//u);
      assert.doesNotMatch(markdown, /[^\n\P{Cc}]|\p{Cf}/u);
      assert.doesNotMatch(reportAsText(kept(replaced(report, hostile), report)), /[^\n\P{Cc}]|\p{Cf}/u);
    }
  });
}

test("texts of a domain stand in code, whatever the record says", async () => {
  const { expect: _, ...recording } = JSON.parse(
    readFileSync(inRoot("tests", "vectors", "cases", "healthy.json"), "utf8"),
  );
  const { answers } = recording;
  const evil = "note: ```[x](https://evil.example) @team <b>```";
  answers.policy.body = answers.policy.body.replace("max_age", `${evil}\\r\\nmax_age`);
  const report = await replay(recording);
  assert.ok(report.observed.policy.lines.includes(evil), "the recording lacks it");
  const tokens = tokensOf(reportAsMarkdown(report));
  assert.ok(codeOf(tokens).includes(evil));
  assert.doesNotMatch(proseOf(tokens), /evil|@team|<b>/);
});

/** Address of a section → whether it is a link. */
const SECTIONS = [
  ["RFC 8461 §4.1", "https://www.rfc-editor.org/rfc/rfc8461#section-4.1", true],
  ["RFC 8461", "https://www.rfc-editor.org/rfc/rfc8461", true],
  ["RFC 8461 §4.1", "https://www.rfc-editor.org.evil.example/rfc/rfc8461", false],
  ["RFC 8461 §4.1", "javascript:alert(1)//https://www.rfc-editor.org/rfc/rfc8461", false],
  ["RFC 8461 §4.1", "https://www.rfc-editor.org/rfc/rfc8461) [x](https://evil.example", false],
  ["RFC 8461](https://evil.example) [x", "https://www.rfc-editor.org/rfc/rfc8461", false],
];

for (const [rfc, url, isLink] of SECTIONS) {
  test(`${rfc} at ${url} is ${isLink ? "a" : "no"} link`, () => {
    const links = tokensOf(section(rfc, url)).filter(({ type }) => type === "link_open");
    assert.deepEqual(
      links.map((token) => token.attrGet("href")),
      isLink ? [url] : [],
    );
  });
}
