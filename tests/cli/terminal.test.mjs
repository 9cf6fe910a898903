/** What reaches a terminal and what a pipe: colours, redrawing, width, Ctrl-C, a closed pipe, untrusted text. */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { after, before, test } from "node:test";

import { surfaceOf } from "../../js/dist/cli/terminal/surface.js";
import { units, visible } from "../../js/dist/show/visible.js";
import { cut, width, wrap } from "../../js/dist/show/text/width.js";
import { replay } from "../../js/dist/node.js";
import { CLI, folder, mtaSts, needsPython, onTerminal, recording } from "./command.mjs";

const { write } = folder();
const ESC = "\u{1b}";
const withoutColours = (text) => text.replaceAll(/\u{1b}\[[0-9;]*m/gu, "");

/** A server where connections stand and nothing ever answers, so that a check runs until it is stopped. */
async function startSilent() {
  const server = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}
let silent;
before(async () => (silent = await startSilent()));
after(() => silent.close());
const silentResolver = (server = silent) => [
  `--resolver=http://127.0.0.1:${server.address().port}/dns-query`,
  "--helper=http://127.0.0.1:1",
];

const UTF8 = { TERM: "xterm", LC_ALL: "C.UTF-8" };
/** Stream and environment → colours, redrawing, signs beyond ASCII. */
const SURFACES = [
  ["a terminal", { isTTY: true, columns: 80 }, UTF8, [true, true, true]],
  ["a pipe", {}, UTF8, [false, false, false]],
  ["NO_COLOR", { isTTY: true, columns: 80 }, { ...UTF8, NO_COLOR: "1" }, [false, true, true]],
  ["an empty NO_COLOR", { isTTY: true, columns: 80 }, { ...UTF8, NO_COLOR: "" }, [true, true, true]],
  ["FORCE_COLOR on a pipe", {}, { ...UTF8, FORCE_COLOR: "1" }, [true, false, false]],
  ["FORCE_COLOR=0", { isTTY: true, columns: 80 }, { ...UTF8, FORCE_COLOR: "0" }, [false, true, true]],
  ["FORCE_COLOR wins over NO_COLOR", {}, { ...UTF8, FORCE_COLOR: "1", NO_COLOR: "1" }, [true, false, false]],
  ["TERM=dumb", { isTTY: true, columns: 80 }, { ...UTF8, TERM: "dumb" }, [false, false, false]],
  ["an ASCII locale", { isTTY: true, columns: 80 }, { TERM: "xterm", LC_ALL: "C" }, [true, true, false]],
];

for (const [name, stream, env, expected] of SURFACES) {
  test(`surface: ${name}`, () => {
    const { colours, redraws, signs } = surfaceOf(stream, env);
    assert.deepEqual([colours, redraws, signs], expected);
  });
}

test("piped: no escape, words in place of signs", () => {
  const { stdout } = mtaSts(["replay", recording("mx-mismatch")]);
  assert.ok(!stdout.includes(ESC));
  assert.match(stdout, /^ {2}passed +DNS record/m);
});

test("on a terminal: colours and signs; without colours the same text", needsPython, () => {
  const { screen, status } = onTerminal(90, ["replay", recording("mx-mismatch")]);
  assert.equal(status, 1);
  assert.match(withoutColours(screen), /^ {2}✓ DNS record/m);
  assert.match(withoutColours(screen), /^ {2}✗ Mail at risk/m);
  assert.ok(screen.includes(`${ESC}[31m`));
  assert.ok(!withoutColours(screen).includes(ESC));
  const plain = onTerminal(90, ["replay", recording("mx-mismatch")], { env: { NO_COLOR: "1" } }).screen;
  assert.ok(!plain.includes(ESC));
  assert.match(plain, /^ {2}✗ Mail at risk/m);
});

test("text wraps at the width of the terminal, and at 100 columns at most", needsPython, () => {
  for (const columns of [50, 72, 300]) {
    for (const name of ["mx-mismatch", "policy-404", "max-age-with-unit"]) {
      const { screen } = onTerminal(columns, ["replay", recording(name)]);
      const lines = withoutColours(screen).split("\n");
      for (const line of lines) {
        // Links stay whole, so that they can be followed; what an excerpt shows is cut.
        if (!line.includes("https://") && !/^ +(?:\d+ )?\|/.test(line))
          assert.ok(width(line) <= Math.min(columns, 100), `${columns}: ${line}`);
      }
    }
  }
});

test("a running check is redrawn in place, and Ctrl-C ends it with 130 and a visible cursor", needsPython, () => {
  const args = [...silentResolver(), "--timeout=60", "example.com"];
  const { status, screen } = onTerminal(60, args, { interruptAfter: `${ESC}[7A` });
  assert.equal(status, 130);
  assert.ok(screen.includes(`${ESC}[?25l`));
  assert.ok(screen.endsWith(`${ESC}[?25h`), JSON.stringify(screen.slice(-200)));
  assert.match(screen, /DNS record {4}/);
  for (const line of withoutColours(screen)
    .replaceAll(/\u{1b}\[[?0-9]*[A-Za-z]|\r/gu, "")
    .split("\n")) {
    assert.ok(width(line) < 60, line);
  }
});

test("Ctrl-C on a pipe ends with 130, too", async () => {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ]) {
    // One for each: connections of an earlier command may still come in.
    const server = await startSilent();
    const child = spawn(process.execPath, [CLI, ...silentResolver(server), "--timeout=60", "example.com"]);
    const ended = once(child, "close");
    await once(server, "connection");
    child.kill(signal);
    assert.deepEqual(await ended, [code, null]);
    server.close();
  }
});

test("whole reports of several domains: progress goes on below each of them", needsPython, () => {
  const args = [...silentResolver(), "--timeout=0.3", "--concurrency=1", "--full", "a.example", "b.example"];
  const { screen } = onTerminal(70, args);
  assert.match(screen, /a\.example[^]*1 of 2 checked[^]*b\.example/);
  assert.equal(screen.split(`${ESC}[?25h`).length, 2);
});

test("many domains: one line of progress that fits, and results above it in the order given", needsPython, () => {
  const domains = ["a.example", "b.example", "c.example"];
  const { screen, status } = onTerminal(50, [...silentResolver(), "--timeout=0.3", ...domains]);
  assert.equal(status, 2);
  assert.match(screen, /0 of 3 checked/);
  const shown = withoutColours(screen).replaceAll(`${ESC}[?25h`, "").split(`${ESC}[J`).join("\n");
  const at = domains.map((domain) => shown.search(new RegExp(`^\\? ${domain}`, "m")));
  assert.ok(
    at.every((place, index) => place > (at[index - 1] ?? 0)),
    shown,
  );
  assert.match(shown, /3 domains: 3 not known\./);
});

test("a closed pipe ends it without a word, and not as fine", () => {
  // `true` is gone long before the first line comes.
  const script = `"${process.execPath}" "${CLI}" replay "${recording("healthy")}" | true; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
  assert.equal(stderr, "");
  assert.equal(stdout, "141\n");
});

test("a full disk is “could not tell”", { skip: !existsSync("/dev/full") }, () => {
  const script = `"${process.execPath}" "${CLI}" replay "${recording("healthy")}" >/dev/full`;
  const { status, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
  assert.match(stderr, /cannot be written: no space left on device/);
  assert.equal(status, 2);
});

test("invisible characters are written out exactly where the core writes them out", async () => {
  const base = JSON.parse(readFileSync(recording("healthy"), "utf8"));
  const evidence = JSON.parse(base.answers.policy.body);
  const points = [];
  for (let point = 0; point <= 0x10ffff; point += 1) {
    // LF ends a line of the policy and CR before it belongs to it; surrogates are no text.
    if (point !== 0x0a && point !== 0x0d && (point < 0xd800 || point > 0xdfff)) points.push(point);
  }
  for (let start = 0; start < points.length; start += 12_000) {
    const text =
      points
        .slice(start, start + 12_000)
        .map((point) => `a${String.fromCodePoint(point)}`)
        .join("") + "a";
    evidence.response.body = text;
    base.answers.policy.body = JSON.stringify(evidence);
    const { expect: _, ...rest } = base;
    const { lines } = (await replay(rest)).observed.policy;
    const ours = visible(text);
    if (lines.join("") !== ours) {
      const at = [...ours].findIndex((ch, index) => [...lines.join("")][index] !== ch);
      assert.fail(
        `from ${start}: ours “${[...ours].slice(at - 5, at + 20).join("")}”, the core “${[...lines.join("")].slice(at - 5, at + 20).join("")}”`,
      );
    }
  }
});

test("octets that are not UTF-8 stand for themselves", () => {
  const shown = (...octets) => [...units(Uint8Array.from(octets))].map((unit) => unit.shown).join(" ");
  assert.equal(shown(0x61, 0xff, 0x62), "a \\xff b");
  assert.equal(shown(0xc3, 0xa9), "é");
  assert.equal(shown(0xc3), "\\xc3");
  assert.equal(shown(0xe2, 0x82, 0x41), "\\xe2 \\x82 A");
  assert.equal(shown(0xc0, 0xaf), "\\xc0 \\xaf");
  assert.equal(shown(0xf0, 0x9f, 0xa6, 0x80), "\u{1f980}");
  assert.equal(shown(0xef, 0xbb, 0xbf), "\\u{feff}");
});

/** Recordings in which one answer carries hostile text wherever a server may put text. */
function hostileRecordings(evil) {
  let written = 0;
  const change = (id, edit) => {
    const { expect: _, ...recorded } = JSON.parse(readFileSync(recording("mx-mismatch"), "utf8"));
    const body = JSON.parse(recorded.answers[id].body);
    edit(body, recorded.answers);
    recorded.answers[id].body = JSON.stringify(body);
    return write(`hostile-${(written += 1)}.json`, JSON.stringify(recorded));
  };
  const txt = (text) => (body) => {
    body.Answer[0].data = `"${text}"`;
    body.Comment = evil;
  };
  return [
    change("sts-record/1", txt(`v=STSv1; id=${evil}; ${evil}`)),
    change("tlsrpt-record/1", txt(`v=TLSRPTv1; rua=${evil}`)),
    change("mx/1", (body, answers) => {
      body.Answer[0].data = `10 ${evil}.example.`;
      for (const id of Object.keys(answers)) if (id.startsWith("mx-host")) delete answers[id];
    }),
    change("policy", ({ response, tls }) => {
      response.body = `version: STSv1\nmode: ${evil}\n${evil}\nmax_age: 1\n`;
      response.headers[0].value = evil;
      tls.certificates[0].issuer = evil;
      tls.certificates[0].dnsNames.push(evil);
    }),
    change("policy", ({ response }) => Object.assign(response, { status: 302, redirectTarget: `https://${evil}/` })),
    change("policy", (body) => Object.assign(body, { response: null, failure: { class: "tls-failed", detail: evil } })),
  ];
}

test(
  "hostile text reaches no terminal unescaped: policy, record, MX, certificate, domain list, file name, baseline",
  needsPython,
  () => {
    const evil = `x${ESC}]0;owned\u{7}${ESC}[2J\u{202e}\u{9b}31m\u{200b}\u{e0041}`;
    const policy = write("evil.txt", `version: STSv1\nmode: ${evil}\nmx: ${evil}\n${evil}\nmax_age: ${evil}\n`);
    const list = write("list.txt", `${evil}\n`);
    const baseline = write("evil.json", JSON.stringify({ version: 1, domains: { [evil]: { checkedAt: 1 } } }));
    const calls = [
      ["validate", policy, "--senders", "--mx", "a.example"],
      ["validate", "--record", policy],
      ...hostileRecordings(evil).map((path) => ["replay", path]),
      ["--list", list],
      ["validate", `/no/${evil}`],
      [`--${evil}`],
      [evil],
      ["--baseline", baseline, "example.com"],
      ["explain", evil],
    ];
    const isFoul = /[^\n\P{C}]|[\u{2028}\u{2029}]/u;
    for (const args of calls) {
      for (const more of args[0] === "validate" || args[0] === "replay" ? [[], ["--json"], ["--sarif"]] : [[]]) {
        const { stdout, stderr } = mtaSts([...args, ...more]);
        assert.ok(stdout + stderr !== "", JSON.stringify(args));
        if (args[0] === "replay") assert.match(stdout, /owned/, stdout + stderr);
        const foul = isFoul.exec(stdout + stderr);
        assert.equal(
          foul,
          null,
          `${JSON.stringify(args)}: ${JSON.stringify((stdout + stderr).slice(Math.max(0, foul?.index - 60), foul?.index + 20))}`,
        );
      }
    }
    const { screen } = onTerminal(80, ["validate", policy]);
    assert.doesNotMatch(withoutColours(screen), isFoul);
  },
);

test("widths, cutting and wrapping", () => {
  assert.equal(width("abc"), 3);
  assert.equal(width("注é"), 3);
  assert.equal(width("e\u{301}"), 1);
  assert.equal(cut("abcdef", 4), "abc…");
  assert.equal(cut("注注注", 4), "注…");
  assert.equal(cut("abc", 4), "abc");
  assert.deepEqual(wrap("aaa bbb ccc ddd", 11), ["aaa bbb ccc", "ddd"]);
  assert.deepEqual(wrap("a".repeat(25), 10), ["a".repeat(10), "a".repeat(10), "a".repeat(5)]);
  assert.deepEqual(wrap("see https://example.com/a/long/link", 10), ["see", "https://example.com/a/long/link"]);
  assert.deepEqual(wrap("", 10), [""]);
  assert.deepEqual(wrap("a\nb", 10), ["a\\nb"]);
});
