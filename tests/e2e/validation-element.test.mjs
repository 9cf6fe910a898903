/** `<mta-sts-validation>` in a page of somebody else, under the strictest policy: what it shows, tells and asks. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";

import { validatePolicy } from "../../js/dist/node.js";
import { startPages } from "./pages.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ELEMENT = "/js/dist/validation.js";
const HERE = "mta-sts-validation";
const GOOD = "version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 604800\n";
const BAD = "\ufeffversion: STSv1\r\nmode: Enforce\r\n\r\nmx: mx.example.com\r\nmax_age: 7d";

let pages;
before(async () => (pages = await startPages()));
after(() => pages?.stop());

const open = (markup = `<${HERE}></${HERE}>`, options = {}) => pages.open(markup, { script: ELEMENT, ...options });
/** Sets properties, and waits for what comes of it. */
const set = (page, properties) =>
  page.$eval(
    HERE,
    (element, properties) =>
      new Promise((resolve) => {
        for (const type of ["validated", "problem"]) element.addEventListener(type, resolve, { once: true });
        Object.assign(element, properties);
      }).then(({ type }) => type),
    properties,
  );
/** Gives the element an `api` that takes its time: so many milliseconds as the text begins with. */
const withSlowApi = (page) =>
  page.$eval(HERE, async (element) => {
    const { validatePolicy, validateRecord } = await import("/js/dist/browser.js");
    element.api = {
      validateRecord,
      async validatePolicy(bytes, options) {
        const wait = Number.parseInt(new TextDecoder().decode(bytes), 10) || 0;
        await new Promise((resolve) => setTimeout(resolve, wait));
        return validatePolicy(bytes, options);
      },
    };
  });
const texts = (page, selector) => page.$$eval(`${HERE} ${selector}`, (list) => list.map((e) => e.textContent));
const verdict = (page) =>
  page.$eval(`${HERE} [part=verdict]`, ({ dataset, textContent }) => [dataset.validity, dataset.look, textContent]);
const told = (page, wanted) => page.evaluate((wanted) => events.filter(({ type }) => type === wanted).length, wanted);
const facts = async (page) => [await texts(page, ".contents dt"), await texts(page, ".contents dd")];

describe("a policy", () => {
  test("that senders use: what it says, which hosts it allows, how senders read it, and no request", async () => {
    const { page, questions, events, close } = await open();
    assert.equal(
      await set(page, { mx: ["mx1.example.com", "bücher.example.com", "a.b.example.com"], text: GOOD }),
      "validated",
    );
    assert.deepEqual(await verdict(page), ["valid", "passed", "UsedSenders use it.Nothing to remark."]);
    assert.deepEqual(await facts(page), [
      ["mode", "max_age", "mx"],
      ["enforce", "604800 s = 1 week", "*.example.com"],
    ]);
    assert.deepEqual(
      await page.$$eval(`${HERE} .matches tbody tr`, (rows) =>
        rows.map(({ dataset, cells }) => [dataset.matched, ...[...cells].map(({ textContent }) => textContent)]),
      ),
      [
        ["true", "mx1.example.com", "*.example.com"],
        ["true", "xn--bcher-kva.example.com", "*.example.com"],
        ["false", "a.b.example.com", "no pattern"],
      ],
    );
    assert.equal((await page.$$(`${HERE} [part=readings]`)).length, 1);
    assert.equal((await page.$$(`${HERE} [part=correction]`)).length, 0);
    assert.deepEqual(
      (await events()).map(({ type }) => type),
      ["validated"],
    );
    assert.ok(
      await page.$eval(HERE, ({ validation }) => validation === events[0].detail && validation.validity === "valid"),
    );
    assert.deepEqual(questions, []);
    await close();
  });

  test("that they do not use: findings in the order of the text, whose places can be asked for", async () => {
    const { page, close } = await open();
    await page.$eval(
      HERE,
      (element, bad) => Object.assign(element, { text: new TextEncoder().encode(bad), mx: ["mx.example.com"] }),
      BAD,
    );
    await page.waitForFunction(() => document.querySelector("mta-sts-validation").validation?.findings.length > 3);
    assert.deepEqual((await verdict(page)).slice(0, 2), ["invalid", "failed"]);
    const found = await page.$$eval(`${HERE} [data-finding]`, (list) => list.map(({ dataset }) => dataset.finding));
    assert.deepEqual(found, ["policy-bom", "mode-case", "policy-blank-line", "max-age-unit"]);
    assert.deepEqual(await texts(page, "[part=place]"), [
      "line 1, column 1",
      "line 2, column 7",
      "line 3, column 1",
      "line 5, column 10",
    ]);
    await page.click(`${HERE} [data-finding="mode-case"] [part=place]`);
    assert.deepEqual(
      await page.evaluate(() => events.filter(({ type }) => type === "locate").map(({ detail }) => detail)),
      [{ line: 2, column: 7, byteStart: 25, byteEnd: 32, text: "Enforce" }],
    );
    assert.deepEqual(await texts(page, ".matches p"), [
      "No sender uses this policy, so no mail server was matched with it.",
    ]);
    await close();
  });

  test("about which senders differ is said with their names, and leads to the finding", async () => {
    const { page, close } = await open();
    await set(page, { text: GOOD.replace("mode", "\nmode") });
    assert.deepEqual((await verdict(page)).slice(0, 2), ["senders-differ", "warned"]);
    assert.equal((await page.$$(`${HERE} [data-reading]`)).length, 8);
    await page.click(`${HERE} [data-reading="mox"] button`);
    assert.equal(
      await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.dataset.finding),
      "policy-blank-line",
    );
    await close();
  });

  test("in mode none has no mail server to match", async () => {
    const { page, close } = await open();
    await set(page, { mx: ["mx.example.com"], text: "version: STSv1\nmode: none\nmax_age: 86400\n" });
    assert.deepEqual(await texts(page, ".matches p"), [
      "Mode none asks nothing of any mail server, so none was matched.",
    ]);
    await close();
  });

  test("loses nothing of its bytes, and shows none that cannot be seen", async () => {
    const { page, close } = await open();
    await page.$eval(HERE, (element) => (element.text = Uint8Array.of(0x6d, 0xfc, 0xe2, 0x80, 0xae)));
    await page.waitForSelector(`${HERE} [data-finding]`);
    const { textContent } = await page.$eval(HERE, ({ shadowRoot }) => ({ textContent: shadowRoot.textContent }));
    assert.ok(textContent.includes("\\xfc"), textContent);
    assert.ok(!textContent.includes("\u202e"));
    await close();
  });
});

describe("a record", () => {
  test("of either kind", async () => {
    const { page, close } = await open(`<${HERE} kind="record"></${HERE}>`);
    await set(page, { text: "v=STSv1; id=20260101; note=x;" });
    assert.deepEqual(await facts(page), [
      ["id", "unknown field"],
      ["20260101", "note=x"],
    ]);
    await set(page, { text: "v=TLSRPTv1; rua=mailto:reports@example.com" });
    assert.deepEqual(await facts(page), [["Reports go to"], ["mailto:reports@example.com"]]);
    assert.equal((await page.$$(`${HERE} [part=readings]`)).length, 0);
    await set(page, { text: "v=STSv1; id=2026-01-01;" });
    assert.deepEqual((await verdict(page)).slice(0, 2), ["invalid", "failed"]);
    await close();
  });
});

describe("the corrected text", () => {
  test("is shown line by line, in signs and words, and asked for with a button", async () => {
    const { page, close } = await open();
    const given = "version: STSv1\r\nmode: Enforce\r\n\r\nmx: a.example\r\nmax_age: 12m";
    await set(page, { text: given });
    const { correction } = await validatePolicy(given, { correction: true });
    assert.equal(correction.text.includes("mode: enforce"), true);
    const lines = await texts(page, ".diff");
    assert.ok(lines.includes("− removed: mode: Enforce\\r"), lines.join("\n"));
    assert.ok(lines.includes("+ added: mode: enforce\\r"), lines.join("\n"));
    assert.match((await texts(page, ".correction li")).join(" "), /max_age/);
    await page.click(`${HERE} [part=use-correction]`);
    assert.deepEqual(
      await page.evaluate(() => events.filter(({ type }) => type === "correct").map(({ detail }) => detail)),
      [correction.text],
    );
    // The page takes it; the button goes, and whoever pressed it is not thrown back to the top.
    await set(page, { text: correction.text });
    assert.equal(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.part.value), "verdict");
    await close();
  });

  test("is not offered where nothing is to be changed, or nothing is certain", async () => {
    const { page, close } = await open();
    for (const text of [GOOD, "hello"]) {
      await set(page, { text });
      assert.equal((await page.$$(`${HERE} [part=correction]`)).length, 0, text);
    }
    await close();
  });

  test("leaves out what stays", async () => {
    const { lineDiff } = await import("../../js/dist/element/validation/line-diff.js");
    const diff = (before, after) =>
      lineDiff(...[before, after].map((text) => Buffer.from(text, "latin1"))).map(
        ({ kind, units, hasLineEnd }) =>
          `${{ same: " ", removed: "-", added: "+" }[kind]}${units.map(({ shown }) => shown).join("")}${hasLineEnd ? "" : "$"}`,
      );
    assert.deepEqual(diff("a\nb\nc\n", "a\nB\nc\n"), [" a", "-b", "+B", " c"]);
    assert.deepEqual(diff("a\nb\nc\nd\n", "b\nx\nd\n"), ["-a", " b", "-c", "+x", " d"]);
    assert.deepEqual(diff("a", "a\n"), ["-a$", "+a"]);
    assert.deepEqual(diff("", "a\n"), ["+a"]);
    // An octet is not the letters that stand for it.
    assert.deepEqual(diff("\xff\n", "\\xff\n"), ["-\\xff", "+\\xff"]);
    // So many lines that nobody compares each with each.
    const many = (letter) => `${letter}\n`.repeat(1000);
    assert.equal(diff(many("a"), many("b")).length, 2000);
  });
});

describe("which text counts", () => {
  test("what an older one came to is dropped", async () => {
    const { page, close } = await open();
    await withSlowApi(page);
    await page.$eval(HERE, (element) => (element.text = "500 slow"));
    await page.waitForTimeout(50);
    await set(page, { text: GOOD });
    await page.waitForTimeout(700);
    assert.equal(await told(page, "validated"), 1);
    assert.equal((await verdict(page))[0], "valid");
    await close();
  });

  test("several changes in a row make for one; without a text there is nothing", async () => {
    const { page, close } = await open();
    await page.$eval(
      HERE,
      (element, good) => {
        element.kind = "record";
        element.text = "v=STSv1";
        element.kind = null;
        element.text = good;
      },
      GOOD,
    );
    await page.waitForSelector(`${HERE} [data-validity="valid"]`);
    await page.$eval(HERE, (element, good) => (element.text = good), GOOD);
    await page.waitForTimeout(200);
    assert.equal(await told(page, "validated"), 1);
    await page.$eval(HERE, (element) => (element.text = undefined));
    await page.waitForSelector(`${HERE} .view`, { state: "hidden" });
    assert.equal(await page.$eval(HERE, ({ validation }) => validation), null);
    await set(page, { text: "" });
    assert.deepEqual((await verdict(page))[0], "invalid");
    await close();
  });

  test("it may be set before the element is defined", async () => {
    const { page, close } = await open(undefined, { script: "/js/dist/browser.js" });
    await page.$eval(HERE, (element, good) => Object.assign(element, { text: good, mx: ["mx.example.com"] }), GOOD);
    await page.evaluate(async (script) => {
      await import(script);
      await import(`${script}?again`);
    }, ELEMENT);
    await page.waitForSelector(`${HERE} [data-matched="true"]`);
    await close();
  });

  test("one that is too long, or whose module does not come, gets its sentence", async () => {
    const { page, events, close } = await open();
    assert.equal(await set(page, { text: "x".repeat(65_537) }), "problem");
    assert.match((await verdict(page))[2], /^Not validatedThe text is longer than 65536 bytes\./);
    assert.equal(await set(page, { text: GOOD, mx: [1] }), "problem");
    assert.deepEqual(
      (await events()).map(({ about }) => about),
      ["input", "input"],
    );
    await page.$eval(HERE, (element) => {
      element.mx = null;
      element.api = { validatePolicy: () => Promise.reject(new Error("gone")) };
    });
    await page.waitForFunction(() => events.at(-1).detail.kind === "failed");
    assert.deepEqual((await verdict(page)).slice(0, 2), ["unknown", "inconclusive"]);
    assert.match((await verdict(page))[2], /could not be validated: gone/);
    await close();
  });

  test("it is said aloud once nothing changes any more", async () => {
    const { page, close } = await open();
    await page.evaluate(() => {
      const status = document.querySelector("mta-sts-validation").shadowRoot.querySelector("[role=status]");
      globalThis.said = [];
      new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true });
    });
    for (let length = 1; length < 8; length += 1) {
      await page.$eval(HERE, (element, text) => (element.text = text), BAD.slice(0, length * 8));
      await page.waitForTimeout(150);
    }
    assert.deepEqual(await page.evaluate(() => said), []);
    await page.waitForFunction(() => said.length > 0);
    assert.match(
      (await page.evaluate(() => said)).join("|"),
      /^Senders do not use it\. \d errors?, \d warnings?[^|]*$/,
    );
    await close();
  });
});

describe("in the page around it", () => {
  test("every part is documented", async () => {
    const { page, close } = await open();
    const source = readFileSync(
      new URL("../../js/src/element/validation/validation-element.ts", import.meta.url),
      "utf8",
    );
    const [, parts] = /\*\*Parts\*\*([^]*)\*\*Custom properties\*\*/.exec(source);
    const there = new Set();
    for (const text of [GOOD, BAD]) {
      await set(page, { text, mx: ["mx.example.com"] });
      for (const name of await page.$$eval(`${HERE} [part]`, (list) => list.map((e) => e.part.value))) there.add(name);
    }
    assert.deepEqual([...there].sort(), [...parts.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name).sort());
    await close();
  });

  test("in a column of 320 px nothing scrolls sideways; its headings fit the outline", async () => {
    const { page, close } = await open(`<${HERE} heading-level="3"></${HERE}>`, {
      viewport: { width: 320, height: 800 },
    });
    await set(page, {
      text: GOOD.replace("mode", "\nmode").replace("*.", `*.${"a".repeat(60)}.`),
      mx: ["mx.example.com"],
    });
    const [content, view] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth, clientWidth];
    });
    assert.ok(content <= view, `${content} > ${view}`);
    const levels = await page.$$eval(`${HERE} [part=heading]`, (list) => list.map(({ localName }) => localName));
    assert.deepEqual([...new Set(levels)], ["h3"]);
    await close();
  });

  test("in Node, where there are no elements, the module can be loaded", async () => {
    const { MtaStsValidationElement } = await import(`../..${ELEMENT}`);
    assert.equal(typeof MtaStsValidationElement, "function");
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing: ${colorScheme}`, async () => {
      const options = { colorScheme, bypassCSP: true, reducedMotion: "reduce" };
      const { page, close } = await open(undefined, options);
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(":root { color-scheme: light dark }");
        document.adoptedStyleSheets.push(sheet);
      });
      await page.evaluate(axe);
      for (const text of [BAD, GOOD.replace("mode", "\nmode"), GOOD]) {
        await set(page, { text, mx: ["mx.example.com", "a.b.example.com"] });
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(
          violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
          [],
        );
      }
      await close();
    });
  }
});
