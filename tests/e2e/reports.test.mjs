/** The view that reads TLS reports, in headless Chromium inside the lab. */

import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { startHelper } from "../lab/helper.mjs";
import { reports } from "../reports/corpus.mjs";
import { asMail, asZip } from "../reports/wrap.mjs";
import { launch } from "./browser.mjs";
import { choose, give, openReports, pasteText, reportOf, sentence, sharedView } from "./reports.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** A day of four senders, with what each of its reports counts. */
const DAY = [...reports({ days: 1, firstDay: "2026-11-24", story: false })];
const sum = (list, name) => list.reduce((total, each) => total + each[name], 0);
const figure = (number) => number.toLocaleString("en-GB");
const ALL = `All ${figure(sum(DAY, "successful"))} sessions from ${DAY.length} senders on 24 November 2026 succeeded.`;

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

const open = (options) => openReports(browser, helper.origin, options);

/** The example, or any other result, with all that folds unfolded. */
async function unfold(page) {
  for (let round = 0; round < 3; round += 1) {
    for (const summary of await page.$$("#reports-result details:not([open]) > summary")) {
      if (await summary.isVisible()) await summary.click();
    }
  }
}

async function openExample(page) {
  await page.click("#reports-example");
  await page.waitForSelector("#reports-result:not([hidden]) .glance");
}

describe("what is taken", () => {
  const view = sharedView(open);
  const GIVEN = {
    "files that are chosen": (page) => choose(page, ...DAY),
    "an archive": (page) => choose(page, { name: "day.zip", bytes: asZip(DAY) }),
    "messages that are dropped": (page) =>
      give(page, "drop", ...DAY.map((report) => ({ name: `${report.organization}.eml`, bytes: asMail(report) }))),
    "files of the clipboard": (page) => give(page, "paste", ...DAY),
  };
  for (const [name, act] of Object.entries(GIVEN)) {
    test(name, async () => {
      const page = view();
      await act(page);
      assert.equal(await sentence(page), ALL);
      assert.equal(await page.getAttribute(".glance", "data-look"), "passed");
    });
  }

  test("a folder, and what is in its folders, but for what systems put there", async () => {
    const folder = mkdtempSync(join(tmpdir(), "reports-"));
    mkdirSync(join(folder, "november"));
    for (const { name, bytes } of DAY) writeFileSync(join(folder, "november", name), bytes);
    writeFileSync(join(folder, ".DS_Store"), "no report");
    const page = view();
    await page.setInputFiles("#reports-directory", folder);
    await page.waitForSelector(".glance");
    assert.equal(await sentence(page), ALL);
    rmSync(folder, { recursive: true });
  });

  test("text that is pasted: JSON, a message, base64, and into the box", async () => {
    const page = view();
    const [first] = DAY;
    const one = new RegExp(`^All ${figure(first.successful)} sessions from 1 sender `);
    for (const text of [first.json, asMail(first).toString(), first.bytes.toString("base64")]) {
      await pasteText(page, text);
      assert.match(await sentence(page), one);
      await page.click("text=Start anew");
    }
    await page.click("#reports-paste summary");
    await page.fill("#reports-text", first.json);
    await page.click("#reports-paste-form button");
    await page.waitForSelector(".glance");
    assert.match(await sentence(page), one);
  });

  test("more is added to what is shown, the same counts once, and all goes when the reader says so", async () => {
    const page = view();
    await choose(page, DAY[0]);
    await choose(page, ...DAY.slice(1));
    assert.equal(await sentence(page), ALL);
    await choose(page, DAY[0]);
    assert.equal(await sentence(page), ALL);
    assert.match(await page.textContent("#reports-result"), /One report had come before/);
    // Another view, and back: it is still there; nothing of it is stored.
    await page.click('nav a[data-for="help"]');
    await page.click('nav a[data-for="reports"]');
    assert.equal(await sentence(page), ALL);
    assert.deepEqual(await page.evaluate(() => Object.keys({ ...localStorage, ...sessionStorage })), []);
    await page.click("text=Start anew");
    assert.ok(await page.isHidden("#reports-result"));
    assert.equal(await page.textContent("#reports-message"), "All is cleared.");
  });
});

describe("what cannot be read", () => {
  const view = sharedView(open);
  const NOT = { name: "notes.txt", bytes: Buffer.from("no report at all") };
  const CUT = { name: "cut.json.gz", bytes: DAY[0].bytes.subarray(0, 60) };

  test("nothing of it: not known, and never green", async () => {
    const page = view();
    await choose(page, NOT);
    assert.equal(await page.getAttribute(".glance", "data-look"), "inconclusive");
    assert.match(await sentence(page), /^Nothing could be read as a TLS report/);
    assert.match(await page.textContent(".unreadable"), /notes\.txt/);
  });

  test("some of it: said at the top with their sentences, and what could be read is no longer green", async () => {
    const page = view();
    await choose(page, ...DAY, NOT, CUT);
    assert.equal(await sentence(page), ALL);
    assert.equal(await page.getAttribute(".glance", "data-look"), "inconclusive");
    assert.match(await page.textContent(".glance"), /as far as they could be read/);
    const notice = await page.textContent(".unreadable");
    assert.match(notice, new RegExp(`^2 of ${DAY.length + 2} documents could not be read as reports`));
    assert.match(notice, /notes\.txt: .+cut\.json\.gz: .+/);
    await page.click(".unreadable button");
    assert.deepEqual(await page.$$eval("[data-document]", (rows) => rows.map(({ dataset }) => dataset.document)), [
      "unreadable",
      "unreadable",
    ]);
  });

  test("a document in full: each departure with its place, and what was understood all the same", async () => {
    const page = view();
    const text = DAY[0].json.replace(/"total-failure-session-count":\s*\d+/, '"total-failure-session-count": -1');
    await choose(page, { name: "count.json", bytes: Buffer.from(text) });
    await page.click(".unreadable button");
    await page.click('[data-document="unreadable"] .opens');
    await page.waitForSelector(".opened .problems");
    const shown = await page.textContent(".opened");
    assert.match(shown, /Error: .*-1/);
    assert.match(shown, /total-failure-session-count, line \d+, column \d+, byte [\d,]+/);
    assert.match(shown, new RegExp(`Sender${DAY[0].organization}`));
    await page.click('[data-document="unreadable"] .opens');
    assert.equal(await page.locator(".opened").count(), 0);
  });
});

describe("many files", () => {
  const MANY = [...reports({ days: 92 })];

  test("progress is shown, the page stays free, and it can be stopped", async () => {
    const { page, close } = await open();
    const files = Array.from({ length: 4 }, (_, copy) =>
      MANY.map(({ name, bytes }) => ({ name: `${copy}-${name}`, octets: bytes.toString("base64") })),
    ).flat();
    // Made in the page: to hand over so many by the browser's protocol would take longer than to read them.
    await page.evaluate((files) => {
      globalThis.made = files.map(
        ({ name, octets }) => new File([Uint8Array.from(atob(octets), (octet) => octet.charCodeAt(0))], name),
      );
      globalThis.fall = () => {
        const dataTransfer = new DataTransfer();
        for (const file of globalThis.made) dataTransfer.items.add(file);
        document.querySelector("#reports-view").dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer }));
      };
      globalThis.fall();
    }, files);
    // The reading is over sooner than a test could find the button.
    await page.evaluate(async () => {
      while (document.querySelector("#reports-reading").hidden) await new Promise((done) => setTimeout(done));
      document.querySelector("#reports-cancel").click();
    });
    await page.waitForFunction(() => /^Stopped/.test(document.querySelector("#reports-message").textContent));
    assert.match(await page.textContent("#reports-message"), /^Stopped\./);
    assert.ok(await page.isHidden("#reports-result"));
    const counts = await page.evaluate(async () => {
      const seen = new Set();
      new MutationObserver(() => seen.add(document.querySelector("#reports-counts").textContent)).observe(
        document.querySelector("#reports-counts"),
        { childList: true, characterData: true, subtree: true },
      );
      globalThis.fall();
      while (document.querySelector("#reports-result").hidden) await new Promise((done) => setTimeout(done, 20));
      return [...seen];
    });
    assert.ok(counts.length > 1, counts.join("\n"));
    assert.match(counts.at(-1), new RegExp(`^${figure(files.length)} of ${figure(files.length)} files, `));
    assert.match(await page.textContent("#reports-result"), /had come before, and were counted once/);
    await close();
  });
});

describe("the example", () => {
  test("tells its story, and is held against a recorded check without asking anybody", async () => {
    const { page, close } = await open();
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await openExample(page);
    assert.match(await sentence(page), /^Of [\d,]+ sessions from 6 senders in 92 days, [\d,]+ failed: \d\.\d%\.$/);
    assert.match(await page.textContent(".glance"), /Last failure on \d+ \w+ 2026: [\w-]+ at mx\d\.orchard\.example/);
    assert.equal(await page.evaluate(() => document.activeElement.className), "result-heading");
    await page.click(".standing button");
    await page.waitForSelector(".standing-says");
    assert.match(await page.textContent(".standing-says"), /^Checked on 3 February 2026/);
    assert.match(await page.textContent('[data-failure="0"] .standing-sentence'), /^Now: ./);
    assert.deepEqual(
      asked.filter((url) => !url.startsWith(`${helper.origin}/assets/`)),
      [],
    );
    // Reports of one's own are not mixed with it.
    await choose(page, ...DAY);
    assert.equal(await sentence(page), ALL);
    await close();
  });

  test("the days by keys, as a table, and without a report as a gap", async () => {
    const { page, close } = await open();
    const days = [...reports({ days: 5, firstDay: "2026-11-20", story: false })];
    await choose(page, ...days.filter(({ day }) => !["2026-11-21", "2026-11-22"].includes(day)));
    const value = () => page.getAttribute(".timeline", "aria-valuetext");
    await page.focus(".timeline");
    await page.keyboard.press("Home");
    assert.match(await value(), /^20 November 2026: [\d,]+ succeeded, 0 failed\.$/);
    await page.keyboard.press("ArrowRight");
    assert.equal(await value(), "21 November 2026: no report.");
    await page.keyboard.press("End");
    assert.match(await value(), /^24 November 2026: /);
    assert.match(await page.textContent(".days"), /Of 2 days there is no report/);
    await page.click(".as-table summary");
    await page.waitForSelector(".as-table tbody th");
    assert.deepEqual(await page.$$eval(".as-table tbody th", (cells) => cells.map(({ textContent }) => textContent)), [
      "20 November 2026",
      "21 to 22 November 2026",
      "23 November 2026",
      "24 November 2026",
    ]);
    await close();
  });
});

describe("what failed", () => {
  const view = sharedView(open);
  test("each domain has figures of its own, that with most failures first", async () => {
    const page = view();
    await choose(
      page,
      reportOf({ domain: "quiet.example", id: "1" }),
      reportOf({ domain: "loud.example", id: "2", failures: [["dane-required", "mx.loud.example", 50]] }),
    );
    const options = await page.$$eval("#reports-domain option", (list) => list.map(({ textContent }) => textContent));
    assert.deepEqual(options, ["loud.example: 50 of 150 failed", "quiet.example: 0 of 100 failed"]);
    assert.match(await sentence(page), /^Of 150 sessions .* 50 failed: 33\.3%\.$/);
    await page.selectOption("#reports-domain", "1");
    assert.match(await sentence(page), /^All 100 sessions /);
    assert.match(await page.textContent("#announcer"), /^All 100 sessions /);
  });

  test("3 of 50,000 can be seen, and what is beyond 2^53 is exact", async () => {
    const page = view();
    const one = reportOf({ successful: 49_997, failures: [["certificate-expired", "mx1.example.com", 3]] });
    await choose(page, one);
    assert.match(await sentence(page), /^Of 50,000 sessions .* 3 failed: less than 0\.01%\.$/);
    assert.equal(await page.locator(".timeline").count(), 0, "one day is no line");
    await choose(page, reportOf({ day: "2026-11-23", successful: 50_000 }));
    const tall = await page.$eval(".bars-failed", (path) => path.getBBox().height);
    assert.ok(tall >= 3, `${tall} px`);
    const text = one.bytes.toString().replace("49997", "18446744073709551616");
    await page.click("text=Start anew");
    await choose(page, { name: "big.json", bytes: Buffer.from(text) });
    assert.match(await sentence(page), /^Of 18,446,744,073,709,551,619 sessions /);
  });

  test("the first view says what failed last, at whose, by whom told, what to do, and asks whether it is still so", async () => {
    const page = view();
    const day = (number) => `2026-11-${number}`;
    await choose(
      page,
      reportOf({ day: day(20), failures: [["starttls-not-supported", "mx1.example.com", 70]] }),
      reportOf({ day: day(22), sender: "A Sender", failures: [["certificate-expired", "mx2.example.com", 2]] }),
    );
    const said = await page.textContent(".glance");
    assert.match(
      said,
      /Last failure on 22 November 2026: certificate-expired at mx2\.example\.com\. Reported by A Sender\./,
    );
    assert.match(said, /What to do: Renew the certificate of this mail server/);
    const { y, height } = await page.locator(".standing button").boundingBox();
    assert.ok(y + height <= 720, `${y + height} px`);
  });

  const LOOKS = {
    "no policy was found": [
      reportOf({ type: "no-policy-found" }),
      "inconclusive",
      /^Of 100 sessions .* none was held to a policy/,
    ],
    "nobody counted what failed": [
      {
        ...reportOf({ failures: [["certificate-expired", "mx1.example.com", 4]] }),
        alter: (text) => text.replace('session-count":4},', 'session-count":0},'),
      },
      "warned",
      /^Of 100 sessions .* yet the reports tell of failures/,
    ],
    "nothing was counted": [reportOf({ successful: 0 }), "inconclusive", /count no sessions/],
    "all failed": [
      reportOf({ successful: 0, failures: [["sts-policy-fetch-error", null, 5]] }),
      "failed",
      /^Of 5 sessions .* 5 failed: 100%/,
    ],
  };
  for (const [name, [{ alter = (text) => text, ...report }, look, expected]] of Object.entries(LOOKS)) {
    test(`not green: ${name}`, async () => {
      const page = view();
      await choose(page, { ...report, bytes: Buffer.from(alter(String(report.bytes))) });
      assert.match(await sentence(page), expected);
      assert.equal(await page.getAttribute(".glance", "data-look"), look);
    });
  }

  test("some senders found no policy: said, where the rest succeeded", async () => {
    const page = view();
    await choose(page, reportOf({ id: "1" }), reportOf({ id: "2", type: "no-policy-found", successful: 7 }));
    assert.equal(await page.getAttribute(".glance", "data-look"), "passed");
    assert.match(await page.textContent(".glance"), /Of these, 7 went by no policy/);
  });

  test("days of another time stretch nothing, and are said", async () => {
    const page = view();
    await choose(
      page,
      reportOf({ day: "1970-01-01", failures: [["certificate-expired", "mx1.example.com", 1]] }),
      reportOf({ day: "2026-11-22", failures: [["certificate-expired", "mx1.example.com", 2]] }),
      reportOf({ day: "2026-11-24" }),
      reportOf({ day: "2099-01-01", failures: [["dane-required", "mx1.example.com", 1]] }),
    );
    assert.match(await sentence(page), /^Of 404 sessions from 1 sender on 4 days, 4 failed/);
    assert.match(await page.textContent(".glance"), /Last failure on 22 November 2026/);
    assert.equal(await page.getAttribute(".timeline", "aria-valuemax"), "3");
    const apart = await page.locator(".part", { hasText: "Day by day" }).textContent();
    for (const day of ["1 January 1970", "1 January 2099"]) {
      assert.ok(apart.includes(`Far from all others, and so not drawn: ${day}, 100 succeeded, 1 failed.`), apart);
    }
    await page.click(".as-table summary");
    await page.waitForSelector(".as-table tbody th");
    assert.equal(await page.locator(".as-table tbody tr:not(.is-gap)").count(), 4);
  });

  test("what a type means, its causes and what to do; reasons and further information as they were written", async () => {
    const page = view();
    const more = {
      "failure-reason-code": "mtasts-policy-mx-mismatch",
      "additional-information": "https://evil.example/?a=1",
      "receiving-ip": "203.0.113.25",
    };
    await choose(
      page,
      reportOf({
        failures: [
          ["validation-failure", "mx1.example.com", 9, more],
          ["Made-Up", "mx2.example.com", 2],
        ],
      }),
    );
    await page.waitForSelector('[data-failure="1"] .meaning > *');
    const [first, second] = await page.$$eval("[data-failure]", (cards) => cards.map(({ textContent }) => textContent));
    for (const expected of [
      /What it means/,
      /Likely causes/,
      /What to do/,
      /203\.0\.113\.25/,
      /mtasts-policy-mx-mismatch/,
      /https:\/\/evil\.example\/\?a=1/,
      /Of unknown origin, so not a link/,
    ]) {
      assert.match(first, expected);
    }
    assert.match(second, /Made-Up/);
    assert.match(second, /not in the registry of RFC 8460/);
    assert.equal(await page.locator("#reports-result a").count(), 0);
  });
});

describe("is it still so?", () => {
  const view = sharedView(open);
  const policy = (mode, ...mx) => [
    "version: STSv1",
    `mode: ${mode}`,
    ...mx.map((host) => `mx: ${host}`),
    "max_age: 604800",
  ];
  const DOMAINS = {
    "missing-policy.example": {
      report: { failures: [["sts-policy-fetch-error", null, 7]] },
      failures: ["still-there"],
    },
    "healthy.example": {
      report: {
        policy: [
          ...policy("enforce", "mx1.healthy.example", "*.backup.healthy.example").slice(0, -1),
          "max_age: 1209600",
        ],
        failures: [
          ["sts-policy-fetch-error", null, 9],
          ["starttls-not-supported", "old.healthy.example", 5],
          ["certificate-expired", "mx1.healthy.example", 3],
        ],
      },
      failures: ["fixed", "gone", "not-known"],
      policies: ["same"],
    },
    "servfail.example": { report: { failures: [["sts-policy-fetch-error", null, 2]] }, failures: ["not-known"] },
  };

  for (const [domain, { report, failures, policies }] of Object.entries(DOMAINS)) {
    test(domain, async () => {
      const page = view();
      await choose(page, reportOf({ domain, policy: policy("testing", `mx1.${domain}`), ...report }));
      assert.match(
        await page.textContent(".standing"),
        /the domain’s name leaves this browser, and nothing of the reports/,
      );
      await page.click(".standing button");
      await page.waitForSelector(".standing-says", { timeout: 30_000 });
      const states = (kind) =>
        page.$$eval(`[data-${kind}] [data-state]`, (list) => list.map(({ dataset }) => dataset.state));
      const seen = await states("failure");
      assert.deepEqual(seen, failures);
      if (policies) assert.deepEqual(await states("policy"), policies);
      // What is not known is never green.
      for (const badge of await page.$$('[data-state="not-known"]')) {
        assert.equal(await badge.getAttribute("data-look"), "inconclusive");
      }
      assert.ok((await page.textContent("[data-failure] .standing-sentence")).length > 10);
      assert.equal(await page.getAttribute(".standing-output a", "href"), `#d=${domain}`);
    });
  }

  test("a policy that the history knows has its id", async () => {
    const page = view();
    const domain = "testing.example";
    await page.evaluate(() => (location.hash = "#check"));
    await page.fill("#domain", domain);
    await page.click("#check");
    await page.waitForFunction((key) => localStorage.getItem(key), `mta-sts.history.${domain}`, { timeout: 30_000 });
    await page.evaluate(() => (location.hash = "#reports"));
    await choose(page, reportOf({ domain, policy: policy("testing", `mx1.${domain}`) }));
    await page.click("[data-policy] summary");
    await page.waitForFunction(() => document.querySelector(".known-id")?.textContent !== "");
    assert.match(await page.textContent(".known-id"), /^The policy with id 20260101, as a check of .* UTC found it\.$/);
  });
});

describe("what is taken along", () => {
  async function saved(page, label) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(`text=${label}`)]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
  }

  test("tables and all of it", async () => {
    const { page, close } = await open();
    await choose(page, reportOf({ sender: "=1+1", failures: [["certificate-expired", "mx1.example.com", 4]] }));
    const sessions = await saved(page, "Sessions (CSV)");
    assert.equal(sessions.name, "tls-reports-2026-11-24-2026-11-24-sessions.csv");
    assert.deepEqual(sessions.text.split("\r\n").slice(1), ["example.com,2026-11-24,100,4", ""]);
    assert.match((await saved(page, "Failures (CSV)")).text, /^example\.com,certificate-expired,true,4,/m);
    assert.match((await saved(page, "Documents (CSV)")).text, /,counted,'=1\+1,/);
    const { domains, reports: count } = JSON.parse((await saved(page, "All of it (JSON)")).text);
    assert.deepEqual([count, domains[0].sessions], [1, { successful: 100, failed: 4 }]);
    await close();
  });
});

describe("for everyone", () => {
  test("axe finds nothing, and nothing scrolls sideways: light and dark, wide and narrow", async () => {
    // Only axe itself needs a way around the page's policy to be put in.
    const { page, close } = await open({ bypassCSP: true });
    await page.evaluate(axe);
    const check = async () => {
      const { violations } = await page.evaluate(() =>
        globalThis.axe.run("#reports-view", { resultTypes: ["violations"] }),
      );
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 3)]),
        [],
      );
    };
    await check();
    await openExample(page);
    await page.click(".standing button");
    await page.waitForSelector(".standing-says");
    await unfold(page);
    for (const [colorScheme, width] of [
      ["light", 1280],
      ["dark", 1280],
      ["light", 320],
    ]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const content = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(content <= width, `${content} > ${width}`);
      await check();
    }
    await close();
  });

  test("by keys alone", async () => {
    const { page, close } = await open();
    const tabTo = async (selector) => {
      for (let presses = 0; presses < 60; presses += 1) {
        if (await page.evaluate((selector) => document.activeElement?.matches(selector) === true, selector)) return;
        await page.keyboard.press("Tab");
      }
      assert.fail(`Tab does not lead to ${selector}`);
    };
    await tabTo("#reports-example");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.className === "result-heading");
    for (const selector of [
      ".timeline",
      ".standing button",
      '[data-failure="0"] summary',
      ".documents summary",
      ".share button",
    ]) {
      await tabTo(selector);
    }
    await close();
  });
});
