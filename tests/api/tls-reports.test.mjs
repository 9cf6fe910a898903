/** Reading reports: one, many, from wherever they come, and how it ends early. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { check, readReport, readReports, replay, standing } from "../../js/dist/node.js";
import { MAX_FILE_BYTES } from "../../js/dist/reports/source.js";
import { inRoot } from "../../scripts/shell.mjs";
import { file, gzipped, report } from "./tls-reports.mjs";

const RECORDING = readFileSync(inRoot("tests", "vectors", "cases", "healthy.json"), "utf8");
const states = ({ documents }) => documents.map(({ state }) => state);

test("readReport takes bytes in whatever they are", async () => {
  const bytes = gzipped(1);
  const expected = await readReport(bytes);
  assert.equal(expected.form, "gzip");
  assert.equal(expected.documents[0].reading.isUsable, true);
  const roomy = new Uint8Array(bytes.length + 10);
  roomy.set(bytes, 5);
  for (const given of [
    new Uint8Array(bytes),
    new Uint8Array(bytes).buffer,
    new Blob([bytes]),
    roomy.subarray(5, 5 + bytes.length),
  ]) {
    assert.deepEqual(await readReport(given), expected);
  }
  assert.equal((await readReport(report(1))).form, "json");
});

test("tr_030_the name is compared with the report", async () => {
  const name = "mail.example!other.example!1788220800!1788307199.json";
  const { documents } = await readReport(report(0), { name });
  assert.ok(documents[0].reading.problems.some(({ kind }) => kind === "name-mismatch"));
});

test("w_04_more than is taken is an answer of the module, and is not read whole", async () => {
  const sentences = [];
  for (const given of [" ".repeat(MAX_FILE_BYTES + 1), new Blob([new Uint8Array(MAX_FILE_BYTES + 5)])]) {
    const { documents, problems } = await readReport(given);
    const all = [...problems, ...documents.flatMap(({ reading }) => reading.problems)];
    assert.deepEqual([...new Set(all.map(({ kind }) => kind))], ["too-large"]);
    sentences.push(all[0].saw);
  }
  // Of the larger one, too, only as much was handed in as tells that it is too large.
  assert.equal(sentences[0], sentences[1]);
});

test("what is wrong is said at once", async () => {
  const isArgument = (message) => ({ name: "MtaStsError", code: "argument", message });
  const nameless = { arrayBuffer: async () => new ArrayBuffer(0) };
  for (const [call, message] of [
    [() => readReport(7), /^readReport\(\) takes a Uint8Array, an ArrayBuffer, a Blob or a string, not 7\.$/],
    [() => readReport("{}", { name: 7 }), /^name is a string, not 7\.$/],
    [() => readReport("{}", null), /^The options are an object, not null\.$/],
    [() => readReports("abc"), /^readReports\(\) takes a list of files, not “abc”\.$/],
    [() => readReports(undefined), /^readReports\(\) takes a list of files, not undefined\.$/],
    [() => readReports(["a.json"]), /^A file of reports is a File or an object with a name, not “a\.json”\.$/],
    [() => readReports([nameless]), /^A file’s name is a string, not undefined\.$/],
    [() => readReports([{ name: "x" }]), /^The file “x” has neither arrayBuffer\(\) nor a Uint8Array\.$/],
    [() => readReports([], { onProgress: 7 }), /^onProgress is a function, not 7\.$/],
    [() => readReports([], { signal: {} }), /^signal is an AbortSignal, not object\.$/],
  ]) {
    await assert.rejects(call, isArgument(message), String(call));
  }
});

test("readReports takes files of every kind, from every kind of list, in their order", async () => {
  async function* later() {
    yield file("1.json", report(1, { failed: 2 }));
    yield new File([gzipped(2)], "2.json.gz");
    yield { name: "3.json", arrayBuffer: async () => new Uint8Array(Buffer.from(report(3))).buffer };
    yield file("again.json", report(1, { failed: 2 }));
  }
  const summary = await readReports(later());
  assert.deepEqual(states(summary), ["counted", "counted", "counted", "duplicate"]);
  assert.deepEqual(
    summary.documents.map(({ name }) => name),
    ["1.json", "2.json.gz", "3.json", "again.json"],
  );
  assert.deepEqual(summary.sessions, { successful: 30, failed: 2 });
  assert.deepEqual(await readReports(new Set([file("1.json", report(1, { failed: 2 }))])), {
    ...(await readReports([file("1.json", report(1, { failed: 2 }))])),
  });
  assert.deepEqual((await readReports([])).documents, []);
});

test("one that cannot be opened, or is too large, is unreadable, and the others count", async () => {
  let opened = 0;
  const summary = await readReports([
    file("a.json", report(1)),
    { name: "gone.json", arrayBuffer: () => Promise.reject(new Error("it was moved.")) },
    { name: "thrown.json", arrayBuffer: () => assert.fail("thrown") },
    { name: "large.zip", size: MAX_FILE_BYTES + 1, arrayBuffer: async () => (opened += 1) },
    { name: "unknown.zip", arrayBuffer: async () => new ArrayBuffer(MAX_FILE_BYTES + 1) },
    file("b.json", report(2)),
  ]);
  assert.equal(opened, 0);
  assert.deepEqual(states(summary), ["counted", ...Array(4).fill("unreadable"), "counted"]);
  const notes = summary.documents.map(({ note }) => note);
  assert.equal(notes[1], "It could not be opened: it was moved.");
  assert.equal(notes[2], "It could not be opened: thrown.");
  assert.match(notes[3], /^It has 32\.0 MiB, and at most 32 MiB are read: /);
  assert.match(notes[4], /^It has 32\.0 MiB/);
  assert.deepEqual([summary.files, summary.reports, summary.unreadable], [6, 2, 4]);
});

test("few files are open at a time, and of large ones one", async () => {
  let open = 0;
  const most = { small: 0, large: 0 };
  const source = (kind, size) => (number) => ({
    name: `${kind}-${number}`,
    size,
    arrayBuffer: async () => {
      most[kind] = Math.max(most[kind], (open += 1));
      await new Promise(setImmediate);
      open -= 1;
      return new Uint8Array(gzipped(number)).buffer;
    },
  });
  const numbers = Array.from({ length: 50 }, (_, number) => number);
  await readReports(numbers.map(source("large", 1_000_000)));
  await readReports(numbers.map(source("small", 100)));
  assert.deepEqual(most, { small: 8, large: 1 });
});

test("progress grows, does not come too often, and ends with all", async () => {
  const seen = [];
  const number = 2_000;
  function* many() {
    for (let at = 0; at < number; at++) yield file(`${at}.json`, report(at, { failed: 1 }));
    yield file("no.json", "no");
  }
  const began = performance.now();
  const summary = await readReports(many(), { onProgress: (progress) => seen.push(progress) });
  assert.ok(seen.length <= 2 + (performance.now() - began) / 100, `${seen.length} times`);
  assert.deepEqual(
    seen.map(({ files }) => files),
    seen.map(({ files }) => files).toSorted((a, b) => a - b),
  );
  assert.deepEqual(seen.at(-1), { files: 2_001, reports: 2_000, duplicates: 0, unreadable: 1, failedSessions: 2_000 });
  assert.equal(summary.sessions.failed, 2_000);
});

test("others have their turn while files are read that need no waiting", async () => {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  function* many() {
    const bytes = Buffer.from(report(1));
    // So long only if they have none.
    const end = performance.now() + 10_000;
    while (turns < 3 && performance.now() < end) yield { name: "a.json", bytes };
  }
  await readReports(many());
  clearInterval(timer);
  assert.ok(turns >= 3, `${turns} turns`);
});

test("a signal ends it: before, between files, and while a file does not come", async () => {
  await assert.rejects(readReports([], { signal: AbortSignal.abort("early") }), (reason) => reason === "early");
  const controller = new AbortController();
  let opened = 0;
  const endless = function* () {
    for (;;) yield { name: "a.json", arrayBuffer: async () => ((opened += 1), new ArrayBuffer(2)) };
  };
  const stop = () => controller.abort("enough");
  await assert.rejects(
    readReports(endless(), { signal: controller.signal, onProgress: stop }),
    (reason) => reason === "enough",
  );
  const after = opened;
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(opened <= after + 1, "it went on");

  const never = { name: "a.json", arrayBuffer: () => new Promise(() => {}) };
  const waiting = new AbortController();
  const reading = readReports([never], { signal: waiting.signal });
  setTimeout(() => waiting.abort("waited"), 10);
  await assert.rejects(reading, (reason) => reason === "waited");
});

test("what the list or onProgress throws comes out", async () => {
  function* broken() {
    yield file("a.json", report(1));
    throw new Error("the list broke");
  }
  await assert.rejects(readReports(broken()), /the list broke/);
  const onProgress = () => {
    throw new Error("nobody listens");
  };
  await assert.rejects(readReports([file("a.json", report(1))], { onProgress }), /nobody listens/);
});

test("tr_033_standing takes a recording as an object or as JSON", async () => {
  const { domains } = await readReports([file("a.json", report(1, { failed: 2 }))]);
  const [reports] = domains;
  const now = await standing(reports, RECORDING);
  assert.equal(now.checkedAt, (await replay(RECORDING)).checkedAt);
  assert.equal(now.failures.length, reports.failures.length);
  assert.equal(now.policies.length, reports.policies.length);
  assert.deepEqual(await standing(reports, JSON.parse(RECORDING)), now);
  await assert.rejects(standing(reports, "{}"), { name: "MtaStsError", code: "recording" });
  await assert.rejects(standing({}, RECORDING), {
    name: "MtaStsError",
    code: "argument",
    message: /^This is not what reports say about a domain: /,
  });
  await assert.rejects(standing(undefined, RECORDING), { name: "MtaStsError", code: "argument" });
  // Of a check that runs there is one as well.
  const running = check("example.com", { fetch: () => Promise.reject(new TypeError("no network")), helper: null });
  await running;
  assert.equal((await standing(reports, running.recording())).failures[0].state, "not-known");
});
