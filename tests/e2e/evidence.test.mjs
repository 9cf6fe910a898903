/** What was seen in each step, as the element shows it: places, invisible characters, waits, and what was asked of whom. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";

import { ended } from "./browser.mjs";
import { startPages } from "./pages.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const HEALTHY = JSON.parse(readFileSync(new URL("../vectors/cases/healthy.json", import.meta.url), "utf8"));
const TYPES = { 1: "A", 15: "MX", 16: "TXT", 28: "AAAA" };
const checking = (domain) => `<mta-sts-check domain="${domain}" helper=""></mta-sts-check>`;

let pages;
before(async () => (pages = await startPages()));
after(() => pages?.stop());

/** A healthy domain, but for what the fetch of its policy file brought. */
function recording(change) {
  const { answers, domain, name, now, resolvers } = structuredClone(HEALTHY);
  const fetched = JSON.parse(answers.policy.body);
  change(fetched);
  answers.policy.body = JSON.stringify(fetched);
  return { answers, domain, name, now, resolvers };
}
const serving = (body) => recording(({ response }) => (response.body = body));

/** Shows a recorded check. */
const show = (page, recorded) =>
  page.$eval(
    "mta-sts-check",
    async (element, recorded) => {
      const { replay } = await import("/js/dist/browser.js");
      element.report = await replay(recorded);
    },
    recorded,
  );
/** The lines of the policy text; what is marked stands in brackets. */
const policyLines = (page) =>
  page.$$eval('[data-step="policy"] .raw-line code > span', (lines) =>
    lines.map((line) =>
      [...line.childNodes]
        .map(({ localName, textContent }) => (localName === "mark" ? `[${textContent}]` : textContent))
        .join(""),
    ),
  );
const facts = (page, step) =>
  page.$$eval(`[data-step="${step}"] .facts > div`, (rows) =>
    Object.fromEntries(
      rows.map((row) => [
        row.querySelector("dt").textContent,
        [...row.querySelectorAll(":scope > dd")].map(({ textContent }) => textContent),
      ]),
    ),
  );
const waits = (page) =>
  page.$$eval("[data-step]", (list) =>
    Object.fromEntries(list.map((step) => [step.dataset.step, step.querySelector(".station-waits").textContent])),
  );

describe("places in the policy text", () => {
  for (const [about, body, line, expected] of [
    ["the second of two like words", "version: STSv1\nmode: mode\nmx: a.example\nmax_age: 86400\n", 2, "mode: [mode]"],
    ["a byte-order mark", "\ufeffversion: STSv1\nmode: none\nmax_age: 86400\n", 1, "[\\u{feff}]version: STSv1"],
    [
      "what looks like an escape, behind one",
      "version: STSv1\nmode: none\nmax_age: \u200b\\u{200b}7d\n",
      3,
      "max_age: [\\u{200b}\\u{200b}7d]",
    ],
    ["a lone CR, not the letters", "version: STSv1\nmode: none\nmx: \\r\r.\nmax_age: 86400\n", 3, "mx: \\r[\\r]."],
    ["an octet that is not UTF-8, behind a character of two code units", null, 3, "mx: 😀m[\\xfc]ller.example"],
    ["nothing where a line should not be", "version: STSv1\n\nmode: none\nmax_age: 86400\n", 2, "[]"],
  ]) {
    test(about, async () => {
      const { page, close } = await pages.open("<mta-sts-check></mta-sts-check>");
      const parts = ["version: STSv1\nmode: enforce\nmx: 😀m", "\xfc", "ller.example\nmax_age: 86400\n"];
      const octets = Buffer.concat(parts.map((part, index) => Buffer.from(part, index === 1 ? "latin1" : "utf8")));
      await show(page, serving(body ?? { hex: octets.toString("hex") }));
      const lines = await policyLines(page);
      assert.equal(lines[line - 1], expected);
      await close();
    });
  }

  test("are found too where only the report's own lines are left", async () => {
    const { page, close } = await pages.open("<mta-sts-check></mta-sts-check>");
    await show(page, serving("version: STSv1\nmode: \u{e0041}mode\nmx: a.example\nmax_age: 86400\n"));
    const whole = await policyLines(page);
    await page.$eval("mta-sts-check", (element) => {
      const report = structuredClone(element.report);
      report.observed.fetch.evidence.response = null;
      element.report = report;
    });
    assert.equal(whole[1], "mode: [\\u{e0041}mode]");
    assert.deepEqual(await policyLines(page), whole);
    await close();
  });
});

describe("what the fetch met", () => {
  const shake = (failure = null) => ({ failure, elapsedMs: 21 });
  const wrong = { class: "tls-name", detail: "The certificate is for www.example.com, not for mta-sts.example.com." };

  test("every address, both lookups, the certificate, the encoding and the age", async () => {
    const { page, close } = await pages.open("<mta-sts-check></mta-sts-check>");
    const recorded = recording((seen) => {
      seen.age = 12;
      seen.resolution.a = { outcome: "found" };
      seen.resolution.aaaa = { outcome: "servfail", detail: "SERVFAIL." };
      seen.connections = [
        { address: "192.0.2.1", failure: null, handshake: shake(), used: true, elapsedMs: 9 },
        { address: "192.0.2.2", failure: null, handshake: shake(wrong), elapsedMs: 9 },
        { address: "192.0.2.3", failure: "connect-refused", elapsedMs: 0 },
        { address: "2001:db8::1", failure: "connect-unreachable", elapsedMs: 0 },
      ];
      seen.tls.alpn = "http/1.1";
      Object.assign(seen.tls.certificates[0], { isCa: false, caIssuers: "http://ca.example/m.cer" });
      seen.tls.certificates.push({ ...seen.tls.certificates[0], isCa: true });
      seen.response.headers.push({ name: "content-encoding", value: "gzip" });
      seen.response.decoding = "done";
    });
    await show(page, recorded);
    const { Addresses, TLS, Certificates, Encoding, Fetched } = await facts(page, "fetch");
    assert.deepEqual(Addresses.slice(-5), [
      "192.0.2.1 connected in 9 ms, TLS in 21 ms, used for the fetch",
      `192.0.2.2 connected in 9 ms, TLS failed: ${wrong.detail}`,
      "192.0.2.3 connection refused",
      "2001:db8::1 not tested: no route from here",
      "Looked up for the fetch: A found, AAAA SERVFAIL",
    ]);
    assert.deepEqual(TLS.slice(1), ["http/1.1 agreed (ALPN)"]);
    assert.match(Certificates[0], /can be had at http:\/\/ca\.example\/m\.cer/);
    assert.equal(Certificates[0].match(/an authority \(CA\)/g).length, 1);
    assert.deepEqual(Encoding, ["gzip decoded here"]);
    assert.deepEqual(Fetched, ["12 seconds ago, by the helper for an earlier check"]);
    await close();
  });

  test("a recording of a fetcher that tells less shows less", async () => {
    const { page, close } = await pages.open("<mta-sts-check></mta-sts-check>");
    await show(
      page,
      recording((seen) => (seen.connections = [{ address: "192.0.2.1", failure: null, elapsedMs: 9 }])),
    );
    const { Addresses, Encoding, Fetched } = await facts(page, "fetch");
    assert.deepEqual(Addresses.slice(-1), ["192.0.2.1 connected in 9 ms"]);
    assert.deepEqual([Encoding, Fetched], [undefined, undefined]);
    await close();
  });
});

describe("invisible, bidirectional and look-alike characters", () => {
  const INVISIBLE = [
    ["\u0001", "\u0007", "\u0008", "\u001b", "\u007f", "\u0085", "\u009b"],
    ["\u00a0", "\u00ad", "\u034f", "\u061c", "\u115f", "\u180e", "\u2000"],
    ["\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2028", "\u202a"],
    ["\u202d", "\u202e", "\u2060", "\u2066", "\u2069", "\ufeff", "\u{e0001}", "\u{e0061}"],
  ].flat();
  const LOOK_ALIKE = ["\u0430", "\u0441", "\u0456", "\uff0e", "\u2024"];
  const escaped = (ch) => `\\u{${ch.codePointAt(0).toString(16)}}`;

  test("none reaches the page by the text, a header, a name or an address", async () => {
    const { page, close } = await pages.open("<mta-sts-check></mta-sts-check>");
    for (const ch of INVISIBLE) {
      const bad = `a${ch}b`;
      await show(
        page,
        recording(({ response, tls, connections, resolution }) => {
          const failure = { class: "tls-name", detail: bad };
          connections.push({ address: bad, failure: null, handshake: { failure, elapsedMs: 1 }, elapsedMs: 1 });
          resolution.aaaa = { outcome: "failed", detail: bad };
          response.body = `version: STSv1\nmode: enforce\nmx: mx1.${bad}.example\nmax_age: 86400\n`;
          response.headers.push({ name: "x-note", value: bad });
          tls.alpn = bad;
          const names = { subject: `CN=${bad}`, issuer: `CN=${bad}`, dnsNames: [bad], caIssuers: `http://${bad}/` };
          Object.assign(tls.certificates[0], names);
        }),
      );
      const [shown, marks] = await page.$eval("mta-sts-check", ({ shadowRoot }) => [
        shadowRoot.textContent,
        [...shadowRoot.querySelectorAll(".raw .escape, .facts .escape")].map(({ textContent }) => textContent),
      ]);
      assert.ok(!shown.includes(ch), escaped(ch));
      // The policy text, the header, two names of the certificate.
      assert.ok(marks.filter((mark) => mark === escaped(ch)).length >= 4, `${escaped(ch)}: ${marks}`);
    }
    await close();
  });

  test("letters that look like others are underlined and named", async () => {
    const { page, close } = await pages.open("<mta-sts-check></mta-sts-check>");
    for (const ch of LOOK_ALIKE) {
      await show(page, serving(`version: STSv1\nmode: enforce\nmx: m${ch}il.example.com\nmax_age: 86400\n`));
      assert.ok((await page.$$eval(".raw .foreign", (list) => list.map((e) => e.textContent))).includes(ch));
      const code = ch.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
      assert.deepEqual((await facts(page, "policy"))["Not ASCII"], [`${ch} (U+${code})`]);
    }
    assert.equal(await page.$eval(".raw-line code", (element) => getComputedStyle(element).unicodeBidi), "isolate");
    await close();
  });
});

describe("a step that is not there yet", () => {
  test("tells what it waits for and how long, and says nothing of that aloud", async () => {
    const { page, close } = await pages.open(checking("slow.example"), { reducedMotion: "reduce" });
    await page.evaluate(() => {
      const status = document.querySelector("mta-sts-check").shadowRoot.querySelector("[role=status]");
      globalThis.said = [];
      new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true });
    });
    const time = (step) => page.textContent(`[data-step="${step}"] .station-time`);
    await page.waitForFunction(() => {
      const { shadowRoot } = document.querySelector("mta-sts-check");
      return shadowRoot.querySelector('[data-step="fetch"] .station-time')?.textContent === "2 s";
    });
    assert.match(await time("record"), /^\d+ ms$/);
    assert.equal(await time("policy"), await time("fetch"));
    assert.equal(await page.getAttribute('[data-step="fetch"] .station-time', "aria-hidden"), "true");
    const { record, ...others } = await waits(page);
    assert.deepEqual(
      [record, others],
      [
        "",
        {
          fetch: "Waits for the policy file.",
          policy: "Waits for step 2, Policy host.",
          mx: "Waits for step 3, Policy text.",
          tlsrpt: "",
        },
      ],
    );
    assert.ok((await page.evaluate(() => said)).every((sentence) => !/\d s/.test(sentence)));
    await page.click("[part=stop]");
    await page.waitForSelector('[data-step="fetch"][data-status="inconclusive"]');
    assert.deepEqual([await time("fetch"), (await waits(page)).fetch], ["", ""]);
    await close();
  });

  test("and is not reached names the step that stands before it", async () => {
    const { page, close } = await pages.open(checking("bogus.example"));
    await ended(page);
    const sentence = "Waits for step 1, DNS record (failed).";
    assert.deepEqual(await waits(page), {
      record: "",
      fetch: sentence,
      policy: sentence,
      mx: sentence,
      tlsrpt: sentence,
    });
    await close();
  });
});

describe("what was seen", () => {
  test("aliases as a chain, each with its time, and who answered how fast", async () => {
    const { page, close } = await pages.open(checking("delegated.example"));
    await ended(page);
    const chain = await page.$$eval('[data-step="record"] .chain li', (list) => list.map((e) => e.textContent));
    assert.equal(chain.length, 2);
    assert.match(chain[0], /^_mta-sts\.delegated\.example is an alias \(CNAME\), kept .+ more, of$/);
    assert.equal(chain[1], "_mta-sts.provider.example TXT");
    assert.match((await facts(page, "record"))["Answered by"][0], /^Cloudflare, in \d/);
    await close();
  });

  test("a record of several strings, as it was sent", async () => {
    const { page, close } = await pages.open("<mta-sts-check></mta-sts-check>");
    const recorded = recording(() => {});
    const record = recorded.answers["sts-record/1"];
    record.body = record.body.replace(/("data":"\\")(v=STSv1; )/, '$1$2\\" \\"');
    await show(page, recorded);
    assert.match((await facts(page, "record"))["As it was sent"][0], /^"v=STSv1; " "id=.*"$/);
    await close();
  });

  test("every certificate, with the days that are left", async () => {
    const { page, close } = await pages.open("<mta-sts-check></mta-sts-check>");
    await show(
      page,
      recording(() => {}),
    );
    const list = await page.$$eval(".certificates > li", (items) =>
      items.map((item) => [...item.children].map(({ textContent }) => textContent)),
    );
    assert.deepEqual(list, [
      [
        "mta-sts.example.com",
        "issued by C=US, O=An Authority, CN=R1",
        "valid 16 December 2026 to 16 March 2027",
        "60 days left",
      ],
      [
        "C=US, O=An Authority, CN=R1",
        "issued by C=US, O=An Authority, CN=Root",
        "valid 29 July 2024 to 3 July 2029",
        "900 days left",
      ],
    ]);
    const width = await page.getAttribute(".certificates > li .left", "width");
    assert.equal(Math.round(Number.parseFloat(width)), 67);
    await close();
  });

  test("which host a pattern allows, and which pattern no host uses", async () => {
    const { page, close } = await pages.open(checking("mx-mismatch.example"));
    await ended(page);
    const rows = await page.$$eval('[data-step="mx"] tbody tr', (list) =>
      list.map((e) => e.innerText.split(/\s*[\t\n]\s*/)),
    );
    assert.deepEqual(rows, [
      ["10", "tried first", "mx1.mx-mismatch.example", "11.22.2.1", "no pattern"],
      ["–", "No mail server uses this pattern.", "mail.old-provider.example"],
    ]);
    await close();
  });

  test("findings in three parts with their names", async () => {
    const { page, close } = await pages.open(checking("mx-mismatch.example"));
    await ended(page);
    const labels = await page.$$eval('[data-finding="mx-none-matches"] .finding-label', (list) =>
      list.map((e) => e.textContent.trim()),
    );
    assert.deepEqual(labels, ["Error", "Effect", "Fix"]);
    await close();
  });
});

describe("to look oneself", () => {
  const lines = (page) => page.$$eval(".look-yourself .raw", (list) => list.map((e) => e.textContent));

  test("a line for each mail server can be copied, which is said", async () => {
    const { page, close } = await pages.open(checking("healthy.example"), {
      permissions: ["clipboard-read", "clipboard-write"],
    });
    await ended(page);
    const [first, second, ...others] = await lines(page);
    assert.equal(
      first,
      "openssl s_client -starttls smtp -connect mx1.healthy.example:25 -servername mx1.healthy.example -verify_hostname mx1.healthy.example -verify_return_error",
    );
    assert.match(second, /-connect mx2\.backup\.healthy\.example:25 /);
    assert.deepEqual(others, []);
    await page.click('[data-step="mx"] > details > summary');
    await page.click(".look-yourself > summary");
    await page.click(".look-yourself [part=copy]");
    await page.waitForFunction(
      () => document.querySelector("mta-sts-check").shadowRoot.querySelector("[role=status]").textContent === "Copied.",
    );
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), first);
    await close();
  });

  test("a name that a shell would take for more than a name gets no line", async () => {
    const { page, close } = await pages.open("<mta-sts-check></mta-sts-check>");
    await show(
      page,
      recording(() => {}),
    );
    for (const [name, count] of [
      ["mx.example.com", 1],
      ["$(id).example.com", 0],
      ["a;id", 0],
      ["-debug.example.com", 0],
      ["a b.example.com", 0],
      ["`id`.example.com", 0],
      ["a\\u{a}b.example.com", 0],
      ["", 0],
    ]) {
      await page.$eval(
        "mta-sts-check",
        (element, name) => {
          const report = structuredClone(element.report);
          report.observed.mx.hosts = [{ ...report.observed.mx.hosts[0], host: name }];
          element.report = report;
        },
        name,
      );
      assert.equal((await lines(page)).length, count, name);
    }
    await close();
  });

  test("what to do first offers each text in it to be copied", async () => {
    const { page, close } = await pages.open(checking("bad-policy.example"));
    await ended(page);
    const fix = await page.$eval("mta-sts-check", ({ report }) => report.doFirst.fix);
    const wanted = [...fix.matchAll(/`([^`]*)`/g)].map(([, code]) => `Copy ${code}`);
    assert.ok(wanted.length > 0);
    assert.deepEqual(await page.$$eval(".do-first [part=copy]", (list) => list.map((e) => e.ariaLabel)), wanted);
    await close();
  });
});

test("what was asked of whom is what was asked", async () => {
  const { page, questions, close } = await pages.open(checking("missing-policy.example"));
  await ended(page);
  const rows = await page.$$eval(".asked tbody tr", (list) =>
    list.map((row) => [row.cells[0].textContent, row.cells[1].textContent]),
  );
  const sent = questions.map((url) => {
    const { hostname, pathname, searchParams } = new URL(url);
    if (pathname === "/v1/policy") {
      return ["the helper", `https://mta-sts.${searchParams.get("domain")}/.well-known/mta-sts.txt`];
    }
    const off = searchParams.get("cd") === "1" ? " (DNSSEC checking off)" : "";
    const who = hostname === "dns.google" ? "Google" : "Cloudflare";
    return [who, `${TYPES[searchParams.get("type")]} ${searchParams.get("name")}${off}`];
  });
  assert.deepEqual(rows.map(String).sort(), sent.map(String).sort());
  assert.match(await page.textContent(".asked"), /These were asked, and nobody else: Cloudflare, the helper\./);
  await close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing in marks, escapes, chains and folds: ${colorScheme}`, async () => {
    const options = { colorScheme, bypassCSP: true, reducedMotion: "reduce" };
    const { page, close } = await pages.open("<mta-sts-check></mta-sts-check>", options);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(":root { color-scheme: light dark }");
      document.adoptedStyleSheets.push(sheet);
    });
    await show(
      page,
      serving(
        "version: STSv1\r\nmode: Enforce\r\n\r\nmx: m\u0430il\u200b.example\r\nmx: *.other.example\r\nmax_age: 7d\r\n",
      ),
    );
    await page.$$eval("mta-sts-check details", (list) => list.forEach((details) => (details.open = true)));
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(
      violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
      [],
    );
    await close();
  });
}
