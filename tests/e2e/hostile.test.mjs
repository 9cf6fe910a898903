/** Text from strangers stays text: in every place where it can come in, and in every place where it is shown. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { deflateRawSync } from "node:zlib";

import { startHelper } from "../lab/helper.mjs";
import { launch } from "./browser.mjs";
import { PAYLOADS, recordings } from "./hostile.mjs";
import { questions, visit } from "./open.mjs";

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

/** What no view of the page is made of, in the page and in every shadow tree; and what must not lead anywhere. */
function foreign() {
  const TAGS =
    "script:not([src]), img, iframe, frame, object, embed, base, style, video, audio, source, math, marquee, xss, applet, portal";
  const found = [];
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.matches(TAGS)) found.push(element.outerHTML.slice(0, 120));
      for (const { name, value } of element.attributes) {
        const isLink = ["href", "src", "action", "data", "formaction", "xlink:href"].includes(name);
        const leads =
          isLink && ![location.origin, "https://www.rfc-editor.org"].includes(new URL(value, document.baseURI).origin);
        if (name.startsWith("on") || name === "srcdoc" || leads)
          found.push(`${element.localName} ${name}=${value.slice(0, 80)}`);
      }
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  look(document);
  if ("pwned" in globalThis || "pwned" in Object.prototype) found.push("a script ran");
  return [...found, ...globalThis.violations];
}

async function open() {
  const visited = await visit(browser, helper.origin, { reducedMotion: "reduce" });
  await visited.page.evaluate(() => {
    globalThis.violations = [];
    addEventListener("securitypolicyviolation", ({ violatedDirective, sample }) =>
      globalThis.violations.push(`${violatedDirective}: ${sample}`),
    );
  });
  return visited;
}

const packed = (recording) => `r=1.${deflateRawSync(JSON.stringify(recording)).toString("base64url")}`;

/** Opens all folds, and gives all the text that is there to be read. */
const readAll = (page) =>
  page.evaluate(() => {
    let text = "";
    const look = (root) => {
      for (const fold of root.querySelectorAll("details")) fold.open = true;
      for (const element of root.querySelectorAll("*")) if (element.shadowRoot) look(element.shadowRoot);
      text += (root.body ?? root).textContent;
    };
    look(document);
    return text;
  });

describe("a report that a stranger has packed", () => {
  let one;
  before(async () => (one = await open()));
  after(() => one.close());

  for (const [number, payload] of PAYLOADS.entries()) {
    test(`payload ${number + 1}`, async () => {
      const { page, requests, problems } = one;
      for (const recording of recordings(payload)) {
        await page.evaluate((hash) => (location.hash = hash), packed(recording));
        await page.waitForFunction((title) => document.title.startsWith(title), "example.com: ");
        const text = await readAll(page);
        // It is there, and not swallowed; its beginning will do, since long ones are cut.
        assert.ok(text.includes(payload.replaceAll("`", "").slice(0, 12)), "the payload can be read");
        assert.deepEqual(await page.evaluate(foreign), []);
        await page.evaluate(() => (location.hash = "#d=example.org"));
        await page.waitForFunction(() => document.querySelector("#results").hidden);
      }
      assert.deepEqual(problems, []);
      assert.deepEqual(questions(requests), []);
    });
  }
});

test("typed or pasted into every field", async () => {
  const { page, requests, problems, close } = await open();
  for (const payload of PAYLOADS) {
    await page.evaluate((text) => (location.hash = `#d=${encodeURIComponent(text)}`), payload);
    await page.waitForFunction(
      (text) => document.querySelector("#domain").value === text.replaceAll("\n", ""),
      payload,
    );
    await page.click("#check");
    await page.waitForFunction(() => document.querySelector("#domain-message").textContent !== "");
    await page.evaluate(() => (location.hash = "#help"));
    await page.fill("#explain-text", `${payload} sts-policy-fetch-error`);
    await page.click("#explain-form button");
    await page.waitForSelector(".explanation");
    assert.deepEqual(await page.evaluate(foreign), [], payload);
  }
  assert.deepEqual(questions(requests), []);
  assert.deepEqual(problems, []);
  await close();
});
