/** Results that leave the page: as links, text, files and on paper; and links that come back, whoever made them. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { deflateRawSync } from "node:zlib";

import { replay } from "../../js/dist/node.js";
import { eventually } from "../lab/eventually.mjs";
import { startHelper } from "../lab/helper.mjs";
import { check, ended, launch, read } from "./browser.mjs";
import { questions, visit } from "./open.mjs";
import { cases, copied, openPacked, pack, recordingOf, unpack, word } from "./recorded.mjs";

const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };
/** What fits into the fragment of an address. */
const LONGEST = 8_192;

let helper;
let browser;
before(async () => {
  helper = await startHelper();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await helper?.stop();
});

const open = (options) => visit(browser, helper.origin, options);

async function downloaded(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
  return { name: download.suggestedFilename(), json: JSON.parse(readFileSync(await download.path(), "utf8")) };
}

describe("a report in a link", () => {
  test("every recorded case comes back as the same report", async (t) => {
    const { page, requests, problems, close } = await open(CLIPBOARD);
    const lengths = [];
    for (const { name, recording, expect } of cases) {
      const whole = pack(recording);
      if (whole.length + 3 > LONGEST) continue;
      await openPacked(page, whole);
      assert.equal((await read(page)).outcome, expect.outcome, name);
      await page.waitForSelector("#share-frozen:not([hidden])");
      const link = await copied(page, "#share-frozen");
      const again = await replay(unpack(link.split("#r=")[1]));
      assert.deepEqual(again, await replay(recording), name);
      lengths.push([name, JSON.stringify(recording).length, whole.length, link.split("#")[1].length]);
      await page.evaluate(() => (location.hash = "#check"));
    }
    assert.ok(lengths.length >= 38, `${lengths.length} of ${cases.length}`);
    for (const [name, json, whole, slim] of lengths)
      t.diagnostic(`${name}: ${json} bytes, packed ${whole}, link ${slim}`);
    assert.ok(
      lengths.every(([, , whole, slim]) => slim < whole),
      "what no report says anything of is left out",
    );
    assert.deepEqual(questions(requests), []);
    assert.deepEqual(problems, []);
    await close();
  });

  test("a check that was made now goes into a link; opened, it asks nobody, until somebody says so", async () => {
    const sender = await open(CLIPBOARD);
    await check(sender.page, "healthy.example");
    await sender.page.waitForSelector("#share-frozen:not([hidden])");
    const link = new URL(await copied(sender.page, "#share-frozen"));
    assert.ok(link.hash.length <= LONGEST + 1);
    const { json: report } = await downloaded(sender.page, "#share-report");
    await sender.close();

    const { page, requests, problems, close } = await open({ path: link.pathname + link.hash });
    await page.waitForSelector("#banner:not([hidden])");
    assert.match(
      await page.textContent("#banner-sentence"),
      /^This is a report from \d.* UTC, packed into the link by whoever made it\. Nothing was checked now\.$/,
    );
    assert.deepEqual((await downloaded(page, "#share-report")).json, report);
    assert.deepEqual(questions(requests), []);
    assert.ok(await page.isHidden("#previous"), "what checks again is for a check of now");
    // It is no check of this browser.
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    assert.equal(await page.textContent("#banner-check"), "Check healthy.example now");
    await page.click("#banner-check");
    await page.waitForSelector("#banner", { state: "hidden" });
    await ended(page);
    assert.ok(questions(requests).length > 5);
    assert.equal(await page.evaluate(() => location.hash), "#d=healthy.example");
    assert.deepEqual(problems, []);
    await close();
  });

  test("the earlier policy that the check was given comes along", async () => {
    const { page, close } = await open(CLIPBOARD);
    const previousPolicy = {
      mode: "enforce",
      maxAge: 604_800,
      mx: ["old.example.com"],
      lastServedAt: null,
      source: "given",
    };
    await openPacked(page, pack({ ...recordingOf("policy-404"), previousPolicy }));
    assert.equal(await page.locator('[data-sender="holds-policy"][data-outcome="waits-then-bounces"]').count(), 1);
    await page.waitForSelector("#share-frozen:not([hidden])");
    const link = await copied(page, "#share-frozen");
    assert.deepEqual(unpack(link.split("#r=")[1]).previousPolicy, previousPolicy);
    await close();
  });

  test("one that is too long gets a sentence, and can be downloaded", async () => {
    const recording = recordingOf("policy-html");
    const evidence = JSON.parse(recording.answers.policy.body);
    // Noise, which nothing makes shorter.
    const noise = Array.from({ length: 3_000 }, (_, index) => ((index * 2_654_435_761) % 4_294_967_296).toString(36));
    evidence.response.body = `<html>${noise.join(" ")}`;
    recording.answers.policy.body = JSON.stringify(evidence);
    const { page, close } = await open();
    const entry = { domain: "example.com", last: { checkedAt: recording.now, outcome: "policy-unusable" }, states: [] };
    entry.last.packed = pack(recording);
    assert.ok(entry.last.packed.length > LONGEST);
    await page.evaluate((json) => localStorage.setItem("mta-sts.history.example.com", json), JSON.stringify(entry));
    await page.evaluate(() => (location.hash = "#h=example.com"));
    await page.waitForFunction(() => document.querySelector("#share-message").textContent !== "");
    assert.match(await page.textContent("#share-message"), /too long for a link/);
    assert.ok(await page.isHidden("#share-frozen"));
    const { json, name } = await downloaded(page, "#share-recording");
    assert.equal(name, "example.com-20270115T0800-recording.json");
    assert.deepEqual(await replay(json), await replay(recording));
    await close();
  });
});

describe("links that nobody honest made", () => {
  const recording = recordingOf("healthy");
  const text = JSON.stringify(recording);
  const bomb = (octets) => word(deflateRawSync(Buffer.alloc(octets, " "), { level: 9 }));
  const SCRIPT = "<img src=x onerror=alert(1)>";
  const packs = (change) => `#r=${pack({ ...structuredClone(recording), ...change })}`;
  const nested = (depth) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

  const FRAGMENTS = {
    "an empty one": "#r=",
    "a version alone": "#r=1.",
    "no version": `#r=${pack(recording).slice(2)}`,
    "version 0": `#r=0.${pack(recording).slice(2)}`,
    "version 2": `#r=2.${pack(recording).slice(2)}`,
    "version 1 twice": `#r=1.${pack(recording)}`,
    "version 10": `#r=10.${pack(recording).slice(2)}`,
    "one character": "#r=1.A",
    "characters outside base64url": "#r=1.++//==",
    "per cent signs": "#r=%31%2e%41",
    "a bad per cent sign": "#r=1.%",
    padding: `#r=${pack(recording)}==`,
    "a space": `#r=${pack(recording)} `,
    "letters that are no ASCII": "#r=1.äöü",
    "a NUL": "#r=1.\u0000",
    "1 MiB of letters": `#r=1.${"A".repeat(1_048_576)}`,
    "1 MiB of per cent signs": `#d=${"%41".repeat(349_525)}`,
    "one more than the longest": `#r=1.${"A".repeat(LONGEST)}`,
    "not deflated": `#r=${word(text)}`,
    "cut off": `#r=${pack(recording).slice(0, -40)}`,
    "something behind it": `#r=${word(Buffer.concat([deflateRawSync(text), Buffer.from("more")]))}`,
    "bits turned": `#r=${pack(recording).replace(/[A-M]/g, "z")}`,
    "a zlib header": `#r=1.eJwDAAAAAAE`,
    gzip: `#r=1.H4sIAAAAAAAAAwMAAAAAAAAAAAA`,
    "a bomb of 1 MiB": `#r=${bomb(1_048_576)}`,
    "a bomb of 6 MiB": `#r=${bomb(6 * 1_048_576)}`,
    "a bomb of digits": `#r=${word(deflateRawSync("1".repeat(5_000_000), { level: 9 }))}`,
    "deflated twice": `#r=${word(deflateRawSync(deflateRawSync(text)))}`,
    "a link in a link": `#r=${pack(`#r=${pack(recording)}`)}`,
    "no UTF-8": `#r=${word(deflateRawSync(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])))}`,
    "UTF-16": `#r=${word(deflateRawSync(Buffer.from(text, "utf16le").subarray(0, 900)))}`,
    "nothing inside": `#r=${pack(" ")}`,
    "no JSON": `#r=${pack("{domain: 1}")}`,
    null: `#r=${pack("null")}`,
    "a number": `#r=${pack("1e999")}`,
    "a text": `#r=${pack('"example.com"')}`,
    "a list": `#r=${pack("[]")}`,
    "an empty object": `#r=${pack("{}")}`,
    "lists in lists": `#r=${pack(nested(100_000))}`,
    "answers in answers": `#r=${pack(`{"name":"","domain":"a.example","now":1,"resolvers":[],"answers":${nested(50_000)}}`)}`,
    "all of it inherited": `#r=${pack(`{"__proto__":${text}}`)}`,
    "a constructor": `#r=${pack(`{"constructor":{"prototype":${text}}}`)}`,
    "an inherited answer": `#r=${pack(text.replace('"answers":{', '"answers":{"__proto__":{"kind":"failed"},'))}`,
    "an answer to nothing": packs({ answers: { "mx/9": recording.answers["mx/1"] } }),
    "HTML for a domain": packs({ domain: SCRIPT }),
    "an address for a domain": packs({ domain: "127.0.0.1" }),
    "HTML for a time": packs({ now: SCRIPT }),
    "a time before all": packs({ now: -1 }),
    "a time with a fraction": packs({ now: 0.5 }),
    "a hundred resolvers": packs({ resolvers: Array(100).fill(recording.resolvers[0]) }),
    "HTML for the resolvers": packs({ resolvers: SCRIPT }),
    "HTML for an earlier policy": packs({ previousPolicy: SCRIPT }),
    "an earlier policy of no mode": packs({
      previousPolicy: { mode: SCRIPT, maxAge: 1, mx: null, lastServedAt: null, source: "given" },
    }),
    "HTML for an example": `#x=${SCRIPT}`,
    "an example that is inherited": "#x=constructor",
    "an example that is none": "#x=none-such",
    "a kept domain that is none": `#h=${SCRIPT}`,
    "a kept domain that was never checked": "#h=healthy.example",
    "per cent signs that are no UTF-8": "#h=%ff%fe",
    __proto__: "#__proto__",
    "something else": "#q=1",
  };

  test("there are at least 50", () => assert.ok(Object.keys(FRAGMENTS).length >= 50));

  test("each gets one sentence: no exception, no request, nothing drawn", async () => {
    const { page, requests, problems, close } = await open();
    await page.evaluate(() => {
      globalThis.added = [];
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes) for (const { nodeName } of addedNodes) globalThis.added.push(nodeName);
      }).observe(document.documentElement, { subtree: true, childList: true });
    });
    // Whoever turns to the form has the page ask its helper what it offers, once.
    await Promise.all([page.waitForResponse(/\/v1\/helper$/), page.focus("#domain")]);
    await page.waitForLoadState("networkidle");
    const asked = requests.length;
    for (const [name, fragment] of Object.entries(FRAGMENTS)) {
      await page.evaluate(() => (location.hash = "#check"));
      await page.fill("#domain", "x");
      await page.evaluate((value) => (location.hash = value), fragment);
      await page
        .waitForFunction(() => document.querySelector("#domain-message").textContent !== "")
        .catch(() => {
          assert.fail(`${name}: no sentence`);
        });
      const sentence = await page.textContent("#domain-message");
      assert.match(sentence, /^[A-Z].*[.]$/, name);
      assert.doesNotMatch(
        sentence,
        /Unexpected token|is not valid JSON|undefined|\[object|call stack|InvalidCharacter/,
        name,
      );
      assert.ok(await page.isHidden("#results"), name);
      assert.ok(await page.isHidden("#banner"), name);
    }
    assert.deepEqual([...new Set(await page.evaluate(() => globalThis.added))], ["#text"], "text, and nothing else");
    // For each address the browser looks for the page's icon anew.
    assert.deepEqual(
      requests.slice(asked).filter((url) => !url.endsWith("/icon.svg")),
      [],
    );
    assert.deepEqual(problems, []);
    assert.equal(await page.evaluate(() => Object.keys(Object.prototype).length), 0);
    await close();
  });

  test("opened first thing, one of them leaves a page that works", async () => {
    for (const fragment of [FRAGMENTS["a bomb of 6 MiB"], FRAGMENTS["HTML for a domain"]]) {
      const { page, requests, problems, close } = await open({ path: `/${fragment}` });
      await page.waitForFunction(() => document.querySelector("#domain-message").textContent !== "");
      assert.deepEqual(questions(requests), []);
      await check(page, "healthy.example");
      assert.equal((await read(page)).outcome, "protected");
      assert.deepEqual(problems, []);
      await close();
    }
  });

  test("whoever comes last is shown", async () => {
    const { page, close } = await open();
    const links = ["healthy", "policy-404", "testing"].map((name) => `#r=${pack(recordingOf(name))}`);
    await page.evaluate((all) => all.forEach((link) => (location.hash = link)), links);
    await page.waitForSelector("#banner:not([hidden])");
    await page.waitForTimeout(200);
    assert.equal((await read(page)).outcome, "testing");
    await close();
  });
});

describe("text, files and paper", () => {
  test("Markdown and text say the verdict, and the link to the domain names it", async () => {
    const { page, problems, close } = await open(CLIPBOARD);
    await check(page, "missing-policy.example");
    const { verdict } = await read(page);
    for (const button of ["#share-markdown", "#share-text"]) {
      const content = await copied(page, button);
      assert.ok(content.replaceAll(/[`\\]/g, "").replaceAll(/\s+/g, " ").includes(verdict), content.slice(0, 400));
      await page.waitForFunction(() => document.querySelector("#announcer").textContent !== "x");
      await page.evaluate(() => (document.querySelector("#announcer").textContent = ""));
    }
    assert.equal(await copied(page, "#share-link"), `${helper.origin}/#d=missing-policy.example`);
    assert.deepEqual(problems, []);
    await close();
  });

  test("where the browser lets nobody copy, as without TLS, no button says so", async () => {
    const { page, problems, close } = await open();
    await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await page.reload();
    await check(page, "healthy.example");
    await page.waitForSelector("#share:not([hidden])");
    await page.waitForTimeout(500);
    const buttons = await page.$$eval("#share button", (all) =>
      all.filter((one) => one.offsetParent).map(({ id }) => id),
    );
    assert.deepEqual(buttons, ["share-report", "share-recording", "share-print"]);
    assert.deepEqual(problems, []);
    await close();
  });

  test("report and recording are files; the one replays as the other", async () => {
    const { page, close } = await open();
    await check(page, "octet-stream.example");
    const report = await downloaded(page, "#share-report");
    const recording = await downloaded(page, "#share-recording");
    assert.match(report.name, /^octet-stream\.example-\d{8}T\d{4}-report\.json$/);
    assert.deepEqual(await replay(recording.json), report.json);
    await close();
  });

  test("on paper all is open, and there are no controls", async () => {
    const { page, close } = await open();
    await page.evaluate(() => (globalThis.print = () => (globalThis.isPrinted = true)));
    await openPacked(page, pack(recordingOf("policy-404")));
    await page.click("#share-print");
    assert.ok(await page.evaluate(() => globalThis.isPrinted));
    const closed = () =>
      page.$$eval("mta-sts-check details:not([open], .timeline-table) > :not(summary)", (parts) => [
        parts.filter((part) => part.checkVisibility({ contentVisibilityAuto: true })).length,
        parts.length,
      ]);
    const [shown, all] = await closed();
    assert.ok(shown === 0 && all > 3, `${shown} of ${all}`);
    await page.emulateMedia({ media: "print" });
    // Chromium shows what was skipped when it next lays out.
    await eventually(async () => (await closed())[0] === all, `${all} parts on paper`);
    for (const control of [
      "#form",
      "#share",
      "#banner-check",
      "#examples",
      "header nav",
      "mta-sts-check [part=stop]",
    ]) {
      assert.ok(await page.isHidden(control), control);
    }
    assert.ok(await page.isVisible("#banner-sentence"));
    await close();
  });
});

describe("for everyone", () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing in a report of another time, ${colorScheme}`, async () => {
      const { page, close } = await open({ colorScheme, bypassCSP: true, reducedMotion: "reduce" });
      await openPacked(page, pack(recordingOf("policy-404")));
      await page.waitForSelector("#share-frozen:not([hidden])");
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
        [],
      );
      await close();
    });
  }
});
