/**
 * How fast the page opens: `node bench/page.mjs` prints Lighthouse's marks and times, and what the first view loads;
 * `npm run bench` runs it last. Medians; they are of one machine.
 */

import { fileURLToPath } from "node:url";

import { build, installPackages } from "../scripts/build.mjs";
import { hasProgram, say } from "../scripts/shell.mjs";
import { launch } from "../tests/e2e/browser.mjs";
import { lighthouse } from "../tests/e2e/lighthouse.mjs";
import { startHelper } from "../tests/lab/helper.mjs";
import { printTable } from "./table.mjs";

const ROUNDS = 3;
const number = (value) => value.toLocaleString("en");
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

async function printMarks(origin) {
  const rows = [];
  for (const form of ["mobile", "desktop"]) {
    const runs = [];
    for (let round = 0; round < ROUNDS; round++) runs.push(await lighthouse(origin, form));
    const mark = (name) => median(runs.map(({ scores }) => scores[name]));
    const time = (name) => median(runs.map(({ metrics }) => metrics[name]));
    rows.push([
      form,
      ...["performance", "accessibility", "best-practices", "seo"].map(mark),
      ...["first-contentful-paint", "largest-contentful-paint", "interactive", "total-blocking-time"].map(time),
    ]);
    const lost = new Set(runs.flatMap(({ missing }) => missing.performance));
    if (lost.size > 0) say(`${form}: ${[...lost].join("; ")}`);
  }
  const heads = ["Lighthouse", "speed", "access", "practices", "SEO", "FCP ms", "LCP ms", "TTI ms", "TBT ms"];
  printTable([heads, ...rows.map((row) => row.map(String))]);
}

/** What a first visit transfers before anything is asked of the page. Over plain HTTP browsers take gzip only. */
async function printTransfer(origin) {
  const browser = await launch();
  const page = await browser.newPage();
  const client = await page.context().newCDPSession(page);
  const sizes = new Map();
  const urls = new Map();
  await client.send("Network.enable");
  client.on("Network.requestWillBeSent", ({ requestId, request }) => urls.set(requestId, request.url));
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
  await page.goto(origin, { waitUntil: "networkidle" });
  const rows = [...sizes].map(([id, bytes]) => [new URL(urls.get(id)).pathname, bytes]);
  const total = rows.reduce((sum, [, bytes]) => sum + bytes, 0);
  printTable([
    ["first view, bytes on the wire", "gzip"],
    ...rows.map(([name, bytes]) => [name, number(bytes)]),
    ["all", number(total)],
  ]);
  await browser.close();
}

export async function benchPage() {
  if (!hasProgram("chromium")) return say("Left out: the page, since chromium is not installed.");
  installPackages("tools", "lighthouse");
  const helper = await startHelper();
  await printMarks(helper.origin);
  await printTransfer(helper.origin);
  await helper.stop();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  build();
  await benchPage();
}
