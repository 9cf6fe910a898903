/** The built page on a host that knows nothing but files: settings, any folder, installing, a damaged engine. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { inRoot } from "../../scripts/shell.mjs";
import { launch } from "./browser.mjs";
import { buildPage, startFileHost } from "./file-host.mjs";

const DAY_S = 24 * 60 * 60;
const YESTERDAY = String(Math.floor(Date.now() / 1000) - DAY_S);

let browser;
let host;
const folders = [];
const built = async (environment) => {
  const folder = await buildPage({ SOURCE_DATE_EPOCH: YESTERDAY, ...environment });
  folders.push(folder);
  return folder;
};
const indexOf = (folder) => readFileSync(join(folder, "index.html"), "utf8");
const metaOf = (folder, name) => new RegExp(`(?:name|http-equiv)="${name}" content="([^"]*)"`).exec(indexOf(folder))[1];

before(async () => {
  host = await startFileHost(await built());
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await host?.stop();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A fresh page, and what goes wrong in it. */
async function open() {
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
  await page.goto(host.url, { waitUntil: "load" });
  return { context, page, problems, close: () => context.close() };
}

describe("settings", () => {
  const CONNECT = "connect-src 'self'";
  for (const [environment, helper, resolvers, connect] of [
    [{}, "", "cloudflare,google", `${CONNECT} https://cloudflare-dns.com https://dns.google`],
    [
      { MTA_STS_HELPER: "none" },
      "none",
      "cloudflare,google",
      `${CONNECT} https://cloudflare-dns.com https://dns.google`,
    ],
    [
      { MTA_STS_HELPER: "https://helper.example/mta-sts/", MTA_STS_RESOLVERS: "quad9, mullvad" },
      "https://helper.example/mta-sts",
      "quad9,mullvad",
      `${CONNECT} https://dns.quad9.net https://dns.mullvad.net https://helper.example`,
    ],
  ]) {
    test(`${JSON.stringify(environment)} stands in the page, and nobody else can be asked`, async () => {
      const folder = await built(environment);
      assert.deepEqual([metaOf(folder, "mta-sts-helper"), metaOf(folder, "mta-sts-resolvers")], [helper, resolvers]);
      const directives = metaOf(folder, "Content-Security-Policy").split("; ");
      assert.deepEqual(
        directives.filter((directive) => directive.startsWith("connect-src")),
        [connect],
      );
      host.folder = folder;
      const { page, close } = await open();
      await page.fill("#domain", "example.com");
      await page.press("#domain", "Enter");
      const used = await page.$eval("mta-sts-check", ({ helper, options }) => [helper, options.resolvers.join()]);
      assert.deepEqual(used, [helper === "none" ? null : helper, resolvers]);
      await close();
      host.folder = folders[0];
    });
  }

  for (const [environment, sentence] of [
    [{ MTA_STS_HELPER: "helper.example" }, /^MTA_STS_HELPER: The helper is a URL like .* not “helper\.example”\.$/],
    [{ MTA_STS_HELPER: "http://helper.example" }, /not encrypted: use https\.$/],
    [{ MTA_STS_HELPER: "http://[::1]:8080" }, /IPv6 address: use a name\.$/],
    [{ MTA_STS_HELPER: "https://helper.example/?a=b" }, /without user name, query and fragment/],
    [{ MTA_STS_HELPER: "javascript:alert(1)" }, /The helper is a URL/],
    [
      { MTA_STS_RESOLVERS: "google,opendns" },
      /names out of cloudflare, google, quad9, mullvad, .* not “google,opendns”\.$/,
    ],
    [{ MTA_STS_RESOLVERS: "" }, /names out of/],
    [{ MTA_STS_RESOLVERS: "google,google" }, /name one of them twice/],
    [{ MTA_STS_NO_SERVICE_WORKER: "yes" }, /^MTA_STS_NO_SERVICE_WORKER is 1, or 0 or not set, not “yes”\.$/],
    [{ SOURCE_DATE_EPOCH: "today" }, /^SOURCE_DATE_EPOCH is a time in seconds since 1970, not “today”\.$/],
  ]) {
    test(`${JSON.stringify(environment)} ends the build with a sentence`, async () => {
      await assert.rejects(built(environment), ({ message }) => sentence.test(message.replaceAll("\n", " ")));
    });
  }

  test("the same sources and settings give the same files", async () => {
    const again = await built();
    const files = (folder) => readdirSync(folder, { recursive: true }).sort();
    assert.deepEqual(files(again), files(folders[0]));
    for (const name of files(again).filter((name) => name.includes("."))) {
      assert.ok(readFileSync(join(again, name)).equals(readFileSync(join(folders[0], name))), name);
    }
  });
});

describe("a folder of a host", () => {
  test("is all the page asks for, and everything it asks for is there", async () => {
    host.requests.length = 0;
    const { page, problems, close } = await open();
    await page.fill("#domain", "not a domain");
    await page.click("#check");
    await page.waitForFunction(() => document.querySelector("#domain-message").textContent !== "");
    const outside = host.requests.filter((path) => !path.startsWith("/tools/mta-sts/"));
    // Whoever is about to check something is told whether a helper on this origin answers for DNS. Here is none.
    assert.deepEqual(outside, ["/v1/helper"]);
    assert.deepEqual(
      problems.filter((problem) => !/status of 404/.test(problem)),
      [],
    );
    await close();
  });

  test("can be installed from", async () => {
    const { context, page, close } = await open();
    const session = await context.newCDPSession(page);
    // What a browser cannot install for reasons of its own: private windows.
    const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
    assert.deepEqual(
      installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito"),
      [],
    );
    const { url, errors, manifest } = await session.send("Page.getAppManifest");
    assert.deepEqual([url, errors], [`${host.url}manifest.webmanifest`, []]);
    assert.deepEqual([manifest.startUrl, manifest.scope], [host.url, host.url]);
    await close();
  });

  test("has icons of the sizes that the manifest says, and its colours are those of the page", () => {
    const manifest = JSON.parse(readFileSync(join(folders[0], "manifest.webmanifest"), "utf8"));
    for (const { src, sizes, type } of manifest.icons.filter(({ sizes }) => sizes !== "any")) {
      const png = readFileSync(join(folders[0], src));
      assert.deepEqual([`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`, "image/png"], [sizes, type], src);
    }
    const tokens = readFileSync(inRoot("www", "src", "styles", "tokens.css"), "utf8");
    const [, paper] = /--mta-sts-paper: light-dark\((#\w+),/.exec(tokens);
    assert.deepEqual([manifest.background_color, manifest.theme_color], [paper, paper]);
  });
});

describe("age", () => {
  const now = Math.floor(Date.now() / 1000);
  for (const [days, isOld] of [
    [89, false],
    [91, true],
  ]) {
    test(`of ${days} days is ${isOld ? "said" : "nothing to speak of"}, the date stands there anyway`, async () => {
      const epoch = now - days * DAY_S;
      host.folder = await built({ SOURCE_DATE_EPOCH: String(epoch) });
      const { page, close } = await open();
      const date = await page.getAttribute("time#built", "datetime");
      assert.equal(Date.parse(date) / 1000, epoch);
      assert.match(await page.textContent("time#built"), /^\d{1,2} \w+ 20\d\d$/);
      assert.equal(/more than 90 days ago/.test(await page.textContent("#notices")), isOld);
      await close();
      host.folder = folders[0];
    });
  }
});

describe("the engine", () => {
  const saysOn = async (alter) => {
    host.alter = alter;
    const { page, close } = await open();
    await page.fill("#domain", "example.com");
    await page.click("#check");
    await page.waitForFunction(() => document.querySelector("#domain-message").textContent !== "");
    const sentence = await page.textContent("#domain-message");
    await close();
    host.alter = (path, bytes) => bytes;
    return sentence;
  };

  test("with one octet changed is not run, and the page says so", async () => {
    const sentence = await saysOn((path, bytes) => {
      if (!path.endsWith(".wasm")) return bytes;
      // A letter of a sentence: the module would load and work, and say something else.
      const changed = Buffer.from(bytes);
      changed[changed.lastIndexOf("RFC")] ^= 1;
      assert.ok(WebAssembly.validate(changed));
      return changed;
    });
    assert.match(
      sentence,
      /could not be loaded: what arrived is not what this page was built with, so it was not run\./,
    );
  });

  test("that is gone could not be reached", async () => {
    const sentence = await saysOn((path, bytes) => (path.endsWith(".wasm") ? null : bytes));
    assert.match(sentence, /could not be loaded: it could not be reached\./);
  });
});
