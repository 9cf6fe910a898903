/** The log of the helper's release build: one line for each request, whatever is in it, and nothing about people. */

import assert from "node:assert/strict";
import { Agent } from "node:http";
import { connect } from "node:net";
import { test } from "node:test";
import { text } from "node:stream/consumers";

import { eventually } from "./eventually.mjs";
import { get, startHelperAs } from "./helper.mjs";

/** What is typed in the place of a domain. */
const TYPED = [
  "a\rb.example",
  "a\nb.example",
  'a\r\n{"level":"info"}',
  "\n",
  "\u001b[31mred",
  "\u001b]0;title\u0007",
  "\u001b[2J\u001b[H",
  "\u009b31m",
  "a\u2028b",
  "a\u2029b",
  "a\u0085b",
  "\u202egpj.example",
  "\u0000",
  "\u007f",
  "\u0008\u0008\u0008",
  '"}\n{"event":"request"',
  "\\u000a\\n",
  "\u{1f600}".repeat(40),
  "x".repeat(10_240),
  "\n".repeat(3_000),
];

/** The same as bytes of the request line and of header fields, where HTTP does not allow them. */
const RAW = ["GET /a\u001b[31m HTTP/1.1", "GET /\u0000 HTTP/1.1", "G\u001bT / HTTP/1.1", "nonsense\u2028"];

/** Bytes that HTTP does not allow in a path and that are let through nevertheless. */
const UNICODE = ["GET /a\u2028b HTTP/1.1", "GET /\u202egpj.example HTTP/1.1", "GET /\u009b31m HTTP/1.1"];

/** Sends this head as it is, and reads until the helper closes. */
async function send(origin, line, field = "X: y") {
  const { hostname, port, host } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.write(`${line}\r\nHost: ${host}\r\n${field}\r\nConnection: close\r\n\r\n`);
  return text(socket).catch(() => "");
}

for (const [format, level] of [
  ["json", "info"],
  ["json", "debug"],
  ["text", "debug"],
]) {
  test(`h_67: as many lines as requests, each whole: ${format}, ${level}`, async (t) => {
    const program = await startHelperAs({ options: ["--log", format, "--log-level", level, "--log-domains"] });
    t.after(() => program.stop());
    for (const typed of TYPED) {
      const { status } = await get(`${program.origin}/v1/policy?domain=${encodeURIComponent(typed)}`);
      assert.equal(status, 400, JSON.stringify(typed));
    }
    for (const line of RAW) assert.match(await send(program.origin, line), /^HTTP\/1\.1 400 /, JSON.stringify(line));
    for (const line of UNICODE)
      assert.match(await send(program.origin, line), /^HTTP\/1\.1 404 /, JSON.stringify(line));
    // Fields are never written down.
    await send(program.origin, "GET / HTTP/1.1", "User-Agent: a\u001b[31m\u2028");
    assert.equal(await program.stop(), 0);

    const lines = program.log();
    assert.match(lines.join("\n"), /^[\x20-\x7e\n]*$/);
    const requests = lines.filter((line) =>
      format === "json" ? JSON.parse(line).event === "request" : / (info|debug|warn) request /.test(line),
    );
    assert.equal(requests.length, TYPED.length + RAW.length + UNICODE.length + 1);
    assert.equal(lines.length, requests.length + 3, "start, stop and end");
    if (format === "text") return;
    for (const line of requests.map((line) => JSON.parse(line))) {
      assert.match(line.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
      assert.ok(["policy", "page", "malformed"].includes(line.route), line.route);
      assert.equal(line.domain, undefined, "only what was looked up is a domain");
      assert.ok(level === "debug" || line.target === undefined, "what was typed is for debug");
      assert.ok((line.target ?? "").length <= 64, line.target);
    }
  });
}

test("h_67: a request is told by what became of it; domain and client only where asked for", async (t) => {
  const quiet = await startHelperAs({ options: ["--log", "json"] });
  t.after(() => quiet.stop());
  await get(`${quiet.origin}/v1/policy?domain=Wrong-Certificate.EXAMPLE.`);
  await quiet.stop();
  const line = quiet.log().map((line) => JSON.parse(line))[1];
  const { time, ms, ...rest } = line;
  assert.ok(Number.isInteger(ms) && time);
  assert.deepEqual(rest, {
    level: "info",
    event: "request",
    method: "GET",
    route: "policy",
    status: 200,
    outcome: "fetched",
    failure: "tls-name",
  });
  assert.doesNotMatch(quiet.log().slice(1).join("\n"), /certificate|127\.0\.0\.1/i);

  const told = await startHelperAs({
    environment: { MTA_STS_HELPER_LOG: "json", MTA_STS_HELPER_LOG_DOMAINS: "1", MTA_STS_HELPER_LOG_CLIENTS: "true" },
  });
  t.after(() => told.stop());
  await get(`${told.origin}/v1/policy?domain=Missing-Policy.EXAMPLE.`);
  await told.stop();
  const { domain, client } = JSON.parse(told.log()[1]);
  assert.deepEqual({ domain, client }, { domain: "missing-policy.example", client: "127.0.0.0/24" });
});

test("a client that goes away leaves a line without a status; probes are for debug", async (t) => {
  const program = await startHelperAs({ options: ["--log", "json"] });
  t.after(() => program.stop());
  await get(`${program.origin}/readyz`);
  await assert.rejects(
    fetch(`${program.origin}/v1/policy?domain=silent.example`, { signal: AbortSignal.timeout(300) }),
    { name: "TimeoutError" },
  );
  const lines = await eventually(() => program.log().length > 1 && program.log(), "a line for it");
  assert.equal(lines.length, 2);
  const line = JSON.parse(lines[1]);
  assert.deepEqual([line.route, line.status], ["policy", undefined]);
  await program.stop();
});

test("whoever starts it without options has a quiet terminal", async (t) => {
  const program = await startHelperAs({});
  t.after(() => program.stop());
  await get(`${program.origin}/`);
  await program.stop();
  assert.deepEqual(program.log(), []);
});

test("a log that nobody reads holds up nobody; what is lost is counted", async (t) => {
  const options = ["--log", "json", "--admin-listen", "127.0.0.1:9394"];
  const program = await startHelperAs({ options, stderr: "leave" });
  t.after(() => program.stop());
  const lost = async () => {
    const { body } = await get("http://127.0.0.1:9394/metrics");
    return Number(/^mta_sts_helper_log_lines_lost_total (\d+)$/m.exec(body)[1]);
  };
  const agent = new Agent({ keepAlive: true });
  for (let asked = 0; (await lost()) === 0; asked += 500) {
    assert.ok(asked < 20_000, "the pipe and the queue have an end");
    for (let number = 0; number < 500; number += 1) {
      assert.equal((await get(`${program.origin}/nothing`, {}, agent)).status, 404);
    }
  }
  agent.destroy();
  await program.stop();
});
