/** The same files through the page, in Chromium: chosen as a reader chooses them, until the summary is drawn. */

import { readFileSync } from "node:fs";

import { launch } from "../tests/e2e/browser.mjs";
import { startHelper } from "../tests/lab/helper.mjs";

/** Where the page finds the pack. */
const PACK = "/bench.pack";

/** Milliseconds of each round, and what the page says in the end. */
export async function readInPage(path, rounds) {
  const helper = await startHelper();
  const browser = await launch();
  const took = [];
  let says = "";
  for (let round = 0; round < rounds; round++) {
    const context = await browser.newContext({ reducedMotion: "reduce", serviceWorkers: "block" });
    const page = await context.newPage();
    await page.route(`**${PACK}`, (route) => route.fulfill({ body: readFileSync(path) }));
    await page.goto(`${helper.origin}/#reports`);
    await page.waitForSelector("#reports-view.is-ready");
    took.push(await page.evaluate(choose, PACK));
    says = await page.textContent(".glance-sentence");
    await context.close();
  }
  await browser.close();
  await helper.stop();
  return { took, says };
}

/** In the page: takes the pack apart, chooses its files, and waits until what they come to is drawn. */
async function choose(url) {
  const octets = await (await fetch(url)).arrayBuffer();
  const view = new DataView(octets);
  const data = new DataTransfer();
  for (let at = 0; at < octets.byteLength;) {
    const [named, size] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
    const name = new TextDecoder().decode(new Uint8Array(octets, at + 8, named));
    data.items.add(new File([octets.slice(at + 8 + named, at + 8 + named + size)], name));
    at += 8 + named + size;
  }
  const input = document.querySelector("#reports-files");
  const start = performance.now();
  input.files = data.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  while (document.querySelector("#reports-result:not([hidden]) .glance") === null) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  await new Promise((resolve) => requestAnimationFrame(resolve));
  return performance.now() - start;
}
