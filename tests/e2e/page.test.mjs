/** The page, served by the helper's release build, in headless Chromium inside the lab. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { DOMAINS } from "../lab/domains.mjs";
import { startHelper } from "../lab/helper.mjs";
import { check, ended, launch, read } from "./browser.mjs";
import { EXPECTATIONS } from "./expectations.mjs";
import { questions, visit } from "./open.mjs";

const RESOLVERS = ["cloudflare-dns.com", "dns.google"];
const ALL_PASSED = { record: "passed", fetch: "passed", policy: "passed", mx: "passed", tlsrpt: "passed" };
/** Dates differ from run to run. */
const DATE = /\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December) \d{4}/g;

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

describe("every domain of the lab", () => {
  let one;
  before(async () => (one = await open()));
  after(() => one.close());

  test("there is an expectation for each", () => {
    // provider.example is there for another domain only.
    const named = DOMAINS.map(({ name }) => name).filter((name) => name !== "provider.example");
    assert.deepEqual(Object.keys(EXPECTATIONS).sort(), named.sort());
  });

  for (const [domain, { outcome, steps, findings, verdict }] of Object.entries(EXPECTATIONS)) {
    test(domain, async () => {
      const { page, hosts, problems } = one;
      await check(page, domain);
      const seen = await read(page);
      assert.equal(seen.verdict.replace(DATE, "…"), verdict.replaceAll("`", ""));
      assert.deepEqual(
        { outcome: seen.outcome, steps: seen.steps, findings: seen.findings },
        { outcome, steps: { ...ALL_PASSED, ...steps }, findings },
      );
      const foreign = [...hosts].filter((host) => !["127.0.0.1", ...RESOLVERS].includes(host));
      assert.deepEqual(foreign, [], "only the resolvers and the helper are contacted");
      assert.deepEqual(problems, []);
    });
  }
});

describe("bad input", () => {
  const SENTENCES = {
    "": /Enter a domain/,
    "not a domain": /Character 4 is a space/,
    "192.0.2.1": /is an address/,
    "https://example.com/": /looks like a URL/,
    "someone@": /Enter a domain/,
    localhost: /set aside/,
    example: /single name/,
    [`${"a".repeat(60)}.`.repeat(5)]: /characters long|empty part/,
  };
  for (const [input, sentence] of Object.entries(SENTENCES)) {
    test(`“${input.slice(0, 40)}” gets a sentence and sends nothing`, async () => {
      const { page, requests, close } = await open();
      await page.fill("#domain", input);
      const before = requests.filter((url) => !url.includes("/assets/")).length;
      await page.click("#check");
      await page.waitForFunction(() => document.querySelector("#domain-message").textContent !== "");
      assert.match(await page.textContent("#domain-message"), sentence);
      assert.equal(await page.getAttribute("#domain", "aria-invalid"), "true");
      assert.equal(requests.filter((url) => !url.includes("/assets/")).length, before);
      await close();
    });
  }

  test("an e-mail address gives its domain, a U-label its A-label, and both are said", async () => {
    const { page, close } = await open();
    await check(page, "postmaster@healthy.example");
    assert.match(await page.textContent("#domain-message"), /healthy\.example, the domain of that e-mail address/);
    await check(page, "bücher.example");
    assert.match(await page.textContent("#domain-message"), /xn--bcher-kva\.example/);
    assert.equal((await read(page)).outcome, "protected");
    await close();
  });
});

describe("one run at a time", () => {
  test("a second run cancels the first", async () => {
    const { page, close } = await open();
    await page.fill("#domain", "slow.example");
    await page.click("#check");
    await page.waitForSelector('[data-step="record"][data-status="passed"]');
    await check(page, "healthy.example");
    const first = await read(page);
    assert.match(first.verdict, /^healthy\.example/);
    await page.waitForTimeout(500);
    assert.deepEqual(await read(page), first);
    await close();
  });

  test("of two that are wanted at once the later is checked, however much is known of the earlier", async () => {
    const { page, requests, close } = await open();
    await check(page, "healthy.example");
    await page.waitForFunction(() => localStorage.getItem("mta-sts.history.healthy.example"));
    await page.evaluate(() => {
      const key = "mta-sts.history.healthy.example";
      const entry = JSON.parse(localStorage.getItem(key));
      const [{ state }] = entry.states;
      const states = Array.from({ length: 12 }, (_, index) => {
        const checkedAt = state.checkedAt - index;
        return { since: checkedAt, state: { ...state, checkedAt }, changes: [] };
      });
      localStorage.setItem(key, JSON.stringify({ ...entry, states }));
    });
    requests.length = 0;
    await page.evaluate(async () => {
      const input = document.querySelector("#domain");
      const want = async (domain) => {
        input.value = domain;
        input.form.requestSubmit();
        while (location.hash !== `#d=${domain}`)
          await new Promise((resolve) => queueMicrotask(() => setTimeout(resolve)));
      };
      history.replaceState(null, "", "#check");
      await want("healthy.example");
      await want("testing.example");
    });
    await page.waitForTimeout(1_000);
    await ended(page);
    assert.match((await read(page)).verdict, /^testing\.example/);
    assert.deepEqual(
      questions(requests).filter((url) => url.includes("healthy.example")),
      [],
    );
    await close();
  });

  test("who goes elsewhere while the module loads stays there", async () => {
    const { page, requests, close } = await open({ serviceWorkers: "block" });
    let arrive;
    const arrival = new Promise((resolve) => (arrive = resolve));
    await page.route("**/*.wasm", async (route) => {
      await arrival;
      await route.continue();
    });
    await page.reload();
    await page.fill("#domain", "healthy.example");
    await page.click("#check");
    await page.click('nav a[data-for="help"]');
    arrive();
    await page.waitForTimeout(2_000);
    assert.equal(await page.evaluate(() => location.hash), "#help");
    assert.deepEqual(questions(requests), []);
    await page.click('nav a[data-for="check"]');
    await check(page, "healthy.example");
    assert.equal((await read(page)).outcome, "protected");
    await close();
  });

  test("a module that takes its time is waited for", async () => {
    const { page, close } = await open({ serviceWorkers: "block" });
    await page.route("**/*.wasm", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 7_000));
      await route.continue();
    });
    await page.reload();
    await check(page, "healthy.example");
    assert.equal((await read(page)).outcome, "protected");
    await close();
  });

  test("steps fill in as answers come, and the run can be stopped", async () => {
    const { page, close } = await open();
    await page.fill("#domain", "slow.example");
    await page.click("#check");
    await page.waitForSelector('[data-step="record"][data-status="passed"]');
    assert.equal(await page.getAttribute('[data-step="fetch"]', "data-status"), "pending");
    await page.click("mta-sts-check [part=stop]");
    await page.waitForSelector("mta-sts-check [part=stop]", { state: "hidden" });
    assert.match(await page.textContent("mta-sts-check [part=progress-text]"), /^Stopped/);
    await page.waitForFunction(() => document.title === "slow.example: Stopped · MTA-STS check");
    await close();
  });
});

describe("what senders do", () => {
  /** Domain → what becomes of a message at each kind of sender, and whether the named senders agree. */
  const OUTLOOKS = {
    "healthy.example": [
      [
        ["first-contact", "delivered-verified"],
        ["holds-policy", "delivered-verified"],
        ["policy-expired", "delivered-verified"],
      ],
      "true",
    ],
    "mx-mismatch.example": [
      [
        ["first-contact", "waits-then-bounces"],
        ["holds-policy", "waits-then-bounces"],
        ["policy-expired", "waits-then-bounces"],
      ],
      "true",
    ],
    // Which policy was served before is not known, so all three modes are shown.
    "missing-policy.example": [
      [
        ["first-contact", "may-go-in-clear"],
        ["holds-policy", "delivered-verified"],
        ["holds-policy", "reported-only"],
        ["holds-policy", "may-go-in-clear"],
        ["policy-expired", "may-go-in-clear"],
      ],
      "true",
    ],
    "octet-stream.example": [null, "false"],
  };

  for (const [domain, [outcomes, agree]] of Object.entries(OUTLOOKS)) {
    test(domain, async () => {
      const { page, problems, close } = await open();
      await check(page, domain);
      const cards = await page.$$eval("[data-sender]", (list) =>
        list.map(({ dataset }) => [dataset.sender, dataset.outcome]),
      );
      if (outcomes) assert.deepEqual(cards, outcomes);
      assert.equal(await page.getAttribute("[data-agree]", "data-agree"), agree);
      // The picture's facts stand in a table too, a row for each band.
      const bands = await page.$$eval(".timeline .band", (list) => list.length);
      const rows = await page.$$eval(".timeline-table tbody tr", (list) => list.length);
      assert.ok(bands >= 3 && rows >= bands, `${bands} bands, ${rows} rows`);
      assert.deepEqual(problems, []);
      await close();
    });
  }

  test("senders that differ are listed with their names and reasons", async () => {
    const { page, close } = await open();
    await check(page, "octet-stream.example");
    const verdicts = await page.$$eval("[data-reading]", (list) =>
      Object.fromEntries(list.map(({ dataset }) => [dataset.reading, dataset.verdict])),
    );
    assert.equal(Object.keys(verdicts).length, 8);
    assert.equal(verdicts.mox, "applied");
    assert.equal(verdicts.chasquid, "refused");
    await page.click('[data-reading="chasquid"] button');
    assert.equal(
      await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.dataset.finding),
      "media-type",
    );
    await close();
  });

  test("an earlier policy, given in two numbers or pasted, takes the place of the three modes", async () => {
    const { page, close } = await open();
    await check(page, "missing-policy.example");
    await page.click("#previous > summary");
    await page.click("#previous-form button");
    await page.waitForFunction(() => document.querySelector("#previous-message").textContent !== "");
    assert.match(await page.textContent("#previous-message"), /mode and its max_age/);

    await page.selectOption("#previous-mode", "enforce");
    await page.fill("#previous-max-age", "604800");
    await page.click("#previous-form button");
    await page.waitForFunction(() => {
      const { shadowRoot } = document.querySelector("mta-sts-check");
      return shadowRoot.querySelectorAll('[data-sender="holds-policy"]').length === 1;
    });
    assert.match(await page.textContent(".senders-sentence"), /at the latest/);

    await page.fill(
      "#previous-text",
      "version: STSv1\nmode: enforce\nmx: old.missing-policy.example\nmax_age: 604800\n",
    );
    await page.click("#previous-form button");
    await page.waitForSelector('[data-sender="holds-policy"][data-outcome="waits-then-bounces"]');
    await close();
  });

  test("a string is explained without any request", async () => {
    const { page, requests, close } = await open();
    await page.click('a[data-for="help"]');
    await page.fill("#explain-text", "550 5.4.8 MX hosts of 'example.com' failed MTA-STS validation");
    await page.click("#explain-form button");
    await page.waitForSelector(".explanation");
    assert.match(await page.textContent(".explanation"), /Exchange Online does not deliver/);
    assert.deepEqual(questions(requests), []);
    await page.fill("#explain-text", "hello");
    await page.click("#explain-form button");
    await page.waitForFunction(() => document.querySelector("#explain-output").textContent.includes("Nothing"));
    await close();
  });
});

describe("nobody to ask", () => {
  test("without resolvers the page could not look, and does not say that anything is missing", async () => {
    const { page, close } = await open();
    await page.route(/dns-query|resolve/, (route) => route.abort());
    await check(page, "healthy.example");
    const { outcome, verdict, steps } = await read(page);
    assert.equal(outcome, "inconclusive");
    assert.match(verdict, /^We could not look: Cloudflare could not be reached.*Google could not be reached/);
    assert.equal(steps.record, "inconclusive");
    await close();
  });

  test("one resolver that is blocked is followed by the other", async () => {
    const { page, close } = await open();
    await page.route(/cloudflare-dns/, (route) => route.abort());
    await check(page, "healthy.example");
    assert.equal((await read(page)).outcome, "protected");
    await close();
  });

  test("without the helper the policy is not known, neither missing nor fine", async () => {
    const { page, close } = await open();
    await page.route(/v1\/policy/, (route) => route.abort());
    await check(page, "healthy.example");
    const { outcome, steps } = await read(page);
    assert.equal(outcome, "inconclusive");
    assert.deepEqual([steps.fetch, steps.policy], ["inconclusive", "inconclusive"]);
    await close();
  });

  test("then the page offers, right below the verdict, to go on with a pasted policy", async () => {
    const { page, close } = await open({ viewport: { width: 320, height: 900 } });
    await page.route(/v1\/policy/, (route) => route.abort());
    await check(page, "healthy.example");
    await page.waitForSelector("#paste", { state: "visible" });
    const box = (selector) => page.locator(selector).first().boundingBox();
    const [verdict, paste, text, senders] = await Promise.all(
      ["mta-sts-check .verdict", "#paste", "#paste-text", "mta-sts-check .senders"].map(box),
    );
    assert.ok(verdict.y < paste.y && paste.y < senders.y);
    assert.ok(text.x + text.width <= paste.x + paste.width, "the field stays in its box");
    // The reason is said above the cards, not in each of them.
    assert.deepEqual(
      await page.$$eval("[data-sender] .card-body > p", (lines) => [...new Set(lines.map((line) => line.className))]),
      ["card-span", "card-word"],
    );
    await page.fill(
      "#paste-text",
      "version: STSv1\nmode: enforce\nmx: mx1.healthy.example\nmx: *.backup.healthy.example\nmax_age: 1209600\n",
    );
    await page.click("#paste-form button");
    await page.waitForSelector('[data-step="policy"][data-status="passed"]');
    await ended(page);
    assert.ok(await page.isHidden("#paste"));
    await close();
  });
});

describe("for everyone", () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const VIEWS = {
    empty: null,
    healthy: "healthy.example",
    failing: "missing-policy.example",
    unknown: "servfail.example",
    text: "bad-policy.example",
    differing: "octet-stream.example",
  };

  for (const colorScheme of ["light", "dark"]) {
    for (const [view, domain] of Object.entries(VIEWS)) {
      test(`axe finds nothing: ${view}, ${colorScheme}`, async () => {
        // Only axe itself needs a way around the page's own rules to be put in.
        const { page, close } = await open({ colorScheme, bypassCSP: true, reducedMotion: "reduce" });
        if (domain) await check(page, domain);
        for (const details of await page.$$("details:not([open]) > summary")) {
          if (await details.isVisible()) await details.click();
        }
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(
          violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
          [],
        );
        await close();
      });
    }
  }

  for (const width of [320, 768, 1440, 3840]) {
    test(`nothing scrolls sideways at ${width} px`, async () => {
      const { page, close } = await open({ viewport: { width, height: 900 } });
      for (const domain of ["healthy.example", "deep-wildcard.example", "missing-intermediate.example"]) {
        await check(page, domain);
        for (const details of await page.$$("details:not([open]) > summary")) {
          if (await details.isVisible()) await details.click();
        }
        const [content, view] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(content <= view, `${domain}: ${content} > ${view}`);
        // The timeline is drawn for the room that it has: nothing of it is cut off.
        const [picture, place] = await page.$eval(".timeline svg", (svg) => [
          Math.max(...[...svg.querySelectorAll("text, rect")].map((part) => part.getBoundingClientRect().right)),
          svg.parentElement.getBoundingClientRect().right,
        ]);
        assert.ok(picture <= place, `${domain}: the timeline's ${picture} > ${place}`);
      }
      await close();
    });
  }

  test("a check can be made with the keyboard alone", async () => {
    const { page, close } = await open();
    await page.focus("body");
    for (let presses = 0; presses < 10; presses += 1) {
      if ((await page.evaluate(() => document.activeElement?.id)) === "domain") break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type("missing-policy.example");
    await page.keyboard.press("Enter");
    await ended(page);
    assert.equal((await read(page)).outcome, "policy-unavailable");
    await close();
  });

  test("the verdict is announced", async () => {
    const { page, close } = await open();
    await check(page, "healthy.example");
    await page.waitForFunction(() => {
      const { shadowRoot } = document.querySelector("mta-sts-check");
      return shadowRoot.querySelector("[role=status]").textContent.includes("healthy.example is protected");
    });
    await close();
  });

  test("results out of sight are brought into it", async () => {
    const { page, close } = await open({ viewport: { width: 320, height: 300 }, reducedMotion: "reduce" });
    await check(page, "missing-policy.example");
    const top = () => page.$eval("#results", (results) => Math.round(results.getBoundingClientRect().top));
    assert.ok((await top()) < 300 && (await top()) >= 0, `${await top()}`);
    await page.click("#previous > summary");
    await page.selectOption("#previous-mode", "enforce");
    await page.fill("#previous-max-age", "604800");
    await page.click("#previous-form button");
    await page.waitForFunction(() => {
      const { top } = document.querySelector("#results").getBoundingClientRect();
      // Scrolled to, it may be a fraction of a pixel away.
      return top > -1 && top < innerHeight;
    });
    await close();
  });

  test("the way to the form keeps the address; another address takes the result away", async () => {
    const { page, close } = await open();
    const title = await page.title();
    await check(page, "healthy.example");
    await page.focus("#skip");
    await page.keyboard.press("Enter");
    assert.deepEqual(await page.evaluate(() => [document.activeElement.id, location.hash]), [
      "domain",
      "#d=healthy.example",
    ]);
    assert.ok(await page.isVisible("#results"));
    await page.evaluate(() => (location.hash = "#d=missing-policy.example"));
    await page.waitForFunction(() => document.querySelector("#domain").value === "missing-policy.example");
    assert.ok(await page.isHidden("#results"));
    assert.equal(await page.title(), title);
    await page.goBack();
    await check(page, "healthy.example");
    assert.equal((await read(page)).outcome, "protected");
    await close();
  });

  test("a link with a domain fills the form and starts nothing", async () => {
    const { page, requests, close } = await open({ path: "/#d=healthy.example" });
    await page.waitForFunction(() => document.querySelector("#domain").value === "healthy.example");
    await page.waitForTimeout(300);
    assert.deepEqual(questions(requests), []);
    await close();
  });
});

test("nothing ever reached a forbidden address", () => {
  assert.equal(readFileSync(join(process.env.LAB_DIR, "canary.log"), "utf8"), "");
});
