/** Pages of somebody else, opened in the browser: what they ask for, what the elements tell, and what goes wrong in them. */

import assert from "node:assert/strict";

import { startHelper } from "../lab/helper.mjs";
import { launch } from "./browser.mjs";
import { startEmbedding } from "./embed.mjs";

/** `{ open, stop, browser, helper }` */
export async function startPages() {
  const helper = await startHelper();
  const site = await startEmbedding(helper);
  const browser = await launch();

  /** A page with this body. When it is closed, nothing may have gone wrong in it. */
  async function open(body, { script, ...options } = {}) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const questions = [];
    const problems = [];
    page.on("request", (request) => {
      if (/dns-query|resolve\?|v1\/policy/.test(request.url())) questions.push(request.url());
    });
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) problems.push(message.text());
    });
    await page.goto(site.url(body, script));
    return {
      page,
      questions,
      /** The events so far, each as its name, the domain or kind it is about, and the element's id. */
      events: () =>
        page.evaluate(() =>
          events.map(({ type, detail, id = "" }) => ({ type, about: detail.domain ?? detail.kind, id })),
        ),
      async close() {
        assert.deepEqual(problems, []);
        assert.deepEqual(await page.evaluate(() => violations), []);
        await context.close();
      },
    };
  }

  return {
    open,
    browser,
    helper,
    async stop() {
      await browser.close();
      site.stop();
      await helper.stop();
    },
  };
}
