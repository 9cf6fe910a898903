/** The same verdict in a page in Chromium: every call gives, byte for byte, the JSON that the native build gives. */

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { inRoot } from "../../scripts/shell.mjs";
import { launch } from "../e2e/browser.mjs";
import { compare, readTranscript } from "./transcript.mjs";

const PAGE = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module">
  import init, * as glue from "/js/pkg/mta_sts.js";
  import initReports, * as reports from "/js/pkg/reports/mta_sts_reports.js";
  import { result } from "/tests/parity/calls.mjs";
  await Promise.all([init(), initReports()]);
  globalThis.result = (entry) => result(glue, reports, entry);
</script>`;
const FILES = {
  "/js/pkg/mta_sts.js": "text/javascript",
  "/js/pkg/mta_sts_bg.wasm": "application/wasm",
  "/js/pkg/reports/mta_sts_reports.js": "text/javascript",
  "/js/pkg/reports/mta_sts_reports_bg.wasm": "application/wasm",
  "/tests/parity/calls.mjs": "text/javascript",
};

let server;
let browser;
before(async () => {
  server = createServer(async ({ url }, response) => {
    if (url === "/") return response.setHeader("content-type", "text/html").end(PAGE);
    if (!(url in FILES)) return response.writeHead(404).end();
    return response.setHeader("content-type", FILES[url]).end(await readFile(inRoot(url)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

test("every call gives the native result", async () => {
  const transcript = readTranscript();
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => globalThis.result !== undefined);
  compare(transcript, await page.evaluate((entries) => entries.map(globalThis.result), transcript));
});
