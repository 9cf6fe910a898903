/** The element in a page of somebody else, inside the lab: what it shows, what it tells, and that neither disturbs the other. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";

import { check, ended, read } from "./browser.mjs";
import { startPages } from "./pages.mjs";
import { EXPECTATIONS } from "./expectations.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ELEMENT = "/js/dist/element.js";
const HEALTHY = '<mta-sts-check domain="healthy.example" helper=""></mta-sts-check>';
const BROKEN = '<mta-sts-check domain="missing-policy.example" helper=""></mta-sts-check>';
const SLOW = '<mta-sts-check domain="slow.example" helper=""></mta-sts-check>';
const IDLE = '<mta-sts-check helper=""></mta-sts-check>';

let pages;
before(async () => (pages = await startPages()));
after(() => pages?.stop());
const open = (body, options) => pages.open(body, options);

const heard = (page, type) => page.waitForFunction((type) => events.some((event) => event.type === type), type);
/** Waits until the element has said this aloud, perhaps after other news. */
const spoken = (page, text) =>
  page.waitForFunction(
    (text) =>
      document.querySelector("mta-sts-check").shadowRoot.querySelector("[role=status]").textContent.endsWith(text),
    text,
  );
const recordPassed = (page) => page.waitForSelector('[data-step="record"][data-status="passed"]');
const openAll = async (page) => {
  for (const summary of await page.$$("details:not([open]) > summary")) {
    if (await summary.isVisible()) await summary.click();
  }
};
/** Gives the page a style sheet in the one way that its policy leaves. */
const style = (page, css) =>
  page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
  }, css);
const computed = (page, selector, name) =>
  page.$eval(selector, (element, name) => getComputedStyle(element)[name], name);

describe("a check", () => {
  for (const [domain, body] of Object.entries({ "healthy.example": HEALTHY, "missing-policy.example": BROKEN })) {
    test(`${domain} under the strictest policy`, async () => {
      const { page, events, close } = await open(body);
      await heard(page, "done");
      const { outcome, findings } = await read(page);
      const expected = EXPECTATIONS[domain];
      assert.deepEqual({ outcome, findings }, { outcome: expected.outcome, findings: expected.findings });
      const list = await events();
      assert.ok(list.length > 5, `${list.length} events`);
      assert.equal(list.at(-1).type, "done");
      assert.ok(list.slice(0, -1).every(({ type }) => type === "report"));
      assert.ok(list.every(({ about }) => about === domain));
      assert.ok(
        await page.$eval("mta-sts-check", ({ report }) => report === events.at(-1).detail && report.isComplete),
      );
      // What it has no business with.
      assert.equal(await page.title(), "Our mail");
      assert.equal(await page.evaluate(() => localStorage.length), 0);
      await close();
    });
  }

  test("without a helper the policy file is not known", async () => {
    const { page, questions, close } = await open('<mta-sts-check domain="healthy.example"></mta-sts-check>');
    await ended(page);
    const { outcome, steps } = await read(page);
    assert.equal(outcome, "inconclusive");
    assert.deepEqual([steps.fetch, steps.policy], ["inconclusive", "inconclusive"]);
    assert.ok(!questions.some((url) => url.includes("v1/policy")));
    await close();
  });

  test("options and the earlier policy reach it", async () => {
    const { page, close } = await open(IDLE);
    const seen = await page.$eval("mta-sts-check", async (element) => {
      element.options = { now: 1_800_000_000, resolvers: [{ name: "Ours", url: "https://dns.google/resolve" }] };
      element.previousPolicy = { mode: "enforce", maxAge: 604800, mx: null, lastServedAt: null, source: "given" };
      element.domain = "missing-policy.example";
      const report = await element.check();
      const holders = report.outlook.senders.filter(({ sender }) => sender === "holds-policy");
      return [report.checkedAt, report.observed.record.lookup.resolver, holders.map(({ policy }) => policy.mode)];
    });
    assert.deepEqual(seen, [1_800_000_000, "Ours", ["enforce"]]);
    await close();
  });

  test("only of a step that was looked at it says that there is nothing to remark", async () => {
    const remarks = (page) =>
      page.$$eval("[data-step]", (list) =>
        list.map(({ dataset: { step, status }, textContent }) => [
          step,
          status,
          textContent.includes("Nothing to remark."),
        ]),
      );
    const { page, close } = await open('<mta-sts-check domain="healthy.example"></mta-sts-check>');
    await page.waitForSelector("[data-step]", { state: "attached" });
    // While answers come, and when those of the policy host never will.
    for (const list of [await remarks(page), (await ended(page), await remarks(page))]) {
      for (const [step, status, isFine] of list) assert.ok(status === "passed" || !isFine, `${step}: ${status}`);
    }
    assert.deepEqual((await remarks(page))[0], ["record", "passed", true]);
    assert.ok(await page.isHidden('[data-step="policy"] .means'));
    await close();
  });

  test("what is no domain gets its sentence and sends nothing", async () => {
    const { page, questions, events, close } = await open('<mta-sts-check domain="not a domain"></mta-sts-check>');
    await heard(page, "problem");
    assert.deepEqual(await events(), [{ type: "problem", about: "input", id: "" }]);
    const message = await page.evaluate(() => events[0].detail.message);
    assert.match(message, /Character 4 is a space/);
    assert.equal(await page.textContent("[part=progress-text]"), message);
    await spoken(page, message);
    assert.ok(await page.isVisible("[part=progress-text]"));
    assert.ok(await page.isHidden("[part=stop]"));
    assert.deepEqual(questions, []);
    await close();
  });

  test("that could not run says so, and may be tried again", async () => {
    const { page, events, close } = await open(IDLE);
    const isNoModule = (route) => route.fulfill({ contentType: "application/wasm", body: "" });
    await page.route(/\.wasm$/, isNoModule);
    await page.$eval("mta-sts-check", (element) => (element.domain = "healthy.example"));
    await heard(page, "problem");
    assert.deepEqual(await events(), [{ type: "problem", about: "failed", id: "" }]);
    assert.match(await page.textContent("[part=progress-text]"), /^The check could not run: (?!\w*Error)/);
    await page.unroute(/\.wasm$/, isNoModule);
    const report = await page.$eval("mta-sts-check", (element) => element.check());
    assert.equal(report.outcome, "protected");
    await close();
  });
});

describe("one run at a time", () => {
  test("another domain ends the run before, and nothing of that comes late", async () => {
    const { page, events, close } = await open(IDLE);
    await page.$eval("mta-sts-check", (element) => {
      element.addEventListener("report", () => (element.domain = "healthy.example"), { once: true });
      element.domain = "missing-policy.example";
    });
    await heard(page, "done");
    // By now the first would long have come to its end.
    await page.waitForTimeout(1000);
    const [first, ...rest] = await events();
    assert.deepEqual(first, { type: "report", about: "missing-policy.example", id: "" });
    assert.deepEqual([...new Set(rest.map(({ about }) => about))], ["healthy.example"]);
    assert.deepEqual([...new Set(rest.map(({ type }) => type))], ["report", "done"]);
    await close();
  });

  test("changes in one task make for one check, the same value for none, another helper for a new one", async () => {
    const { page, events, close } = await open(IDLE);
    const done = async () => (await events()).filter(({ type }) => type === "done").length;
    await page.$eval("mta-sts-check", (element) => {
      element.domain = "missing-policy.example";
      element.domain = "healthy.example";
    });
    await heard(page, "done");
    assert.ok((await events()).every(({ about }) => about === "healthy.example"));
    await page.$eval("mta-sts-check", (element) => (element.domain = "healthy.example"));
    await page.waitForTimeout(300);
    assert.equal(await done(), 1);
    await page.$eval("mta-sts-check", (element) => element.removeAttribute("helper"));
    await page.waitForFunction(() => events.filter(({ type }) => type === "done").length === 2);
    assert.equal((await read(page)).outcome, "inconclusive");
    await page.$eval("mta-sts-check", (element) => element.removeAttribute("domain"));
    assert.deepEqual(await page.$eval("mta-sts-check", ({ domain, report }) => [domain, report]), ["", null]);
    assert.ok(await page.isHidden(".view"));
    await close();
  });

  test("it can be stopped, by its button and by its method, and started again", async () => {
    const { page, events, close } = await open(SLOW);
    await recordPassed(page);
    await page.click("[part=stop]");
    await heard(page, "problem");
    const message = "Stopped before all answers were in.";
    assert.equal(await page.textContent("[part=progress-text]"), message);
    await spoken(page, message);
    // Nothing says that it still goes on, and who pressed the button is not thrown back to the top.
    const { steps } = await read(page);
    assert.deepEqual([steps.record, steps.fetch], ["passed", "inconclusive"]);
    assert.equal(await page.textContent("[part=verdict-word]"), "Stopped");
    assert.ok(await page.isHidden("[part=verdict-sentence]"));
    assert.equal(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent), message);
    const given = await page.$eval("mta-sts-check", (element) => {
      const report = element.check();
      element.stop();
      return report;
    });
    assert.equal(given, null);
    const problems = (await events()).filter(({ type }) => type !== "report");
    assert.deepEqual(problems, Array(2).fill({ type: "problem", about: "stopped", id: "" }));
    await close();
  });

  test("while it checks again, the page keeps its height, and the helper looks anew", async () => {
    const { page, close } = await open(BROKEN);
    await heard(page, "done");
    const asked = page.waitForRequest((request) => request.url().includes("/v1/policy"));
    const [before, after] = await page.$eval("mta-sts-check", (element) => {
      const { offsetHeight } = element;
      void element.check();
      return [offsetHeight, element.offsetHeight];
    });
    assert.equal(after, before);
    assert.equal(new URL((await asked).url()).searchParams.get("fresh"), "1");
    await page.waitForFunction(() => events.filter(({ type }) => type === "done").length === 2);
    assert.equal(await page.$eval("mta-sts-check", ({ shadowRoot }) => shadowRoot.firstChild.style.minHeight), "");
    await close();
  });

  test("what was opened stays open, and the focus where it was, while answers still come", async () => {
    const { page, close } = await open(IDLE);
    let release;
    const released = new Promise((resolve) => (release = resolve));
    await page.route(/_smtp\._tls/, (route) => released.then(() => route.continue()));
    await page.$eval("mta-sts-check", (element) => (element.domain = "missing-policy.example"));
    await page.click(".timeline-table > summary");
    const fold = await page.$(".timeline-table");
    release();
    await heard(page, "done");
    assert.ok(!(await fold.evaluate((element) => element.isConnected)), "nothing came anew");
    assert.equal(await page.getAttribute(".timeline-table", "open"), "");
    assert.equal(
      await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.parentElement.className),
      "timeline-table",
    );
    await close();
  });

  test("taken away it is silent; put back it checks again, unless it has come to its end", async () => {
    const { page, events, close } = await open(IDLE);
    const move = () => page.evaluate(() => document.querySelector("main").append(globalThis.element));
    await page.$eval("mta-sts-check", (element) => {
      globalThis.element = element;
      // Outside the document the page's recorder hears nothing of it.
      for (const type of ["done", "problem"]) element.addEventListener(type, (event) => events.push(event));
      element.addEventListener("report", () => element.remove(), { once: true });
      element.domain = "missing-policy.example";
    });
    await heard(page, "report");
    await page.waitForTimeout(1000);
    assert.equal((await events()).length, 1);
    await move();
    await heard(page, "done");
    const { length } = await events();
    await move();
    await page.waitForTimeout(500);
    assert.equal((await events()).length, length);
    assert.equal((await read(page)).outcome, "policy-unavailable");
    await close();
  });

  test("moved without being taken away, its check goes on", async () => {
    const { page, questions, close } = await open(IDLE);
    await page.$eval("mta-sts-check", (element) => {
      const move = () => document.querySelector("main").moveBefore(element, null);
      element.addEventListener("report", move, { once: true });
      element.domain = "missing-policy.example";
    });
    await heard(page, "done");
    assert.equal(new Set(questions).size, questions.length);
    await close();
  });

  test("given another domain or helper while it was away, it shows nothing of before", async () => {
    const { page, close } = await open(BROKEN);
    await heard(page, "done");
    for (const [change, domain, outcome] of [
      [{ domain: "healthy.example" }, "healthy.example", "protected"],
      [{ helper: null }, "healthy.example", "inconclusive"],
    ]) {
      const before = await page.$eval(
        "mta-sts-check",
        (element, change) => {
          element.remove();
          Object.assign(element, change);
          const { report } = element;
          document.querySelector("main").append(element);
          return report;
        },
        change,
      );
      assert.equal(before, null);
      await ended(page);
      const after = await page.$eval("mta-sts-check", ({ report }) => [report.domain, report.outcome]);
      assert.deepEqual(after, [domain, outcome]);
    }
    await close();
  });

  test("options that come a moment later count, and no resolver but theirs is asked", async () => {
    const { page, questions, close } = await open(HEALTHY, { script: "/js/dist/browser.js" });
    await page.evaluate(async (script) => {
      const element = document.querySelector("mta-sts-check");
      const give = () => (element.options = { resolvers: ["google"] });
      // As a framework does that renders with every report: what says the same is no reason to begin anew.
      element.addEventListener("report", give);
      await import(script);
      give();
    }, ELEMENT);
    await heard(page, "done");
    assert.equal((await read(page)).outcome, "protected");
    const hosts = new Set(questions.map((url) => new URL(url).hostname));
    assert.deepEqual([...hosts].sort(), ["127.0.0.1", "dns.google"]);
    await close();
  });

  test("null and undefined stand for what is not there", async () => {
    const { page, close } = await open('<mta-sts-check helper="" heading-level="3"></mta-sts-check>');
    const seen = await page.$eval("mta-sts-check", (element) =>
      [null, undefined].map((nothing) => {
        for (const name of ["domain", "helper", "headingLevel", "options", "previousPolicy", "report"]) {
          element[name] = nothing;
        }
        const { domain, helper, headingLevel, options, previousPolicy, report } = element;
        return [element.attributes.length, domain, helper, headingLevel, options, previousPolicy, report];
      }),
    );
    assert.deepEqual(seen, Array(2).fill([0, "", null, 2, {}, null, null]));
    await close();
  });
});

describe("a report from elsewhere", () => {
  test("is shown without a question, and taken away again", async () => {
    const { page, questions, events, close } = await open(`${BROKEN}<mta-sts-check id="frozen"></mta-sts-check>`);
    await heard(page, "done");
    const asked = questions.length;
    await page.evaluate(() => {
      document.querySelector("#frozen").report = structuredClone(document.querySelector("mta-sts-check").report);
    });
    assert.deepEqual(await read(page, "#frozen"), await read(page));
    assert.ok(await page.isHidden("#frozen [part=progress]"));
    await page.$eval("#frozen", (element) => (element.report = null));
    assert.ok(await page.isHidden("#frozen .view"));
    assert.equal(questions.length, asked);
    assert.ok((await events()).every(({ id }) => id === ""));
    await close();
  });

  test("may be set before the element is defined; defining it twice does nothing", async () => {
    const { page, close } = await open("<mta-sts-check></mta-sts-check>", { script: "/js/dist/browser.js" });
    const recording = readFileSync(new URL("../vectors/cases/healthy.json", import.meta.url), "utf8");
    await page.evaluate(
      async ([element, recording]) => {
        const { replay } = await import("/js/dist/browser.js");
        document.querySelector("mta-sts-check").report = await replay(recording);
        await import(element);
        await import(`${element}?again`);
      },
      [ELEMENT, recording],
    );
    assert.equal((await read(page)).outcome, "protected");
    await close();
  });

  test("what is no report throws a sentence, and all stays as it was", async () => {
    const { page, close } = await open(BROKEN);
    await heard(page, "done");
    const thrown = await page.$eval("mta-sts-check", (element) => {
      const { report } = element;
      try {
        element.report = { isComplete: true };
      } catch (error) {
        return [error instanceof TypeError, error.message, element.report === report];
      }
    });
    assert.match(thrown[1], /^This is no report that can be shown: .* Give one that `check` or `replay`/);
    assert.deepEqual([thrown[0], thrown[2]], [true, true]);
    assert.equal((await read(page)).outcome, "policy-unavailable");
    assert.ok(await page.isHidden("[part=progress]"));
    await close();
  });

  test("set before the element is defined, it comes before the domain in the markup", async () => {
    const { page, questions, close } = await open(BROKEN, { script: "/js/dist/browser.js" });
    const recording = readFileSync(new URL("../vectors/cases/healthy.json", import.meta.url), "utf8");
    await page.evaluate(
      async ([element, recording]) => {
        const { replay } = await import("/js/dist/browser.js");
        document.querySelector("mta-sts-check").report = await replay(recording);
        await import(element);
      },
      [ELEMENT, recording],
    );
    assert.equal((await read(page)).outcome, "protected");
    await page.waitForTimeout(300);
    assert.equal((await read(page)).outcome, "protected");
    assert.deepEqual(questions, []);
    await close();
  });

  test("one of a thing is one", async () => {
    const { text } = await import("../../js/dist/element/text.js");
    assert.deepEqual([-1, 0, 1, 2].map(text.daysLeft), ["ended 1 day ago", "0 days left", "1 day left", "2 days left"]);
    assert.deepEqual([1, 2].map(text.bytes), ["1 byte", "2 bytes"]);
  });

  test("in Node, where there are no elements, the module can be loaded", async () => {
    const { MtaStsCheckElement } = await import(`../..${ELEMENT}`);
    assert.equal(typeof MtaStsCheckElement, "function");
    assert.equal(globalThis.customElements, undefined);
  });
});

describe("in the page around it", () => {
  test("two of them do not disturb each other", async () => {
    const { page, close } = await open(`<div id="a">${HEALTHY}</div><div id="b">${BROKEN}</div>`);
    for (const place of ["#a", "#b"]) await page.waitForSelector(`${place} [data-complete="true"]`);
    assert.equal((await read(page, "#a > *")).outcome, "protected");
    assert.equal((await read(page, "#b > *")).outcome, "policy-unavailable");
    const names = await page.$$eval("mta-sts-check [part=verdict]", (list) => list.map(({ ariaLabel }) => ariaLabel));
    assert.deepEqual(names, ["Verdict on healthy.example", "Verdict on missing-policy.example"]);
    await close();
  });

  test("moved into a frame it keeps its look", async () => {
    const { page, close } = await open(BROKEN);
    await ended(page);
    const ground = await page.$eval("mta-sts-check", (element) => {
      const frame = document.createElement("iframe");
      document.body.append(frame);
      frame.contentDocument.body.append(element);
      const style = frame.contentWindow.getComputedStyle(element.shadowRoot.querySelector(".view"));
      return [element.shadowRoot.adoptedStyleSheets.length > 0, style.backgroundColor];
    });
    assert.deepEqual(ground, [true, "rgb(250, 247, 240)"]);
    await close();
  });

  test("custom properties and parts reach into it", async () => {
    const { page, close } = await open(BROKEN);
    await style(
      page,
      `main { --mta-sts-paper: rgb(1, 2, 3); --mta-sts-size: 20px; --mta-sts-padding: 5px }
       mta-sts-check::part(verdict) { border-top: 7px solid rgb(4, 5, 6) }`,
    );
    await ended(page);
    assert.equal(await computed(page, ".view", "backgroundColor"), "rgb(1, 2, 3)");
    assert.equal(await computed(page, ".view", "fontSize"), "20px");
    assert.equal(await computed(page, ".view", "paddingLeft"), "5px");
    assert.equal(await computed(page, "[part=verdict]", "borderTopWidth"), "7px");
    await close();
  });

  test("every part and custom property is documented, with its default", async () => {
    const source = (name) => readFileSync(new URL(`../../js/src/element/${name}`, import.meta.url), "utf8");
    const [, parts, properties] = /\*\*Parts\*\*([^]*)\*\*Custom properties\*\*([^]*)\*\//.exec(
      source("check-element.ts"),
    );
    const { page, close } = await open(BROKEN);
    await ended(page);
    const there = await page.$$eval("mta-sts-check [part]", (list) => list.map((element) => element.part.value));
    const named = [...parts.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name);
    assert.deepEqual([...new Set(there)].sort(), named.sort());
    await close();

    const styles = source("styles/tokens.ts") + source("styles/base.ts");
    const used = [...styles.matchAll(/var\(\s*(--mta-sts-[a-z-]+),\s*(?:light-dark\()?([^)]*)\)/g)];
    assert.deepEqual(
      used.map(([, name]) => name).sort(),
      [...properties.matchAll(/`(--mta-sts-[a-z-]+)`/g)].map(([, name]) => name).sort(),
    );
    for (const [, name, value] of used.filter(([, , value]) => !value.includes('"'))) {
      assert.ok(properties.includes(`\`${name}\` (${value})`), `${name}: ${value}`);
    }
  });

  test("no style of the page breaks in, and none of its own gets out", async () => {
    const { page, close } = await open(`<p id="mine">Text</p>${BROKEN}`);
    await ended(page);
    const sheets = () => page.evaluate(() => document.styleSheets.length + document.adoptedStyleSheets.length);
    assert.equal(await sheets(), 0);
    const looks = () =>
      page.$eval("mta-sts-check", ({ shadowRoot }) =>
        [...shadowRoot.querySelectorAll(".view, .view *")].map((element) => {
          const { display, color, font, textAlign, textTransform, letterSpacing, whiteSpace } =
            getComputedStyle(element);
          return [element.localName, display, color, font, textAlign, textTransform, letterSpacing, whiteSpace].join(
            "|",
          );
        }),
      );
    const before = await looks();
    await style(
      page,
      `p, div, span, section, ol, ul, li, dl, h1, h2, h3, h4, details, summary, table, svg, path, code, a, button {
         display: none !important; color: red !important }
       body { color: red; font: italic 40px/3 fantasy; text-align: center; text-transform: uppercase;
         letter-spacing: 1em; white-space: pre }
       .view, .verdict, [hidden] { display: none !important }
       :root { --tone: red }`,
    );
    const tone = await page.$eval(".view", (view) => getComputedStyle(view).getPropertyValue("--tone"));
    assert.notEqual(tone, "red");
    assert.equal(await computed(page, "#mine", "display"), "none");
    assert.deepEqual(await looks(), before);
    assert.ok(await page.isVisible("[part=verdict-sentence]"));
    await close();
  });

  test("its headings fit the outline of the page", async () => {
    const { page, close } = await open(BROKEN.replace("helper", 'heading-level="4" helper'));
    await ended(page);
    const levels = () =>
      page.$$eval("mta-sts-check [part=heading]", (list) =>
        [...new Set(list.map(({ localName }) => localName))].sort(),
      );
    assert.deepEqual(await levels(), ["h4", "h5", "h6"]);
    assert.equal(await page.textContent('[data-step="record"] [part=heading]'), "1 DNS record");
    await page.$eval("mta-sts-check", (element) => (element.headingLevel = 2));
    assert.deepEqual(await levels(), ["h2", "h3", "h4"]);
    assert.equal((await read(page)).outcome, "policy-unavailable");
    await close();
  });
});

describe("for everyone", () => {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing: ${colorScheme}`, async () => {
      // Only axe itself needs a way around the page's policy to be put in.
      const options = { colorScheme, bypassCSP: true, reducedMotion: "reduce" };
      const { page, close } = await open(BROKEN, options);
      await style(page, ":root { color-scheme: light dark }");
      await ended(page);
      await openAll(page);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
        [],
      );
      await close();
    });
  }

  test("light or dark is what the place around it says", async () => {
    const { page, close } = await open(BROKEN, { colorScheme: "dark" });
    await ended(page);
    const ground = () => computed(page, ".view", "backgroundColor");
    const light = await ground();
    await style(page, "main { color-scheme: dark }");
    const dark = await ground();
    assert.deepEqual([light, dark], ["rgb(250, 247, 240)", "rgb(21, 23, 27)"]);
    await page.emulateMedia({ media: "print" });
    assert.deepEqual([await ground(), await computed(page, ".view", "color")], ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
    assert.equal(await computed(page, ".timeline svg", "maxWidth"), "100%");
    await close();
  });

  test("where the system forces colours, the timeline takes them on", async () => {
    const { page, close } = await open(BROKEN, { forcedColors: "active", colorScheme: "dark" });
    await ended(page);
    const text = await computed(page, ".senders-sentence", "color");
    for (const [selector, name] of [
      [".timeline .row-title", "fill"],
      [".timeline .mark-date", "fill"],
      [".timeline .band rect", "stroke"],
    ]) {
      assert.equal(await computed(page, selector, name), text, selector);
    }
    await close();
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`the checker's own page repeats the defaults that it sets: ${colorScheme}`, async () => {
      const { page, close } = await open(BROKEN, { colorScheme });
      await style(page, ":root { color-scheme: light dark }");
      const own = await pages.browser.newPage({ colorScheme });
      await own.goto(pages.helper.origin);
      await check(own, "missing-policy.example");
      await ended(page);
      for (const [selector, ...names] of [
        [".view", "backgroundColor", "color", "font"],
        [".verdict", "backgroundColor", "borderBottomColor", "borderLeftColor"],
        [".verdict-sentence", "font"],
        [".verdict-sentence code", "font"],
        [".do-first", "borderLeftColor"],
        [".quiet", "color"],
        [".station-time", "font"],
      ]) {
        for (const name of names) {
          assert.equal(
            await computed(own, selector, name),
            await computed(page, selector, name),
            `${selector} ${name}`,
          );
        }
      }
      await own.context().close();
      await close();
    });
  }

  test("in a column of 320 px on a wide screen nothing scrolls sideways", async () => {
    const { page, close } = await open(BROKEN, { viewport: { width: 1300, height: 900 } });
    const columns = async () => (await computed(page, ".station-body", "gridTemplateColumns")).split(" ").length;
    await ended(page);
    await openAll(page);
    assert.equal(await columns(), 2);
    await style(page, "main { width: 320px; overflow: auto }");
    await page.waitForFunction(() => {
      const { shadowRoot } = document.querySelector("mta-sts-check");
      return shadowRoot.querySelector(".timeline svg").clientWidth < 320;
    });
    assert.equal(await columns(), 1);
    const [content, view] = await page.$eval("main", ({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
    assert.ok(content <= view, `${content} > ${view}`);
    await close();
  });

  test("all that can be used is reached with the keyboard", async () => {
    const { page, close } = await open(BROKEN);
    await ended(page);
    await openAll(page);
    const all = await page.$eval("mta-sts-check", ({ shadowRoot }) => {
      const list = [...shadowRoot.querySelectorAll("summary, a, button, [tabindex='0']")];
      globalThis.usable = new Set(list.filter((element) => element.checkVisibility()));
      return globalThis.usable.size;
    });
    assert.ok(all > 10, `${all}`);
    for (let presses = 0; presses < all + 1; presses += 1) {
      await page.keyboard.press("Tab");
      await page.evaluate(() => usable.delete(document.activeElement?.shadowRoot?.activeElement));
    }
    assert.deepEqual(await page.evaluate(() => [...usable].map(({ outerHTML }) => outerHTML)), []);
    await close();
  });
});
