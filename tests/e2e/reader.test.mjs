/** What somebody hears who does not see the page, and how far the keyboard reaches. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { startHelper } from "../lab/helper.mjs";
import { check, ended, launch, read } from "./browser.mjs";
import { visit } from "./open.mjs";

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

/** The tree that a screen reader gets, one line for each node: `role "name"`. */
async function tree(page) {
  const snapshot = await page.locator("body").ariaSnapshot();
  return snapshot.split("\n").map((line) => line.replace(/^(\s*)- /, "$1"));
}

/** The levels of all headings in order, and their names. */
const headings = (lines) =>
  lines.flatMap((line) => {
    const [, name = "", level] = /^\s*heading (?:"(.*?)" )?.*\[level=(\d)\]/.exec(line) ?? [];
    return level ? [[Number(level), name]] : [];
  });

const VIEWS = {
  "#check": "Is mail to your domain protected?",
  "#validate": "Validate a policy or a record",
  "#reports": "Read TLS reports",
  "#history": "Earlier checks",
  "#help": "Help",
};

describe("the outline", () => {
  for (const [hash, title] of Object.entries(VIEWS)) {
    test(`${hash}: landmarks, one title, no level skipped`, async () => {
      const { page, close } = await open({ path: `/${hash}` });
      const lines = await tree(page);
      for (const landmark of ["banner", "main", "contentinfo", "navigation"]) {
        assert.ok(
          lines.some((line) => line.trim().startsWith(landmark)),
          `${landmark} in\n${lines.join("\n")}`,
        );
      }
      const found = headings(lines);
      assert.deepEqual(
        found.filter(([level]) => level === 1),
        [[1, title]],
      );
      let before = 1;
      for (const [level, name] of found) {
        assert.ok(level <= before + 1, `${name} is of level ${level} after ${before}`);
        before = level;
      }
      await close();
    });
  }

  test("a result: the verdict comes first, then senders, then the steps with their words", async () => {
    const { page, close } = await open();
    await check(page, "missing-policy.example");
    const lines = (await tree(page)).join("\n");
    const order = [
      /region "Verdict on missing-policy\.example"/,
      /The policy file of missing-policy\.example cannot be fetched/,
      /heading "Do this first"/,
      /heading "What senders do"/,
      /heading "The path of a message"/,
      /DNS record[\s\S]{0,80}passed/,
      /Policy host[\s\S]{0,80}failed/,
      /Policy text[\s\S]{0,80}not reached/,
    ];
    let at = 0;
    for (const part of order) {
      const found = lines.slice(at).search(part);
      assert.ok(found >= 0, `${part} comes after what was before in\n${lines}`);
      at += found;
    }
    await close();
  });
});

test("without JavaScript the answers can be read, and why there is nothing else", async () => {
  const { page, close } = await open({ javaScriptEnabled: false });
  assert.ok(await page.isVisible("noscript p"));
  await page.click("#help-file > summary");
  assert.ok(await page.isVisible("#help-file pre"));
  assert.ok(await page.isHidden("#form"));
  await close();
});

describe("the keyboard alone", () => {
  /** Presses Tab until the element with the focus is the one; fails when it is never reached. */
  async function tabTo(page, isThere, most = 80) {
    for (let presses = 0; presses < most; presses++) {
      await page.keyboard.press("Tab");
      const focus = await page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return { id: element?.id ?? "", text: element?.textContent?.trim() ?? "", tag: element?.localName ?? "" };
      });
      if (isThere(focus)) return focus;
    }
    throw new Error("it was never reached");
  }

  test("from the address bar to a check, through its steps, and to every view", async () => {
    const { page, close } = await open();
    const first = await tabTo(page, () => true);
    assert.equal(first.id, "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "domain");
    await page.keyboard.type("missing-policy.example");
    await page.keyboard.press("Enter");
    await ended(page);
    assert.equal((await read(page)).outcome, "policy-unavailable");

    await tabTo(page, ({ tag, text }) => tag === "summary" && text.includes("DNS record"));
    await page.keyboard.press("Enter");
    await page.waitForSelector('[data-step="record"] details[open]');

    await page.evaluate(() => document.activeElement.blur());
    await page.focus("#skip");
    for (const [view, title] of [
      ["Validate", VIEWS["#validate"]],
      ["Reports", VIEWS["#reports"]],
      ["History", VIEWS["#history"]],
      ["Help", VIEWS["#help"]],
      ["Check", VIEWS["#check"]],
    ]) {
      await page.focus("#skip");
      await tabTo(page, ({ tag, text }) => tag === "a" && text === view);
      await page.keyboard.press("Enter");
      await page.waitForFunction((text) => document.activeElement?.textContent === text, title);
    }
    // The result is still there.
    assert.equal((await read(page)).outcome, "policy-unavailable");
    await close();
  });

  test("every place that takes the focus shows it", async () => {
    const { page, close } = await open();
    await check(page, "missing-policy.example");
    await page.focus("#skip");
    const unseen = [];
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press("Tab");
      const seen = await page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        if (!element || element === document.body) return null;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return {
          what: `${element.localName}#${element.id} ${element.textContent?.slice(0, 30)}`,
          outlineStyle,
          outlineWidth,
        };
      });
      if (seen === null) break;
      if (seen.outlineStyle === "none" || parseFloat(seen.outlineWidth) < 2) unseen.push(seen);
    }
    assert.deepEqual(unseen, []);
    await close();
  });
});
