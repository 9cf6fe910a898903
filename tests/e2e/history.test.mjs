/** What this browser keeps of earlier checks: what changed since, the list, files, and storage that does not play along. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";

import { startHelper } from "../lab/helper.mjs";
import { check, ended, launch, read } from "./browser.mjs";
import { questions, visit } from "./open.mjs";

const PREFIX = "mta-sts.history.";

let helper;
let browser;
/** An entry as a check of healthy.example leaves it. */
let healthy;
before(async () => {
  helper = await startHelper();
  browser = await launch();
  const { page, close } = await open();
  await checkAndKeep(page, "healthy.example");
  healthy = await stored(page, "healthy.example");
  await close();
});
after(async () => {
  await browser?.close();
  await helper?.stop();
});

const open = (options) => visit(browser, helper.origin, options);

/** Checks a domain, and waits until the result was kept. */
async function checkAndKeep(page, domain) {
  await check(page, domain);
  await page.waitForFunction(
    ([key, moment]) => {
      try {
        return (JSON.parse(localStorage.getItem(key))?.last?.checkedAt ?? 0) >= moment;
      } catch {
        // What a test has put there is no entry, until it is replaced.
        return false;
      }
    },
    [PREFIX + domain, Math.floor(Date.now() / 1000) - 15],
  );
}

const stored = (page, domain) => page.evaluate((key) => JSON.parse(localStorage.getItem(key)), PREFIX + domain);

const store = (page, entry) =>
  page.evaluate(([key, json]) => localStorage.setItem(key, json), [PREFIX + entry.domain, JSON.stringify(entry)]);

async function showHistory(page) {
  await page.click('nav a[data-for="history"]');
  await page.waitForSelector("#history-list > *, #history-empty:not([hidden])");
}

const listed = (page) => page.$$eval("[data-kept]", (lines) => lines.map(({ dataset }) => dataset.kept));
const changes = (page) => page.$$eval("#changes [data-change]", (items) => items.map(({ dataset }) => dataset.change));
const line = (domain) => `[data-kept="${domain}"]`;
const message = async (page) => {
  await page.waitForFunction(() => document.querySelector("#history-message").textContent !== "");
  return page.textContent("#history-message");
};

/** Some days earlier. */
const earlier = (days, { state, last, ...rest } = {}) => {
  const then = healthy.last.checkedAt - days * 86_400;
  return {
    domain: "healthy.example",
    last: { checkedAt: then, outcome: "protected", packed: null, ...last },
    states: [{ since: then, state: { ...healthy.states[0].state, checkedAt: then, ...state }, changes: [] }],
    ...rest,
  };
};

const fileOf = (value, name = "history.json") => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(typeof value === "string" ? value : JSON.stringify(value)),
});
const historyOf = (...domains) => ({ format: "mta-sts history", version: 1, exportedAt: 1, domains });

async function importing(page, file) {
  await page.waitForSelector("#history-list > *, #history-empty:not([hidden])");
  await page.evaluate(() => (document.querySelector("#history-message").textContent = ""));
  await page.setInputFiles("#history-file", file);
  return message(page);
}

describe("from check to check", () => {
  test("nothing is said at the first; at the second, that nothing changed", async () => {
    const { page, problems, close } = await open();
    await checkAndKeep(page, "healthy.example");
    assert.ok(await page.isHidden("#changes"));
    const first = await stored(page, "healthy.example");
    assert.equal(first.states.length, 1);
    assert.deepEqual(first.states[0].changes, []);
    await page.waitForTimeout(1_000);
    await check(page, "healthy.example");
    await page.waitForSelector("#changes:not([hidden])");
    assert.match(await page.textContent("#changes-heading"), /^Nothing changed since .* UTC \(.*\)\.$/);
    assert.deepEqual(await changes(page), []);
    await page.waitForFunction(
      ([key, before]) => JSON.parse(localStorage.getItem(key)).last.checkedAt > before,
      [`${PREFIX}healthy.example`, first.last.checkedAt],
    );
    const second = await stored(page, "healthy.example");
    assert.equal(second.states.length, 1, "the same state goes on");
    assert.equal(second.states[0].since, first.states[0].since);
    assert.ok(second.states[0].state.checkedAt > first.states[0].state.checkedAt);
    assert.deepEqual(problems, []);
    await close();
  });

  test("changes come with their weight as shape and word, and their section", async () => {
    const { page, problems, close } = await open();
    await store(page, earlier(3, { state: { mode: "testing", outcome: "testing", policySha256: "0".repeat(64) } }));
    await check(page, "healthy.example");
    await page.waitForSelector("#changes [data-change]");
    assert.match(await page.textContent("#changes-heading"), /^What changed since .* \(3 days ago\)$/);
    assert.deepEqual(await changes(page), ["policy-changed-id-same", "mode-strengthened", "outcome-changed"]);
    const first = page.locator('[data-change="policy-changed-id-same"]');
    assert.match(await first.textContent(), /^\s*Error The policy file has changed, and the id is still 20260101/);
    assert.equal(await first.locator("svg.glyph-failed").count(), 1);
    assert.equal(await first.locator("a").getAttribute("href"), "https://www.rfc-editor.org/rfc/rfc8461#section-3.1");
    await page.waitForFunction(
      (key) => JSON.parse(localStorage.getItem(key)).states.length === 2,
      `${PREFIX}healthy.example`,
    );
    const { states } = await stored(page, "healthy.example");
    assert.deepEqual(
      states[0].changes.map(({ id }) => id),
      ["policy-changed-id-same", "mode-strengthened", "outcome-changed"],
    );
    // Another domain takes the news away.
    await check(page, "testing.example");
    assert.ok(await page.isHidden("#changes"));
    assert.deepEqual(problems, []);
    await close();
  });

  test("the policy that an earlier check found is the earlier policy of the next", async () => {
    const { page, close } = await open();
    const holders = () => page.$$eval('[data-sender="holds-policy"]', (list) => list.length);
    await check(page, "missing-policy.example");
    assert.equal(await holders(), 3);
    // As if it had served the policy of another domain before its file went.
    await store(page, { ...earlier(1), domain: "missing-policy.example" });
    await checkAndKeep(page, "missing-policy.example");
    assert.equal(await holders(), 1);
    assert.match(await page.textContent(".recalled"), /mode enforce.*When it went is not known/);
    await page.waitForFunction(
      (key) => JSON.parse(localStorage.getItem(key)).states[0].state.policyMissedAt > 0,
      `${PREFIX}missing-policy.example`,
    );
    await check(page, "missing-policy.example");
    assert.match(await page.textContent(".recalled"), /By .* it was gone/);
    await close();
  });

  test("what could not be looked at changes nothing that is kept", async () => {
    const { page, close } = await open();
    await store(page, earlier(2));
    await page.route(/dns-query|resolve|v1\/policy/, (route) => route.abort());
    await check(page, "healthy.example");
    await page.waitForSelector("#changes:not([hidden])");
    assert.match(await page.textContent("#changes-heading"), /^Not all could be looked at/);
    await page.waitForFunction(
      (key) => JSON.parse(localStorage.getItem(key)).last.outcome === "inconclusive",
      `${PREFIX}healthy.example`,
    );
    assert.deepEqual((await stored(page, "healthy.example")).states, earlier(2).states);
    await close();
  });

  test("a domain has at most 12 states, and the oldest makes room", async () => {
    const { page, close } = await open();
    const states = Array.from(
      { length: 12 },
      (_, index) => earlier(index + 1, { state: { id: `x${index}` } }).states[0],
    );
    await store(page, { ...earlier(1), states });
    await check(page, "healthy.example");
    await page.waitForSelector("#changes [data-change]");
    await page.waitForFunction(
      (key) => JSON.parse(localStorage.getItem(key)).states[0].state.id === "20260101",
      `${PREFIX}healthy.example`,
    );
    const ids = (await stored(page, "healthy.example")).states.map(({ state }) => state.id);
    assert.deepEqual(ids, ["20260101", ...Array.from({ length: 11 }, (_, index) => `x${index}`)]);
    await close();
  });

  test("what was kept under a clock that was ahead goes, and nothing else with it", async () => {
    const { page, problems, close } = await open();
    const states = [-2, 3].map((days) => earlier(days, { state: { id: `x${days}` } }).states[0]);
    await store(page, { ...earlier(-2), states });
    await check(page, "healthy.example");
    await page.waitForFunction(
      (key) => JSON.parse(localStorage.getItem(key)).states[0].state.id === "20260101",
      `${PREFIX}healthy.example`,
    );
    await page.reload();
    await showHistory(page);
    assert.deepEqual(await listed(page), ["healthy.example"]);
    const ids = (await stored(page, "healthy.example")).states.map(({ state }) => state.id);
    assert.deepEqual(ids, ["20260101", "x3"]);
    assert.deepEqual(problems, []);
    await close();
  });

  test("what cannot be read back counts as never seen; what earlier versions kept is gone", async () => {
    const { page, problems, close } = await open();
    const BROKEN = [
      "{",
      "null",
      "[]",
      "7",
      '{"domain":"healthy.example"}',
      JSON.stringify({ ...earlier(1), domain: "a.example" }),
    ];
    for (const text of BROKEN) {
      await page.evaluate(([key, value]) => localStorage.setItem(key, value), [`${PREFIX}healthy.example`, text]);
      await page.evaluate(() => localStorage.setItem("mta-sts.policies", "{}"));
      await page.reload();
      assert.equal(await page.evaluate(() => localStorage.getItem("mta-sts.policies")), null);
      await showHistory(page);
      assert.deepEqual(await listed(page), [], text);
      await page.click('nav a[data-for="check"]');
      await checkAndKeep(page, "healthy.example");
      assert.ok(await page.isHidden("#changes"), text);
    }
    assert.deepEqual(problems, []);
    await close();
  });
});

describe("the list", () => {
  test("each domain with its last verdict; opened, its states and what changed", async () => {
    const { page, problems, close } = await open();
    for (const domain of ["no-record.example", "testing.example", "servfail.example"]) await checkAndKeep(page, domain);
    await store(page, earlier(40, { state: { mode: "testing", outcome: "testing" } }));
    await checkAndKeep(page, "healthy.example");
    await page.waitForSelector("#changes [data-change]");
    await showHistory(page);
    assert.deepEqual((await listed(page)).sort(), [
      "healthy.example",
      "no-record.example",
      "servfail.example",
      "testing.example",
    ]);
    assert.equal((await listed(page))[0], "healthy.example", "the last check comes first");
    const summary = await page.textContent(`${line("healthy.example")} summary`);
    for (const part of ["Protected", "id 20260101", "mode enforce", "max_age 2 weeks", "ago|now"]) {
      assert.match(summary, new RegExp(part));
    }
    assert.equal(await page.locator(`${line("servfail.example")} summary svg.glyph-inconclusive`).count(), 1);
    assert.match(await page.textContent(`${line("servfail.example")} summary`), /Not known/);

    await page.click(`${line("healthy.example")} summary`);
    const states = page.locator(`${line("healthy.example")} .states > li`);
    assert.deepEqual(await states.evaluateAll((items) => items.map(({ dataset }) => dataset.look)), [
      "passed",
      "warned",
    ]);
    assert.match(await states.first().textContent(), /Protected since [^]*The mode was testing and is enforce/);
    const widths = await page.$$eval(`${line("healthy.example")} .band > div`, (bands) =>
      bands.map((band) => band.getBoundingClientRect().width),
    );
    assert.ok(widths[0] > 5 * widths[1], `40 days before, seconds since: ${widths}`);
    assert.deepEqual(problems, []);
    await close();
  });

  test("the report of then is shown without asking anybody; Check again asks", async () => {
    const { page, requests, problems, close } = await open();
    await checkAndKeep(page, "missing-policy.example");
    await page.waitForFunction(
      (key) => JSON.parse(localStorage.getItem(key)).last.packed !== null,
      `${PREFIX}missing-policy.example`,
    );
    const live = await read(page);
    await page.reload();
    await showHistory(page);
    const before = questions(requests).length;
    await page.click(`${line("missing-policy.example")} summary`);
    await page.click(`${line("missing-policy.example")} .tools a`);
    await page.waitForSelector("#banner:not([hidden])");
    assert.match(
      await page.textContent("#banner-sentence"),
      /^This is the report of .* UTC, as this browser kept it\. Nothing was checked now\.$/,
    );
    assert.deepEqual(await read(page), live);
    assert.equal(questions(requests).length, before);
    await page.goBack();
    await page.click(`${line("missing-policy.example")} .tools button`);
    await ended(page);
    assert.ok(questions(requests).length > before);
    assert.ok(await page.isHidden("#banner"));
    assert.equal(await page.inputValue("#domain"), "missing-policy.example");
    assert.deepEqual(problems, []);
    await close();
  });

  test("one is deleted at once, all only after an answer; with the keyboard alone", async () => {
    const { page, close } = await open();
    const focused = () =>
      page.evaluate(() => document.activeElement?.closest("[data-kept]")?.dataset.kept ?? document.activeElement?.id);
    for (const [index, name] of ["a", "b", "c"].entries())
      await store(page, { ...earlier(index), domain: `${name}.example` });
    await page.focus('nav a[data-for="history"]');
    await page.keyboard.press("Enter");
    await page.waitForSelector(line("c.example"));
    await page.focus(`${line("b.example")} summary`);
    await page.keyboard.press("Enter");
    for (let presses = 0; presses < 2; presses += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector(line("b.example"), { state: "detached" });
    assert.deepEqual(await listed(page), ["a.example", "c.example"]);
    assert.equal(await focused(), "c.example");

    await page.focus("#history-forget");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#history-dialog[open]");
    assert.match(await page.textContent("#history-question"), /2 domains/);
    assert.equal(await focused(), "history-cancel");
    await page.keyboard.press("Escape");
    await page.waitForSelector("#history-dialog", { state: "hidden" });
    assert.equal((await listed(page)).length, 2);
    assert.equal(await focused(), "history-forget");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#history-dialog[open]");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#history-empty:not([hidden])");
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    assert.match(await message(page), /All results were deleted/);
    await close();
  });

  test("turned off, all is forgotten and nothing is kept; turned on, it is again", async () => {
    const { page, close } = await open();
    await store(page, earlier(1));
    await showHistory(page);
    await page.click("#history-on");
    await page.waitForSelector("#history-dialog[open]");
    await page.click("#history-cancel");
    assert.ok(await page.isChecked("#history-on"));
    await page.click("#history-on");
    await page.click("#history-confirm");
    await page.waitForSelector("#history-empty:not([hidden])");
    assert.ok(!(await page.isChecked("#history-on")));
    const kept = () =>
      page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("mta-sts.history.")));
    assert.deepEqual(await kept(), []);
    await page.reload();
    await page.waitForSelector("#history-empty:not([hidden])");
    assert.ok(!(await page.isChecked("#history-on")));
    assert.match(await page.textContent("#history-empty"), /Nothing is kept/);
    assert.match(await importing(page, fileOf(historyOf(earlier(1)))), /not kept now/);
    await page.click('nav a[data-for="check"]');
    await check(page, "healthy.example");
    await page.waitForTimeout(300);
    assert.deepEqual(await kept(), []);
    await showHistory(page);
    await page.click("#history-on");
    assert.match(await message(page), /kept from now on/);
    await page.click('nav a[data-for="check"]');
    await checkAndKeep(page, "healthy.example");
    await close();
  });

  test("another tab sees what this one keeps", async () => {
    const { page, close } = await open();
    const other = await page.context().newPage();
    await other.goto(`${helper.origin}/#history`);
    await other.waitForSelector("#history-empty:not([hidden])");
    await checkAndKeep(page, "healthy.example");
    await other.waitForSelector(line("healthy.example"));
    await page.evaluate(() => localStorage.clear());
    await other.waitForSelector("#history-empty:not([hidden])");
    await close();
  });
});

describe("as a file", () => {
  test("what is exported comes back the same elsewhere, and merges", async () => {
    const here = await open();
    await store(here.page, earlier(5, { state: { mode: "testing", outcome: "testing" } }));
    for (const domain of ["healthy.example", "no-record.example"]) await checkAndKeep(here.page, domain);
    await showHistory(here.page);
    const [download] = await Promise.all([here.page.waitForEvent("download"), here.page.click("#history-export")]);
    assert.match(download.suggestedFilename(), /^mta-sts-history-\d{4}-\d\d-\d\d\.json$/);
    const text = readFileSync(await download.path(), "utf8");
    const { format, version, domains } = JSON.parse(text);
    assert.deepEqual([format, version, domains.length], ["mta-sts history", 1, 2]);
    const kept = [await stored(here.page, "healthy.example"), await stored(here.page, "no-record.example")];
    await here.close();

    const { page, requests, problems, close } = await open();
    await showHistory(page);
    assert.equal(await importing(page, fileOf(text)), "2 of 2 domains taken from the file.");
    assert.deepEqual([await stored(page, "healthy.example"), await stored(page, "no-record.example")], kept);
    await page.waitForSelector(line("no-record.example"));
    // Once more changes nothing; an older one adds its states, and the last check stays.
    await importing(page, fileOf(text));
    assert.deepEqual(await stored(page, "healthy.example"), kept[0]);
    await importing(page, fileOf(historyOf(earlier(90, { state: { id: "old" } }))));
    const merged = await stored(page, "healthy.example");
    assert.deepEqual(merged.last, kept[0].last);
    assert.deepEqual(
      merged.states.map(({ state }) => state.id),
      ["20260101", "20260101", "old"],
    );
    assert.deepEqual(questions(requests), []);
    assert.deepEqual(problems, []);
    await close();
  });

  test("a file may be dropped", async () => {
    const { page, close } = await open({ path: "/#history" });
    await page.waitForSelector("#history-empty:not([hidden])");
    const transfer = await page.evaluateHandle(
      (text) => {
        const data = new DataTransfer();
        data.items.add(new File([text], "history.json", { type: "application/json" }));
        return data;
      },
      JSON.stringify(historyOf(earlier(1))),
    );
    await page.dispatchEvent("#history-view", "drop", { dataTransfer: transfer });
    assert.equal(await message(page), "1 of 1 domain taken from the file.");
    await page.waitForSelector(line("healthy.example"));
    await close();
  });

  test("the list is made anew once, however many domains come", async () => {
    const { page, close } = await open({ path: "/#history" });
    await page.waitForSelector("#history-empty:not([hidden])");
    await page.evaluate(() => {
      globalThis.renewals = 0;
      new MutationObserver(() => (globalThis.renewals += 1)).observe(document.querySelector("#history-list"), {
        childList: true,
      });
    });
    const many = Array.from({ length: 30 }, (_, index) => ({ ...earlier(1), domain: `d${index}.example` }));
    assert.equal(await importing(page, fileOf(historyOf(...many))), "30 of 30 domains taken from the file.");
    await page.waitForSelector(line("d29.example"));
    assert.equal(await page.evaluate(() => globalThis.renewals), 1);
    await close();
  });

  test("what no worker can be handed is a fault like another", async () => {
    const { page, problems, close } = await open({ path: "/#history" });
    const { state, since } = earlier(1).states[0];
    const good = { ...earlier(1), domain: "good.example" };
    const tooLarge = earlier(1, {
      states: [{ since, state: { ...state, findings: ["x".repeat(1_100_000)] }, changes: [] }],
    });
    const tooDeep = JSON.stringify(earlier(1, { states: [{ since, state: "deep", changes: [] }] }));
    for (const bad of [JSON.stringify(tooLarge), tooDeep.replace('"deep"', "[".repeat(15_000) + "]".repeat(15_000))]) {
      const file = JSON.stringify(historyOf("bad", good)).replace('"bad"', () => bad);
      assert.match(
        await importing(page, fileOf(file)),
        /^1 of 2 domains taken from the file\. The first that was not, entry 1: /,
      );
    }
    assert.deepEqual(problems, []);
    await close();
  });

  test("a file that is none gets a sentence, and nothing is taken", async () => {
    const FILES = {
      "no JSON": ["{", /is no JSON/],
      nothing: ["", /is no JSON/],
      "no UTF-8": [null, /is no JSON/],
      "a list": ["[]", /is no history/],
      null: ["null", /is no history/],
      "another format": ['{"format":"else","version":1,"domains":[]}', /is no history/],
      "inherited fields": ['{"__proto__":{"format":"mta-sts history","version":1,"domains":[]}}', /is no history/],
      "no domains": ['{"format":"mta-sts history","version":1}', /is no history/],
      "another version": ['{"format":"mta-sts history","version":2,"domains":[]}', /another version/],
      "more than 5 MiB": [" ".repeat(5 * 1024 * 1024 + 1), /larger than 5 MiB/],
    };
    const { page, problems, close } = await open({ path: "/#history" });
    for (const [name, [text, sentence]] of Object.entries(FILES)) {
      const file = text === null ? { ...fileOf(""), buffer: Buffer.from([0x22, 0xff, 0x22]) } : fileOf(text);
      assert.match(await importing(page, file), sentence, name);
    }
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    assert.deepEqual(problems, []);
    await close();
  });

  test("of a list the good are taken, and the first fault is named", async () => {
    const good = { ...earlier(1), domain: "good.example" };
    const [kept] = good.states;
    const withState = (state) => ({ ...good, states: [{ ...kept, state: { ...kept.state, ...state } }] });
    const withChange = (change) => ({
      ...good,
      states: [{ ...kept, changes: [{ id: "record-new", severity: "note", sentence: "A.", rfc: null, ...change }] }],
    });
    const FAULTS = {
      null: [null, /no entry/],
      "a list": [[], /no entry/],
      "no domain": [{ ...good, domain: undefined }, /“domain”/],
      "HTML for a domain": [{ ...good, domain: "<b>x</b>" }, /“domain”/],
      "an upper-case domain": [{ ...good, domain: "GOOD.example" }, /“domain”/],
      "inherited fields": [JSON.parse(`{"__proto__":${JSON.stringify(good)}}`), /“domain”/],
      "no last check": [{ ...good, last: null }, /“last”/],
      "an outcome that is none": [{ ...good, last: { ...good.last, outcome: "constructor" } }, /“outcome”/],
      "a time that is none": [{ ...good, last: { ...good.last, checkedAt: "1" } }, /“checkedAt”/],
      "HTML for a packed check": [{ ...good, last: { ...good.last, packed: "<b>" } }, /“packed”/],
      "a packed check too long": [{ ...good, last: { ...good.last, packed: "A".repeat(65_537) } }, /“packed”/],
      "no states": [{ ...good, states: {} }, /“states”/],
      "13 states": [{ ...good, states: Array(13).fill(kept) }, /at most 12/],
      "a state that is none": [{ ...good, states: [{ ...kept, state: 7 }] }, /A state is an object/],
      "a mode that is none": [withState({ mode: "<i>" }), /“mode”/],
      "a pattern that is none": [withState({ mx: ["*.*"] }), /“mx”/],
      "hidden characters": [withState({ id: "a\u202eb" }), /“id”/],
      "a state of the future": [withState({ checkedAt: good.last.checkedAt + 1 }), /“states”/],
      "a beginning after the end": [{ ...good, states: [{ ...kept, since: kept.since + 1 }] }, /“since”/],
      "changes that are none": [{ ...good, states: [{ ...kept, changes: "x" }] }, /“changes”/],
      "a weight that is none": [withChange({ severity: "toString" }), /“severity”/],
      "a sentence that turns": [withChange({ sentence: "a\u202eb" }), /“sentence”/],
      "a section that is a link": [withChange({ rfc: "javascript:alert(1)" }), /“rfc”/],
    };
    const { page, problems, close } = await open({ path: "/#history" });
    for (const [name, [entry, fault]] of Object.entries(FAULTS)) {
      // As text, so that `__proto__` is a field.
      const list = [good, entry].map((value) =>
        name === "inherited fields" && value === entry
          ? `{"__proto__":${JSON.stringify(good)}}`
          : JSON.stringify(value),
      );
      const text = `{"format":"mta-sts history","version":1,"domains":[${list.join()}]}`;
      const sentence = await importing(page, fileOf(text));
      assert.match(sentence, /^1 of 2 domains taken from the file\. The first that was not, entry 2: /, name);
      assert.match(sentence, fault, name);
    }
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), [`${PREFIX}good.example`]);
    assert.equal(await page.evaluate(() => Object.keys(Object.prototype).length), 0);
    assert.deepEqual(problems, []);
    await close();
  });

  test("HTML in what may be any text is shown as text", async () => {
    const { page, problems, close } = await open({ path: "/#history" });
    const entry = earlier(1, { state: { id: "<img src=x onerror=alert(1)>" } });
    entry.states[0].changes = [
      { id: "record-new", severity: "note", sentence: "<script>alert(1)</script>", rfc: null },
    ];
    await importing(page, fileOf(historyOf(entry)));
    await page.click(`${line("healthy.example")} summary`);
    assert.ok((await page.textContent(line("healthy.example"))).includes("<script>alert(1)</script>"));
    assert.equal(await page.locator("#history-list img, #history-list script").count(), 0);
    assert.deepEqual(problems, []);
    await close();
  });

  test("a browser keeps 200 domains: the one checked longest ago makes room", async () => {
    const { page, close } = await open({ path: "/#history" });
    const many = Array.from({ length: 201 }, (_, index) => ({ ...earlier(index + 1), domain: `d${index}.example` }));
    assert.match(await importing(page, fileOf(historyOf(...many))), /^200 of 201 .* At most 200 domains/);
    await page.waitForSelector(line("d199.example"));
    await page.click('nav a[data-for="check"]');
    await checkAndKeep(page, "healthy.example");
    const kept = await page.evaluate(() => Object.keys(localStorage));
    assert.equal(kept.length, 200);
    assert.ok(!kept.includes(`${PREFIX}d199.example`) && kept.includes(`${PREFIX}d198.example`));
    await close();
  });
});

describe("storage that does not play along", () => {
  test("forbidden: the check is made, and it is said that nothing is kept", async () => {
    const { page, problems, close } = await open();
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, "localStorage", {
        get() {
          throw new DOMException("no", "SecurityError");
        },
      });
    });
    await page.reload();
    await check(page, "healthy.example");
    await page.waitForFunction(() => document.querySelector("#kept-message").textContent !== "");
    assert.match(await page.textContent("#kept-message"), /does not let the page store anything/);
    await showHistory(page);
    assert.ok(!(await page.isChecked("#history-on")));
    await page.click("#history-on");
    assert.match(await message(page), /does not let the page store anything/);
    assert.ok(!(await page.isChecked("#history-on")));
    assert.deepEqual(problems, []);
    await close();
  });

  test("full of what others stored: it is said", async () => {
    const { page, problems, close } = await open();
    await fillUp(page, 64);
    await check(page, "healthy.example");
    await page.waitForFunction(() => document.querySelector("#kept-message").textContent !== "");
    assert.match(await page.textContent("#kept-message"), /is full: this result was not kept/);
    assert.deepEqual(problems, []);
    await close();
  });

  test("full of its own: the packed checks of the oldest make room, and what else is known of them stays", async () => {
    const { page, problems, close } = await open();
    for (const [index, name] of ["a", "b", "c"].entries()) {
      await store(page, { ...earlier(index + 1, { last: { packed: "A".repeat(60_000) } }), domain: `${name}.example` });
    }
    await fillUp(page, 64);
    await checkAndKeep(page, "healthy.example");
    assert.notEqual((await stored(page, "healthy.example")).last.packed, null);
    const [oldest, next] = [await stored(page, "c.example"), await stored(page, "b.example")];
    assert.equal(oldest.last.packed, null);
    assert.equal(oldest.states.length, 1);
    assert.equal(next.last.packed.length, 60_000);
    assert.equal(await page.textContent("#kept-message"), "");
    assert.deepEqual(problems, []);
    await close();
  });

  /** Stores something else until only so many characters are left. */
  const fillUp = (page, left) =>
    page.evaluate((left) => {
      let filler = "";
      for (let step = 4_194_304; step >= 1; step /= 2) {
        try {
          localStorage.setItem("filler", filler + "x".repeat(step));
          filler += "x".repeat(step);
        } catch {}
      }
      localStorage.setItem("filler", filler.slice(left));
    }, left);
});

describe("for everyone", () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

  async function someHistory(page) {
    for (const [index, outcome] of [
      "protected",
      "testing",
      "policy-unavailable",
      "inconclusive",
      "not-announced",
    ].entries()) {
      const states = Array.from({ length: 12 }, (_, age) => {
        const one = earlier(age * 7 + 1, { state: { id: `x${age}`, outcome: age % 2 ? "testing" : outcome } })
          .states[0];
        const changes = ["error", "warning", "note"].map((severity) => ({
          id: "record-new",
          severity,
          sentence: "Something `changed`.",
          rfc: "RFC 8461 §3.1",
        }));
        return { ...one, changes };
      });
      const last = { checkedAt: healthy.last.checkedAt, outcome, packed: healthy.last.packed };
      await store(page, { domain: `a-domain-with-quite-a-long-name-${index}.example`, last, states });
    }
    await showHistory(page);
    await page.waitForSelector("[data-kept]");
    for (const summary of await page.$$("[data-kept] summary")) await summary.click();
  }

  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing in the history, its dialog, or the news, ${colorScheme}`, async () => {
      const { page, close } = await open({ colorScheme, bypassCSP: true, reducedMotion: "reduce" });
      await page.evaluate(axe);
      const clean = async (what) => {
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(
          violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
          [],
          what,
        );
      };
      await showHistory(page);
      await clean("empty");
      await page.click('nav a[data-for="check"]');
      await someHistory(page);
      await clean("full");
      await page.click("#history-forget");
      await page.waitForSelector("#history-dialog[open]");
      await clean("the dialog");
      await page.click("#history-cancel");
      await page.click('nav a[data-for="check"]');
      await store(page, earlier(3, { state: { mode: "testing", policySha256: "0".repeat(64) } }));
      await check(page, "healthy.example");
      await page.waitForSelector("#changes [data-change]");
      await clean("the news");
      await close();
    });
  }

  for (const width of [320, 768, 1440]) {
    test(`nothing scrolls sideways at ${width} px`, async () => {
      const { page, close } = await open({ viewport: { width, height: 900 } });
      await someHistory(page);
      const [content, view] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(content <= view, `${content} > ${view}`);
      await close();
    });
  }
});
