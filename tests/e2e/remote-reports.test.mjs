/** Reports read in a worker, in a page with the strictest policy: files cross as they are, and the worker lives however many. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { inRoot } from "../../scripts/shell.mjs";
import { limitMemory } from "../api/small_memory.mjs";
import { report } from "../api/tls-reports.mjs";
import { launch } from "./browser.mjs";
import { startEmbedding } from "./embed.mjs";

const WASM = readFileSync(inRoot("js", "pkg", "reports", "mta_sts_reports_bg.wasm"));
const RECORDING = readFileSync(inRoot("tests", "vectors", "cases", "healthy.json"), "utf8");
const serving = (call) => `import { serve } from "/js/dist/worker.js";\n${call}\n`;
const fetched = (bytes) =>
  serving(`serve(undefined, {
    reports: () => fetch("/js/pkg/reports/mta_sts_reports_bg.wasm", {
      integrity: "sha384-${createHash("sha384").update(bytes).digest("base64")}",
    }),
  });`);

const FILES = {
  "/page.js": `
    import { remoteApi } from "/js/dist/remote.js";
    const policy = trustedTypes.createPolicy("worker", { createScriptURL: (path) => path });
    globalThis.workers = [];
    globalThis.remote = (path = "/worker.js", options) =>
      remoteApi(() => {
        const worker = new Worker(policy.createScriptURL(path), { type: "module" });
        workers.push(worker);
        return worker;
      }, options);
    globalThis.failure = (promise) =>
      promise.then(() => null, (error) => (error instanceof Error ? [error.name, error.code, error.message] : error));
    const text = ${JSON.stringify(report(1, { failed: 2 }))};
    /** A report of its own, as JSON. */
    globalThis.report = (number) => text.replace("report-1", "report-" + number);
    globalThis.bytes = (number) => new TextEncoder().encode(report(number));
    globalThis.file = (number) => new File([report(number)], number + ".json");
  `,
  "/worker.js": serving("serve();"),
  "/fetched.js": fetched(WASM),
  "/tampered.js": fetched(""),
  "/small.wasm": limitMemory(WASM, 256),
};

let site;
let browser;
before(async () => {
  site = await startEmbedding(null, { files: FILES, trustedTypes: "worker" });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

let page;
let asked;
beforeEach(async () => {
  page = await browser.newPage();
  asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(site.url("", "/page.js"));
  await page.waitForFunction(() => globalThis.file !== undefined);
});
afterEach(async () => {
  assert.deepEqual(await page.evaluate(() => violations), []);
  await page.close();
});

const askedFor = (name) => asked.filter((url) => url.endsWith(name)).length;

test("every function gives the same as in the page, and the same error", async () => {
  const [inWorker, inPage] = await page.evaluate(async (recording) => {
    const files = () => [
      file(1),
      { name: "2.json", bytes: new TextEncoder().encode(`x${report(2)}`).subarray(1) },
      { name: "3.json", arrayBuffer: async () => bytes(3).buffer },
      { name: "gone.json", arrayBuffer: () => Promise.reject(new Error("it was moved")) },
      { name: "large.zip", size: 1e9, arrayBuffer: async () => new ArrayBuffer(0) },
      file(1),
    ];
    async function* later() {
      for (const one of files()) yield one;
    }
    const stand = async (api, ...args) => api.standing((await api.readReports([file(1)])).domains[0], ...args);
    const all = (api) =>
      Promise.all(
        [
          () => api.initReports(),
          () => api.readReport(report(1)),
          () => api.readReport(bytes(1), { name: "a!b!1!2.json" }),
          () => api.readReport(bytes(1).buffer),
          () => api.readReport(file(1)),
          () => api.readReport(new Uint8Array(33 * 1024 * 1024)),
          () => api.readReports(files()),
          () => api.readReports(later()),
          () => stand(api, recording),
          () => stand(api, JSON.parse(recording)),
          () => stand(api, "{}"),
          () => api.standing({}, recording),
          () => api.readReport(7),
          () => api.readReport("", { name: 7 }),
          () => api.readReports(7),
          () => api.readReports([7]),
          () => api.readReports([{ name: "a" }]),
          () => api.readReports([], { onProgress: 7 }),
        ].map((ask) => ask().then(JSON.stringify, ({ name, code, message }) => `${name} ${code} ${message}`)),
      );
    return [await all(remote()), await all(await import("/js/dist/browser.js"))];
  }, RECORDING);
  assert.deepEqual(inWorker, inPage);
  assert.equal(inWorker.filter((line) => line?.startsWith("MtaStsError ")).length, 8);
  assert.equal(JSON.parse(inWorker[6]).reports, 3);
});

test("nothing of the reader is loaded before it is wanted, and nothing of it in the page", async () => {
  await page.evaluate(async () => {
    globalThis.api = remote();
    await api.validateRecord("v=STSv1; id=1;");
  });
  assert.deepEqual([askedFor("reader.js"), askedFor("mta_sts_reports_bg.wasm")], [0, 0]);
  await page.evaluate(() => api.readReport(report(1)).then(() => {}));
  assert.deepEqual(
    [askedFor("reader.js"), askedFor("mta_sts_reports.js"), askedFor("mta_sts_reports_bg.wasm")],
    [1, 1, 1],
  );
});

test("many files: progress comes, the page stays free, and the worker counts as alive", async () => {
  const { reports, seen, turns } = await page.evaluate(async () => {
    const seen = [];
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 10);
    const api = remote("/worker.js", { patienceMs: 300 });
    await api.initReports();
    const files = Array.from({ length: 3_000 }, (_, number) => file(number));
    const { reports } = await api.readReports(files, { onProgress: (progress) => seen.push(progress) });
    clearInterval(timer);
    return { reports, seen, turns };
  });
  assert.equal(reports, 3_000);
  assert.deepEqual(seen.at(-1), { files: 3_000, reports: 3_000, duplicates: 0, unreadable: 0, failedSessions: 6_000 });
  assert.ok(turns > 5, `${turns} turns`);
});

test("an abort ends it with its reason, and so does an error in onProgress; the worker stays", async () => {
  const seen = await page.evaluate(async () => {
    const api = remote();
    let opened = 0;
    const slow = (number) => ({
      name: `${number}.json`,
      arrayBuffer: async () => {
        opened += 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
        return bytes(number).buffer;
      },
    });
    const files = Array.from({ length: 1_000 }, (_, number) => slow(number));
    const results = [await failure(api.readReports(files, { signal: AbortSignal.abort("before") }))];
    const controller = new AbortController();
    const onProgress = () => controller.abort("enough");
    results.push(await failure(api.readReports(files, { signal: controller.signal, onProgress })));
    const broken = () => {
      throw new Error("boom");
    };
    results.push((await failure(api.readReports(files, { onProgress: broken })))[2]);
    const after = opened;
    await new Promise((resolve) => setTimeout(resolve, 200));
    const never = new AbortController();
    const endless = (async function* () {
      await new Promise(() => {});
    })();
    setTimeout(() => never.abort("waited"), 10);
    results.push(await failure(api.readReports(endless, { signal: never.signal })));
    return { results, more: opened - after, ok: (await api.readReports([file(1)])).reports, workers: workers.length };
  });
  assert.deepEqual(seen.results, ["before", "enough", "boom", "waited"]);
  assert.ok(seen.more <= 1, `${seen.more} more`);
  assert.deepEqual([seen.ok, seen.workers], [1, 1]);
});

test("what cannot be handed over is unreadable; what never comes ends with its reading", async () => {
  const seen = await page.evaluate(async () => {
    const api = remote();
    const taken = bytes(2).buffer;
    structuredClone(taken, { transfer: [taken] });
    const { documents } = await api.readReports([file(1), { name: "2", arrayBuffer: async () => taken }, file(3)]);
    const controller = new AbortController();
    const never = { name: "never", arrayBuffer: () => (controller.abort("enough"), new Promise(() => {})) };
    const ended = await failure(api.readReports([never], { signal: controller.signal }));
    return { documents, ended, after: (await api.readReports([file(1)])).reports, workers: workers.length };
  });
  assert.deepEqual(
    seen.documents.map(({ state }) => state),
    ["counted", "unreadable", "counted"],
  );
  assert.match(seen.documents[1].note, /^It could not be opened: .*detached/);
  assert.deepEqual([seen.ended, seen.after, seen.workers], ["enough", 1, 1]);
});

test("a module that could not be loaded may be tried again, from elsewhere", async () => {
  const seen = await page.evaluate(async () => {
    const api = remote();
    const seen = [];
    for (const source of [Promise.reject(new Error("no network")), "/nowhere.wasm"]) {
      seen.push(await failure(api.initReports(source)));
    }
    await api.initReports("/small.wasm");
    return [...seen, (await api.readReports([file(1)])).reports];
  });
  for (const failure of seen.slice(0, 2)) {
    assert.match(failure.join(" "), /^MtaStsError engine The WebAssembly module could not be loaded: /);
  }
  assert.equal(seen[2], 1);
  assert.equal(askedFor("small.wasm"), 1);
});

test("w_05_a file that traps costs itself, whoever opens it", async () => {
  const states = await page.evaluate(async () => {
    const api = remote();
    await api.initReports("/small.wasm");
    const spaces = " ".repeat(19 * 1024 * 1024);
    const large = { name: "b", arrayBuffer: async () => new TextEncoder().encode(spaces).buffer };
    const files = [file(1), new File([spaces], "a"), { name: "2", bytes: bytes(2) }, large, file(3)];
    return (await api.readReports(files)).documents.map(({ state }) => state);
  });
  assert.deepEqual(states, ["counted", "unreadable", "counted", "unreadable", "counted"]);
});

test("where the module is, the page may say, and every worker is told", async () => {
  const reports = await page.evaluate(async () => {
    const api = remote();
    await api.initReports(fetch("/small.wasm"));
    const first = (await api.readReports([file(1)])).reports;
    api.close();
    return [first, (await api.readReports([file(1)])).reports, workers.length];
  });
  assert.deepEqual(reports, [1, 1, 2]);
  assert.deepEqual([askedFor("small.wasm"), askedFor("mta_sts_reports_bg.wasm")], [1, 0]);
});

test("the worker may say, with the hash that the module must have, and fetches it once", async () => {
  const [good, bad, other] = await page.evaluate(async () => {
    const api = remote("/fetched.js");
    await api.readDomain("example.com");
    const both = await Promise.all([api.readReport(report(1)), api.readReport(report(2))]);
    const tampered = remote("/tampered.js");
    const bad = await failure(tampered.readReport(report(1)));
    return [both.map(({ form }) => form), bad, (await tampered.readDomain("example.com")).ok];
  });
  assert.deepEqual(good, ["json", "json"]);
  assert.match(bad.join(" "), /^MtaStsError engine The WebAssembly module could not be loaded: /);
  // What needs no reports goes on.
  assert.equal(other, true);
  assert.equal(askedFor("mta_sts_reports_bg.wasm"), 2);
});
