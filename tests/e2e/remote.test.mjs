/** The package in a worker, in a page with the strictest policy: it answers as it does in the page, and outlives what goes wrong. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { inRoot } from "../../scripts/shell.mjs";
import { limitMemory } from "../api/small_memory.mjs";
import { startHelper } from "../lab/helper.mjs";
import { launch, read } from "./browser.mjs";
import { startEmbedding } from "./embed.mjs";

const WASM = readFileSync(inRoot("js", "pkg", "mta_sts_bg.wasm"));
const RECORDING = readFileSync(inRoot("tests", "vectors", "cases", "healthy.json"), "utf8");
const MIB = 1024 * 1024;

const serving = (call) => `import { serve } from "/js/dist/worker.js";\n${call}\n`;
const hash = (bytes) => `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
const fetched = (integrity) =>
  serving(`serve(fetch("/js/pkg/mta_sts_bg.wasm", { integrity: ${JSON.stringify(integrity)} }));`);

const FILES = {
  "/page.js": `
    import { remoteApi } from "/js/dist/remote.js";
    const policy = trustedTypes.createPolicy("worker", { createScriptURL: (path) => path });
    globalThis.workers = [];
    globalThis.remote = (path, options) =>
      remoteApi(() => {
        const worker = new Worker(policy.createScriptURL(path), { type: "module" });
        workers.push(worker);
        return worker;
      }, options);
    /** How an error looks from here; what else is thrown as it is. */
    globalThis.failure = (promise) =>
      promise.then(
        () => null,
        (error) => (error instanceof Error ? [error.name, error.code, error.message] : error),
      );
  `,
  "/sources.js": `
    const place = "small.wasm";
    const fetched = () => fetch(place);
    globalThis.sources = {
      "a relative URL": () => place,
      "a URL": () => new URL(place, document.baseURI),
      "its bytes": async () => (await fetched()).arrayBuffer(),
      "a compiled module": () => WebAssembly.compileStreaming(fetched()),
      "a Response": fetched,
      "a promise": async () => place,
    };
  `,
  // Much to do, prepared before it is measured.
  "/works.js": `
    const much = new TextDecoder().decode(new Uint8Array(100 * ${MIB}).fill(97));
    const octets = new Uint8Array(100 * ${MIB});
    const list = new Array(10_000_000).fill("a");
    const fill = (line, size) => line.repeat(size / line.length);
    const longest = fill("version: STSv1\\nmode: enforce\\nmx: mx.example.com\\nmax_age: 86400\\n", ${MIB});
    const patterns = fill("mx: a.b\\n", 65536);
    const faults = fill("a\\n", ${MIB});
    const api = remote("/worker.js");
    const validate = (text, options) => api.validatePolicy(text, options).then(({ validity }) => validity);
    globalThis.works = {
      "a text": () => failure(api.validatePolicy(much)),
      octets: () => failure(api.validateRecord(octets)),
      "a domain": () => failure(api.check(much)),
      "a recording": () => failure(api.replay(much)),
      "a list": () => failure(api.matchMx(list, "a")),
      "an option": () => failure(api.check("example.com", { previousPolicy: { mx: [much] } })),
      "the longest policy": () => validate(longest),
      "the most patterns": () => validate(patterns, { senders: true }),
      "the most faults": () => validate(faults),
      "a part of 100 MiB": () => api.validateRecord(octets.subarray(0, 10)).then(({ validity }) => validity),
      "a check": () => api.check("healthy.example", { helper: "" }).then(({ outcome }) => outcome),
    };
  `,
  "/worker.js": serving("serve();"),
  "/fetched.js": fetched(hash(WASM)),
  "/tampered.js": fetched(hash("")),
  "/small.js": serving(`serve(fetch("/small.wasm"));`),
  "/small.wasm": limitMemory(WASM, 28),
  // Does what it is told to do wrong, by a text to explain.
  "/stubborn.js": serving(`
    addEventListener("message", ({ data: { name, args } }) => {
      if (name !== "explain") return;
      if (args[0] === "hang") for (;;);
      if (args[0] === "throw") throw new Error("Boom.");
      if (args[0] === "close") close();
    });
    // As slow to listen as one that waits for something first.
    await new Promise((resolve) => setTimeout(resolve, 50));
    serve();
  `),
  "/broken.js": "throw new Error('Boom.');",
};

let helper;
let site;
let browser;
before(async () => {
  helper = await startHelper();
  site = await startEmbedding(helper, { files: FILES, trustedTypes: "worker" });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.stop();
  await helper?.stop();
});

let page;
let asked;
beforeEach(async () => {
  page = await browser.newPage();
  asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(site.url('<mta-sts-check helper=""></mta-sts-check>', "/page.js"));
  await page.waitForFunction(() => globalThis.remote !== undefined);
});
afterEach(async () => {
  assert.deepEqual(await page.evaluate(() => violations), []);
  await page.close();
});

describe("as in the page", () => {
  test("every function gives the same, and the same error", async () => {
    const [inWorker, inPage] = await page.evaluate(async (recording) => {
      const policy = "version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 86400\nmx: bad..example\n";
      const bytes = new TextEncoder().encode(`xx${policy}`).subarray(2);
      const previousPolicy = { mode: "enforce", maxAge: 604800, mx: null, lastServedAt: null, source: "given" };
      const all = (api) =>
        Promise.all(
          [
            () => api.init(),
            () => api.readDomain("someone@bücher.example"),
            () => api.readDomain(7),
            () => api.validatePolicy(policy, { mx: ["a.b.example.com", "mx.example.com"], senders: true }),
            () => api.validatePolicy(bytes),
            () => api.validatePolicy(policy, { mx: "mx.example.com" }),
            () => api.validateRecord("v=STSv1; id=2024-01-01;"),
            () => api.validateRecord(bytes),
            () => api.validateRecord(null),
            () => api.matchMx(["mx.*", "*.example.com"], "MX1.example.com."),
            () => api.matchMx("*.example.com", "mx.example.com"),
            () => api.explain("sts-policy-fetch-error"),
            () => api.replay(recording),
            () => api.replay(JSON.parse(recording), { previousPolicy }),
            () => api.replay("{}"),
            () => api.check("192.0.2.1"),
            () => api.check("example.com", { timeoutMs: -1 }),
            () => api.check("example.com", { resolvers: [] }),
            () => api.check("example.com", { previousPolicy: { mode: "loud" } }),
            () => api.check("example.com", null),
          ].map((ask) => ask().then(JSON.stringify, ({ name, code, message }) => `${name} ${code} ${message}`)),
        );
      return [await all(remote("/worker.js")), await all(await import("/js/dist/browser.js"))];
    }, RECORDING);
    assert.deepEqual(inWorker, inPage);
    assert.equal(inWorker.filter((line) => line?.startsWith("MtaStsError ")).length, 10);
  });

  test("a check reports as answers come, and its recording grows with them", async () => {
    const seen = await page.evaluate(async () => {
      const api = remote("/worker.js");
      const heard = [];
      const running = api.check("healthy.example", { helper: "", now: 1_800_000_000, onReport: (r) => heard.push(r) });
      const [before, sizes, reports] = [running.recording(), [], []];
      for await (const report of running) {
        reports.push(report);
        sizes.push(Object.keys(running.recording().answers).length);
      }
      const report = await running;
      const again = await api.replay(running.recording());
      return {
        before,
        sizes,
        ends: reports.map(({ isComplete }) => isComplete),
        isLast: report === reports.at(-1) && report === heard.at(-1),
        isSubset: reports.every((one) => heard.includes(one)),
        isSame: JSON.stringify(again) === JSON.stringify(report),
        outcome: report.outcome,
        checkedAt: report.checkedAt,
      };
    });
    const { before, sizes, ends, ...rest } = seen;
    assert.equal(before, null);
    assert.ok(sizes.length > 3, `${sizes}`);
    assert.deepEqual(
      sizes,
      [...sizes].sort((a, b) => a - b),
    );
    assert.deepEqual(
      ends,
      ends.map((_, number) => number === ends.length - 1),
    );
    const expected = { isLast: true, isSubset: true, isSame: true, outcome: "protected", checkedAt: 1_800_000_000 };
    assert.deepEqual(rest, expected);
  });

  test("an abort ends it with its reason and every request with it; so does an error in onReport", async () => {
    const failed = [];
    page.on("requestfailed", (request) => failed.push(request.url()));
    const reasons = await page.evaluate(async () => {
      const api = remote("/worker.js");
      const results = [];
      for (const when of ["before", "starting", "meanwhile"]) {
        const controller = new AbortController();
        if (when === "before") controller.abort("enough");
        const running = api.check("slow.example", { helper: "", signal: controller.signal });
        if (when === "meanwhile") await running[Symbol.asyncIterator]().next();
        controller.abort("enough");
        results.push(await failure(running), running.recording() !== null);
      }
      let calls = 0;
      const onReport = () => {
        calls += 1;
        throw new Error("boom");
      };
      results.push(await failure(api.check("slow.example", { helper: "", onReport })));
      await new Promise((resolve) => setTimeout(resolve, 300));
      return [...results, calls, workers.length];
    });
    const [boom, calls, started] = reasons.slice(6);
    assert.deepEqual(reasons.slice(0, 6), ["enough", false, "enough", false, "enough", true]);
    assert.deepEqual([boom[2], calls, started], ["boom", 1, 1]);
    // The policy host never answers: who asked it no longer waits.
    assert.ok(
      failed.some((url) => url.includes("/v1/policy")),
      `${failed}`,
    );
  });

  test("what cannot be handed over is refused", async () => {
    const refused = await page.evaluate(async () => {
      const api = remote("/worker.js");
      const reactive = new Proxy(["*.example.com"], {});
      return [
        await failure(api.check("example.com", { fetch })),
        await failure(api.matchMx(reactive, "mx.example.com")),
        await failure(api.validateRecord(() => "")),
        (await api.readDomain("example.com")).ok,
      ];
    });
    assert.deepEqual(refused[0], [
      "MtaStsError",
      "argument",
      "fetch is a function, which no worker can be handed: leave it out there.",
    ]);
    assert.match(
      refused[1].join(" "),
      /^MtaStsError argument What matchMx\(\) was given cannot be handed to a worker: /,
    );
    assert.match(refused[2].join(" "), /^MtaStsError argument What validateRecord\(\) was given cannot be handed/);
    assert.equal(refused[3], true);
  });

  test("the element checks with it, and loads nothing of the module in the page", async () => {
    await page.evaluate(async () => {
      await import("/js/dist/element.js");
      const element = document.querySelector("mta-sts-check");
      element.api = remote("/fetched.js");
      element.domain = "healthy.example";
    });
    await page.waitForFunction(() => events.some(({ type }) => type === "done"));
    assert.equal((await read(page)).outcome, "protected");
    const times = (name) => asked.filter((url) => url.endsWith(name)).length;
    assert.deepEqual([times("mta_sts.js"), times("mta_sts_bg.wasm")], [1, 1]);
    // Without it the element checks here, in the place of the check that runs.
    await page.$eval("mta-sts-check", (element) => {
      events.length = 0;
      element.addEventListener("report", () => (element.api = undefined), { once: true });
      void element.check();
    });
    await page.waitForFunction(() => events.some(({ type }) => type === "done"));
    assert.equal(await page.$eval("mta-sts-check", ({ api }) => api), null);
    assert.ok(times("mta_sts.js") > 1);
  });

  test("without one it loads the module when it has a domain, and again if that failed", async () => {
    const isUnreachable = (route) => route.abort();
    await page.route(/mta_sts\.js$/, isUnreachable);
    await page.evaluate(() => import("/js/dist/element.js").then(() => {}));
    assert.ok(!asked.some((url) => url.endsWith("/browser.js")));
    const stopped = await page.$eval("mta-sts-check", async (element) => {
      element.domain = "healthy.example";
      const report = element.check();
      element.stop();
      return [await report, element.shadowRoot.querySelector("[part=progress-text]").textContent];
    });
    assert.deepEqual(stopped, [null, "Stopped before all answers were in."]);
    const message = await page.$eval("mta-sts-check", async (element) => {
      await element.check();
      return element.shadowRoot.querySelector("[part=progress-text]").textContent;
    });
    assert.match(message, /^The check could not run: (?!\w*Error)/);
    await page.unroute(/mta_sts\.js$/, isUnreachable);
    assert.equal(
      await page.$eval("mta-sts-check", (element) => element.check().then(({ outcome }) => outcome)),
      "protected",
    );
  });
});

describe("where the module is", () => {
  beforeEach(() => page.evaluate(() => import("/sources.js").then(() => {})));

  for (const what of ["a relative URL", "a URL", "its bytes", "a compiled module", "a Response", "a promise"]) {
    test(`the page may say: ${what}, and every worker is told`, async () => {
      const validities = await page.evaluate(async (what) => {
        const api = remote("/worker.js");
        await api.init(sources[what]());
        const first = await api.validateRecord("v=STSv1; id=1;");
        api.close();
        return [first, await api.validateRecord("v=STSv1; id=1;")].map(({ validity }) => validity);
      }, what);
      assert.deepEqual(validities, ["valid", "valid"]);
      assert.ok(!asked.some((url) => url.endsWith("mta_sts_bg.wasm")));
      assert.ok(asked.some((url) => url.endsWith("small.wasm")));
      assert.equal(await page.evaluate(() => workers.length), 2);
    });
  }

  test("the worker may say, with the hash that it must have", async () => {
    const [good, bad] = await page.evaluate(async () => {
      const read = (api) => api.readDomain("example.com").then(({ ok }) => ok);
      return [await read(remote("/fetched.js")), await failure(read(remote("/tampered.js")))];
    });
    assert.equal(good, true);
    assert.match(bad.join(" "), /^MtaStsError engine The WebAssembly module could not be loaded: /);
  });

  test("what could not be loaded is tried again, in a fresh worker", async () => {
    const isNoModule = (route) => route.fulfill({ contentType: "application/wasm", body: "" });
    await page.context().route(/\.wasm$/, isNoModule);
    const failures = await page.evaluate(async () => {
      globalThis.api = remote("/fetched.js");
      return Promise.all([failure(api.init()), failure(api.explain("")), failure(api.check("example.com"))]);
    });
    for (const [name, code, message] of failures) {
      assert.deepEqual([name, code], ["MtaStsError", "engine"]);
      assert.match(message, /^The WebAssembly module could not be loaded: /);
    }
    await page.context().unroute(/\.wasm$/, isNoModule);
    assert.equal(await page.evaluate(() => api.readDomain("example.com").then(({ ok }) => ok)), true);
    assert.equal(await page.evaluate(() => workers.length), 2);
  });
});

describe("what goes wrong", () => {
  const SILENT =
    /^MtaStsError engine The checker gave no sign of life for [\d.]+ seconds and was ended\. You can try again/;
  const BROKEN =
    /^MtaStsError engine The checker’s worker broke down \(.*Boom.*\) and was ended\. You can try again\.$/;

  test("a worker that hangs is ended after 5 seconds, and the next call has a fresh one", async () => {
    const [error, elapsed, ok] = await page.evaluate(async () => {
      const api = remote("/stubborn.js");
      await api.init();
      const started = performance.now();
      const error = await failure(api.explain("hang"));
      const elapsed = performance.now() - started;
      return [error.join(" "), elapsed, (await api.readDomain("example.com")).ok];
    });
    assert.match(error, SILENT);
    assert.ok(elapsed > 4_900 && elapsed < 5_500, `${elapsed} ms`);
    assert.equal(ok, true);
  });

  test("20 of 20 times, each with a check under way", async () => {
    const rounds = await page.evaluate(async () => {
      const api = remote("/stubborn.js", { patienceMs: 300 });
      const rounds = [];
      for (let round = 0; round < 20; round++) {
        const running = api.check("slow.example", { helper: "" });
        await running[Symbol.asyncIterator]().next();
        const errors = await Promise.all([failure(running), failure(api.explain("hang"))]);
        const { outcome } = await api.check("healthy.example", { helper: "" });
        rounds.push([...errors.map((error) => error.join(" ")), running.recording() !== null, outcome]);
      }
      return [rounds, workers.length];
    });
    for (const [ofCheck, ofCall, hasRecording, outcome] of rounds[0]) {
      assert.match(ofCheck, SILENT);
      assert.match(ofCall, SILENT);
      assert.deepEqual([hasRecording, outcome], [true, "protected"]);
    }
    assert.deepEqual([rounds[0].length, rounds[1]], [20, 21]);
  });

  test("so is one that is killed, throws, cannot be read, or has no script", async () => {
    const seen = await page.evaluate(async () => {
      const api = remote("/stubborn.js", { patienceMs: 500 });
      const isFine = () => api.check("healthy.example", { helper: "" }).then(({ outcome }) => outcome);
      const ways = {
        killed: () => workers.at(-1).terminate(),
        closed: () => void failure(api.explain("close")),
        thrown: () => void failure(api.explain("throw")),
      };
      const seen = {};
      for (const [name, way] of Object.entries(ways)) {
        const running = api.check("slow.example", { helper: "" });
        await running[Symbol.asyncIterator]().next();
        way();
        seen[name] = [(await failure(running)).join(" "), await isFine()];
      }
      for (const path of ["/broken.js", "/absent.js"]) seen[path] = (await failure(remote(path).init())).join(" ");
      const refused = remote("/worker.js");
      Worker = class {
        constructor() {
          throw new TypeError("No worker here.");
        }
      };
      seen.refused = (await failure(refused.init())).join(" ");
      return seen;
    });
    const fine = (pattern) => (pair) => {
      assert.match(pair[0], pattern);
      assert.equal(pair[1], "protected");
    };
    fine(SILENT)(seen.killed);
    fine(SILENT)(seen.closed);
    fine(BROKEN)(seen.thrown);
    assert.match(seen["/broken.js"], BROKEN);
    assert.match(seen["/absent.js"], /^MtaStsError engine .*its script could not be run/);
    assert.match(seen.refused, /^MtaStsError engine The checker’s worker could not be started: No worker here\.$/);
  });

  test("a trap costs the call that met it, and no worker", async () => {
    const seen = await page.evaluate(async () => {
      const api = remote("/small.js");
      const running = api.check("slow.example", { helper: "" });
      await running[Symbol.asyncIterator]().next();
      const errors = [];
      for (let round = 0; round < 3; round++) {
        errors.push((await failure(api.validatePolicy("a".repeat(1_000_000)))).join(" "));
        errors.push((await api.validateRecord("v=STSv1; id=1;")).validity);
      }
      return [errors, (await running).outcome, workers.length];
    });
    const [trap, valid] = seen[0];
    assert.match(trap, /^MtaStsError engine The checker broke down on this input .* restarted\.$/);
    assert.deepEqual(seen, [[trap, valid, trap, valid, trap, valid], "policy-unavailable", 1]);
    assert.equal(valid, "valid");
  });

  test("closed, it fails what is open, and starts again when it is asked", async () => {
    const seen = await page.evaluate(async () => {
      const api = remote("/worker.js");
      api.close();
      const running = api.check("slow.example", { helper: "" });
      const first = running[Symbol.asyncIterator]().next();
      api.close();
      const errors = [await failure(running), await failure(first)].map((error) => error.join(" "));
      return [...errors, (await api.readDomain("example.com")).ok, workers.length];
    });
    const closed = "MtaStsError engine The checker was closed before it answered.";
    assert.deepEqual(seen, [closed, closed, true, 2]);
  });
});

describe("the page stays free", () => {
  beforeEach(() => page.evaluate(() => import("/works.js").then(() => {})));

  /**
   * Does a work five times; gives the longest time in which nothing else could run in the page, in milliseconds, and what it
   * gave. Of the five the shortest counts: what else this machine has to do does not come each time.
   */
  const measured = (work) =>
    page.evaluate(async (work) => {
      let last;
      let longest;
      const timer = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 1);
      const times = [];
      let result;
      for (let round = 0; round < 5; round++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        last = performance.now();
        longest = 0;
        result = await works[work]();
        await new Promise((resolve) => setTimeout(resolve, 20));
        times.push(longest);
      }
      clearInterval(timer);
      return [Math.min(...times), result];
    }, work);
  const REFUSED = /^MtaStsError argument \w+\(\) was given more than \d+ MiB\. That much is not handed to a worker/;

  for (const work of ["a text", "octets", "a domain", "a recording", "a list", "an option"]) {
    test(`100 MiB are refused: ${work}`, async (t) => {
      const [longest, error] = await measured(work);
      t.diagnostic(`${longest} ms`);
      assert.match(error.join(" "), REFUSED);
      assert.ok(longest < 50, `${longest} ms`);
      assert.equal(await page.evaluate(() => workers.length), 0);
    });
  }

  for (const work of ["the longest policy", "the most patterns", "the most faults", "a part of 100 MiB", "a check"]) {
    test(`while the worker has to do with ${work}`, async (t) => {
      const [longest] = await measured(work);
      t.diagnostic(`${longest} ms`);
      assert.ok(longest < 50, `${longest} ms`);
    });
  }
});
