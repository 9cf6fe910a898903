/** A check as a promise and as a sequence of reports; what it sends, and what it makes of every kind of answer. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { check, replay } from "../../js/dist/node.js";

const NOW = 1_800_000_000;
/** A resolver that knows no records. */
const nothing = async () => Response.json({ Status: 0 });
const options = (fetch, rest) => ({ fetch, helper: null, now: NOW, ...rest });
const tries = (report) => report.observed.record.lookup.tries.map(({ resolver, result }) => `${resolver} ${result}`);

test("the reports come in order, and the last is the one that the promise gives", async () => {
  const running = check("example.com", options(nothing));
  const reports = [];
  for await (const report of running) reports.push(report);
  assert.ok(reports.length > 1);
  assert.deepEqual(
    reports.map(({ isComplete }) => isComplete),
    reports.map((_, number) => number === reports.length - 1),
  );
  assert.equal(await running, reports.at(-1));
});

test("a slow reader gets the newest, two readers do not disturb each other, and leaving early ends nothing", async () => {
  const running = check("example.com", options(nothing));
  for await (const report of running) {
    assert.equal(report.isComplete, false);
    break;
  }
  const slow = running[Symbol.asyncIterator]();
  const first = await slow.next();
  await running;
  assert.equal((await slow.next()).value.isComplete, true);
  assert.equal((await slow.next()).done, true);
  assert.equal(first.value.isComplete, false);
  const late = [];
  for await (const report of running) late.push(report);
  assert.deepEqual(late, [await running]);
});

test("the same error reaches who awaits and who reads", async () => {
  const running = check("192.0.2.1");
  const error = await running.catch((reason) => reason);
  await assert.rejects(async () => {
    for await (const report of running) assert.fail(report.verdict);
  }, error);
});

test("who only reads causes no unhandled rejection", async () => {
  const unhandled = [];
  const note = (reason) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  await assert.rejects(check("192.0.2.1")[Symbol.asyncIterator]().next());
  // Nor does who read some, and ends the check later.
  const controller = new AbortController();
  for await (const report of check(
    "example.com",
    options(() => new Promise(() => {}), { signal: controller.signal }),
  )) {
    assert.equal(report.isComplete, false);
    break;
  }
  controller.abort("enough");
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off("unhandledRejection", note);
  assert.deepEqual(unhandled, []);
});

test("an abort ends the check with its reason and every request with it", async () => {
  const signals = [];
  const hang = (_, { signal }) => {
    signals.push(signal);
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  for (const when of ["before", "meanwhile"]) {
    const controller = new AbortController();
    if (when === "before") controller.abort("enough");
    const running = check("example.com", options(hang, { signal: controller.signal }));
    if (when === "meanwhile") {
      await running[Symbol.asyncIterator]().next();
      controller.abort("enough");
    }
    assert.equal(await running.catch((reason) => reason), "enough");
  }
  assert.equal(signals.length, 5);
  assert.ok(signals.every(({ aborted }) => aborted));
});

test("an error in onReport ends the check with it, at once", async () => {
  for (const last of [1, 2, 3]) {
    const boom = new Error("boom");
    let calls = 0;
    const throwing = () => {
      calls += 1;
      if (calls === last) throw boom;
    };
    // Answers that are all there in one tick.
    const answered = Promise.resolve(new Response(null));
    const running = check(
      "example.com",
      options(() => answered, { onReport: throwing }),
    );
    assert.equal(await running.catch((error) => error), boom);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(calls, last);
  }
});

test("the time limit holds for a fetch that does not listen to its signal", async () => {
  const never = () => new Promise(() => {});
  const neverEnds = async () => new Response(new ReadableStream({ pull: () => new Promise(() => {}) }));
  for (const fetch of [never, neverEnds]) {
    const report = await check("example.com", options(fetch, { timeoutMs: 50, resolvers: ["google"] }));
    assert.deepEqual(tries(report), ["Google did not answer in time"]);
  }
  const direct = await check("example.com", { fetch: never, helper: "http://127.0.0.1:1", timeoutMs: 50 });
  assert.equal(direct.outcome, "inconclusive");
});

test("an abort ends a check whose fetch does not listen", async () => {
  const controller = new AbortController();
  const running = check(
    "example.com",
    options(() => new Promise(() => {}), { signal: controller.signal }),
  );
  await running[Symbol.asyncIterator]().next();
  controller.abort("enough");
  assert.equal(await running.catch((reason) => reason), "enough");
});

test("many checks may share a signal", async () => {
  const warnings = [];
  const note = (warning) => warnings.push(warning);
  process.on("warning", note);
  const { signal } = new AbortController();
  await Promise.all(Array.from({ length: 30 }, () => check("example.com", options(nothing, { signal }))));
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off("warning", note);
  assert.deepEqual(warnings, []);
});

test("a URL as RFC 8484 writes it is taken, and one with spaces around it is cleaned", async () => {
  const asked = [];
  const note = async (url) => {
    asked.push(url);
    return nothing();
  };
  for (const url of ["https://dns.example/q{?dns}", " https://dns.example/q "]) {
    await check("example.com", options(note, { resolvers: [url] }));
  }
  assert.ok(
    asked.every((url) => url.startsWith("https://dns.example/q?name=")),
    asked[0],
  );
});

test("a recording gives the same report again", async () => {
  const running = check("example.com", options(nothing));
  const report = await running;
  assert.deepEqual(await replay(running.recording()), report);
  assert.deepEqual(await replay(JSON.stringify(running.recording())), report);
  const previousPolicy = { mode: "enforce", maxAge: 604800, mx: null, lastServedAt: null, source: "given" };
  const knowing = check("example.com", options(nothing, { previousPolicy }));
  const known = await knowing;
  assert.deepEqual(await replay(knowing.recording(), { previousPolicy }), known);
  assert.notDeepEqual(known.outlook, report.outlook);
  const refused = check("192.0.2.1");
  await assert.rejects(refused);
  assert.equal(refused.recording(), null);
});

test("DH-013: what a request says", async () => {
  const sent = [];
  const note = (url, init) => {
    sent.push([new URL(url), init]);
    return nothing();
  };
  await check("example.com", options(note, { resolvers: ["https://dns.example/q"] }));
  for (const [url, init] of sent) {
    assert.equal(url.host, "dns.example");
    const { credentials, referrerPolicy, cache, redirect, headers } = init;
    assert.deepEqual(
      { credentials, referrerPolicy, cache, redirect },
      { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store", redirect: "error" },
    );
    assert.deepEqual(headers, { accept: "application/dns-json" });
  }
});

test("DH-004: a server without JSON is asked in DNS messages", async () => {
  const sent = [];
  // NXDOMAIN to whatever is asked: the question with the bits of an answer.
  const wire = async (url, { headers }) => {
    sent.push([url, headers.accept]);
    const message = Buffer.from(new URL(url).searchParams.get("dns"), "base64url");
    message[2] |= 0x80;
    message[3] |= 3;
    return new Response(message, { headers: { "content-type": "application/dns-message" } });
  };
  const running = check("example.com", options(wire, { resolvers: ["quad9"] }));
  const report = await running;
  assert.equal(report.observed.record.lookup.state, "no-name");
  assert.equal(report.observed.record.lookup.resolver, "Quad9");
  assert.ok(
    sent.every(
      ([url, accept]) =>
        url.startsWith("https://dns.quad9.net/dns-query?dns=AAA") && accept === "application/dns-message",
    ),
  );
  // What was recorded is DoH JSON, so that it replays anywhere.
  assert.deepEqual(await replay(running.recording()), report);
});

test("DH-033: trouble with resolvers is told apart, and never “no record”", async () => {
  const never = (_, { signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const endless = async () => new Response(new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(65_536)) }));
  const refused = async () => {
    throw new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") });
  };
  for (const [fetch, resolvers, expected] of [
    [refused, ["google"], "Google could not be reached (blocked, or no network): fetch failed: connect ECONNREFUSED"],
    [never, ["google"], "Google did not answer in time"],
    [endless, ["google"], "Google sent more than any answer needs"],
    [endless, ["quad9"], "Quad9 sent more than any answer needs"],
    [async () => new Response("", { status: 429 }), ["quad9"], "Quad9 answered HTTP 429 (too many requests)"],
    [async () => new Response("<html>"), ["quad9"], "Quad9 sent something that is not a DNS message"],
    [async () => new Response("<html>"), ["google"], "Google sent something that is not DoH JSON (line 1 column 1)"],
  ]) {
    const report = await check("example.com", options(fetch, { resolvers, timeoutMs: 50 }));
    assert.deepEqual(tries(report), [expected]);
    assert.equal(report.outcome, "inconclusive");
  }
});

test("a resolver that cannot answer is followed by the next, whatever each is asked in", async () => {
  const first = (url) => (url.includes("mullvad") ? new Response("", { status: 503 }) : nothing());
  const report = await check(
    "example.com",
    options(async (url) => first(url), { resolvers: ["mullvad", "cloudflare"] }),
  );
  assert.deepEqual(tries(report), ["Mullvad answered HTTP 503", "Cloudflare says there are no TXT records"]);
});

test("a helper is asked for what it remembers, or to look anew", async () => {
  for (const [rest, expected] of [
    [{}, "https://helper.example/v1/policy?domain=xn--bcher-kva.example"],
    [{ fresh: false }, "https://helper.example/v1/policy?domain=xn--bcher-kva.example"],
    [{ fresh: true }, "https://helper.example/v1/policy?domain=xn--bcher-kva.example&fresh=1"],
  ]) {
    const asked = [];
    const fetch = async (url) => {
      if (new URL(url).host === "helper.example") asked.push(String(url));
      return nothing();
    };
    await check("bücher.example", options(fetch, { helper: "https://helper.example", ...rest }));
    assert.deepEqual(asked, [expected]);
  }
});
