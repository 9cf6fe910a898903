/** The page's Content-Security-Policy, each of its promises broken on purpose, in Chromium. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { startHelper } from "../lab/helper.mjs";
import { launch } from "./browser.mjs";
import { buildPage, startFileHost } from "./file-host.mjs";

let browser;
let folder;
let host;
let helper;
let foreign;
before(async () => {
  folder = await buildPage({ MTA_STS_NO_SERVICE_WORKER: "1" });
  host = await startFileHost(folder);
  helper = await startHelper();
  foreign = await startForeign();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await host?.stop();
  await helper?.stop();
  foreign?.server.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** Another origin, which notes what it is asked for and lets everybody read it. */
async function startForeign() {
  const asked = new Set();
  const server = createServer((request, response) => {
    asked.add(request.url.replace(/\?$/, ""));
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("content-type", request.url === "/script" ? "text/javascript" : "text/html");
    response.end(
      request.url === "/script" ? "globalThis.effects?.add('script of another origin');" : "<!doctype html>",
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, asked, url: `http://127.0.0.1:${server.address().port}` };
}

/** What stands in the markup, and what a script of the page's own does. Each leaves a trace if it works. */
const MARKUP = (url) => `
  <script type="module" src="./planted.js"></script>
  <script>globalThis.effects = new Set(["inline script"]);</script>
  <style>#planted { outline: 7px solid }</style>
  <p id="planted" style="text-indent: 7px">Planted</p>
  <script src="${url}/script"></script>
  <img src="${url}/image" alt="" />
  <iframe src="${url}/frame" title="Planted"></iframe>
  <base href="${url}/" />
  <form id="planted-form" action="${url}/form"></form>
`;
const SCRIPT = (url) => `
  const effects = (globalThis.effects ??= new Set());
  const attempt = async (name, act) => {
    try {
      if ((await act()) !== false) effects.add(name);
    } catch {}
  };
  const planted = document.querySelector("#planted");
  await attempt("eval", () => (0, eval)("1"));
  await attempt("Function", () => new Function("return 1")());
  await attempt("text into a sink", () => void (planted.innerHTML = "<b>planted</b>"));
  await attempt("inline style", () => getComputedStyle(planted).outlineWidth === "7px");
  await attempt("style attribute", () => getComputedStyle(planted).textIndent === "7px");
  await attempt("request to another origin", () => fetch("${url}/request"));
  await attempt("a policy of another name", () => trustedTypes.createPolicy("planted", {}));
  await attempt("a second policy of the name", () => trustedTypes.createPolicy("mta-sts", {}));
  await attempt("a worker from a text", () => new Promise((resolve, reject) => {
    const url = URL.createObjectURL(new Blob(["postMessage(1)"], { type: "text/javascript" }));
    const policy = trustedTypes.createPolicy("again", { createScriptURL: (text) => text });
    const worker = new Worker(policy.createScriptURL(url));
    worker.onmessage = resolve;
    worker.onerror = reject;
  }));
  await attempt("base", () => document.baseURI.startsWith("${url}"));
  globalThis.isDone = true;
`;
const BY_SCRIPT = [
  "inline script",
  "eval",
  "Function",
  "text into a sink",
  "inline style",
  "style attribute",
  "script of another origin",
  "request to another origin",
  "a policy of another name",
  "a second policy of the name",
  "a worker from a text",
  "base",
];
const BY_NETWORK = ["/script", "/image", "/frame", "/request", "/form"];

/** Opens the page with all of that in it; gives what worked. */
async function effects(withPolicy) {
  foreign.asked.clear();
  host.alter = (path, bytes) => {
    if (path !== "index.html") return bytes;
    const page = String(bytes).replace("<body>", () => `<body>${MARKUP(foreign.url)}`);
    return withPolicy ? page : page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
  };
  host.extra = { "planted.js": SCRIPT(foreign.url) };
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(host.url);
  await page.waitForFunction(() => globalThis.isDone);
  const worked = await page.evaluate(() => [...globalThis.effects]);
  const isAlive = await page.evaluate(() => customElements.get("mta-sts-check") !== undefined);
  await page.evaluate(() => document.querySelector("#planted-form").submit());
  await page.waitForTimeout(500);
  await context.close();
  host.alter = (path, bytes) => bytes;
  host.extra = {};
  return { worked: worked.sort(), asked: [...foreign.asked].sort(), isAlive };
}

describe("what is planted in the page", () => {
  test("works where there is no policy, so that this test would see it", async () => {
    const { worked, asked } = await effects(false);
    assert.deepEqual(worked, BY_SCRIPT.toSorted());
    assert.deepEqual(
      asked.filter((path) => BY_NETWORK.includes(path)),
      BY_NETWORK.toSorted(),
    );
  });

  test("is blocked under it, each and every thing, while the page works", async () => {
    const { worked, asked, isAlive } = await effects(true);
    assert.deepEqual([worked, asked, isAlive], [[], [], true]);
  });
});

describe("the header of the helper", () => {
  test("says what the page says, and who may frame it", async () => {
    const answer = await fetch(helper.origin);
    const [, written] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(await answer.text());
    assert.equal(answer.headers.get("content-security-policy"), `${written}; frame-ancestors 'none'`);
    assert.doesNotMatch(written, /unsafe-inline|'unsafe-eval'|\*|https?:(?!\/\/)|data:|blob:/);
  });

  test("holds for scripts of workers, which a policy in the page does not reach", async () => {
    const worker = await fetch(`${helper.origin}/service-worker.js`);
    assert.match(worker.headers.get("content-security-policy"), /^default-src 'none'; script-src 'self'/);
  });

  test("keeps the page out of frames", async () => {
    const page = await browser.newPage();
    const framed = async (url) => {
      await page.goto(foreign.url);
      await page.evaluate((src) => document.body.append(Object.assign(document.createElement("iframe"), { src })), url);
      await page.waitForTimeout(1000);
      return page.frames()[1].url();
    };
    assert.equal(await framed(host.url), host.url, "without the header it can be framed");
    assert.match(await framed(helper.origin), /^chrome-error:/);
    await page.close();
  });
});

test("the one policy for scripts lets through the page's two workers and nothing else", async () => {
  const worker = readdirSync(join(folder, "assets")).find((name) => name.startsWith("engine-worker"));
  const own = [`${host.url}assets/${worker}`, `${host.url}service-worker.js`];
  const others = [
    `${host.url}service-worker.js?planted`,
    `${host.url}assets/${readdirSync(join(folder, "assets")).find((name) => /^index.*js$/.test(name))}`,
    `${new URL(host.url).origin}/service-worker.js`,
    `${foreign.url}/service-worker.js`,
    `${own[0]}#planted`,
    "service-worker.js",
    "data:text/javascript,1",
    "blob:null",
    "javascript:1",
    "",
  ];
  const page = await browser.newPage();
  await page.addInitScript(() => {
    globalThis.policies = [];
    const create = trustedTypes.createPolicy.bind(trustedTypes);
    trustedTypes.createPolicy = (name, rules) => {
      policies.push([name, rules]);
      return create(name, rules);
    };
  });
  await page.goto(host.url);
  const seen = await page.evaluate(
    (urls) =>
      policies.map(([name, rules]) => ({
        name,
        rules: Object.keys(rules),
        accepted: urls.filter((url) => {
          try {
            return rules.createScriptURL(url) === url;
          } catch {
            return false;
          }
        }),
      })),
    [...own, ...others],
  );
  assert.deepEqual(seen, [{ name: "mta-sts", rules: ["createScriptURL"], accepted: own }]);
  await page.close();
});

test("the policy is the first thing in the page, and its encoding is said early enough", () => {
  const page = readFileSync(`${folder}/index.html`, "utf8");
  assert.match(page, /<head>\s*<meta http-equiv="Content-Security-Policy"/);
  // HTML §4.2.5.4: within the first 1024 bytes.
  assert.ok(Buffer.from(page).indexOf("<meta charset") < 1000);
});
