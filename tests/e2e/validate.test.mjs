/** The view that validates text, in headless Chromium inside the lab, under a policy as strict as the page can have. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";

import { startHelper } from "../lab/helper.mjs";
import { launch } from "./browser.mjs";

const VALID = "version: STSv1\nmode: enforce\nmx: mx1.example.com\nmax_age: 604800\n";
const FAULTY = VALID.replace("enforce", "Enforce");
const PUBLISHED =
  "version: STSv1\nmode: enforce\nmx: mx1.healthy.example\nmx: *.backup.healthy.example\nmax_age: 1209600\n";
const IS_MARKED = ".cm-lintRange, .cm-lintPoint";

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

/** The view, ready; what it asks for, what goes wrong and what the policy forbids is collected. */
async function open({ without, ...options } = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const requests = [];
  const problems = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  await page.addInitScript(() => {
    globalThis.violations = [];
    addEventListener("securitypolicyviolation", (event) =>
      globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  if (without) await page.route(without, (route) => route.abort());
  await page.goto(`${helper.origin}/#validate`);
  await page.waitForSelector("#validate-body:not([hidden])");
  return {
    page,
    context,
    requests,
    problems,
    async close() {
      assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
      await context.close();
    },
  };
}

/** Types nothing: puts octets in as a file that is dropped somewhere on the view. */
async function drop(page, content, { name = "mta-sts.txt", times = 1 } = {}) {
  await page.evaluate(
    ([octets, name, times]) => {
      const data = new DataTransfer();
      data.items.add(new File(Array(times).fill(new Uint8Array(octets)), name));
      const init = { dataTransfer: data, bubbles: true, cancelable: true, composed: true };
      const target = document.querySelector("#validate-view h1");
      target.dispatchEvent(new DragEvent("dragover", init));
      target.dispatchEvent(new DragEvent("drop", init));
    },
    [[...Buffer.from(content)], name, times],
  );
  await page.waitForFunction(() => document.querySelector("#validate-message").textContent !== "");
}

/** As the clipboard gives it, line ends and all. Returns how long the page was busy with it, beside reading it. */
function paste(page, text, repeat = 1, target = ".cm-content") {
  return page.locator(target).evaluate(
    (element, [text, repeat]) => {
      const data = new DataTransfer();
      data.setData("text/plain", text.repeat(repeat));
      const now = performance.now();
      data.getData("text/plain");
      const reading = performance.now() - now;
      const begin = performance.now();
      element.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true, composed: true }),
      );
      return performance.now() - begin - reading;
    },
    [text, repeat],
  );
}

const shown = (page) =>
  page.$eval("#validate-editor", ({ shadowRoot }) => shadowRoot.querySelector(".cm-content").innerText);
const validity = (page, expected) => page.waitForSelector(`#validation [data-validity="${expected}"]`);

/** What is underlined, and how. */
async function marked(page) {
  await page.waitForSelector(IS_MARKED, { state: "attached" });
  return page.$$eval(IS_MARKED, (marks) =>
    marks.map((mark) => `${/-(error|warning|info)\b/.exec(mark.className)[1]}: ${mark.textContent}`),
  );
}

describe("findings are underlined at their place", () => {
  const latin1 = (text) => Buffer.from(text, "latin1");
  const CASES = {
    ASCII: [FAULTY, ["error: Enforce"]],
    "UTF-8 before it, on its line and on others": [
      `x1: 😀é\n${VALID.replace("mx1.", "😀é.mx1.")}max_age: 1 week\n`,
      ["info: version", "error: 😀é.mx1.example.com", "warning: max_age"],
    ],
    "a byte order mark": [`\ufeff${FAULTY}`, ["error: \\u{feff}", "error: Enforce"]],
    "octets that are not UTF-8": [latin1(`x: \xfc\xe2\x82\n${FAULTY}`), ["error: �", "error: Enforce"]],
    CRLF: [FAULTY.replaceAll("\n", "\r\n"), ["error: Enforce"]],
    "CR alone": [VALID.replaceAll("\n", "\r"), ["error: \\r"]],
  };
  for (const [name, [content, expected]] of Object.entries(CASES)) {
    test(name, async () => {
      const { page, problems, close } = await open();
      await drop(page, content);
      const seen = await marked(page);
      for (const mark of expected) assert.ok(seen.includes(mark), `${mark} in ${seen}`);
      assert.deepEqual(problems, []);
      await close();
    });
  }
});

describe("what cannot be seen is seen", () => {
  const HIDDEN =
    "\0\x07\b\t\v\x1b\x7f\x80\x85\x9b\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u3164\u{e0001}\u{e0061}";
  const LOOKALIKE = "\u0430\uff4d\u0131";

  test(`${[...HIDDEN].length} invisible characters are written out, ${LOOKALIKE.length} that look like others stand out`, async () => {
    const { page, problems, close } = await open();
    await drop(page, [...HIDDEN, ...LOOKALIKE].map((ch) => `mx: ma${ch}il.example\n`).join(""));
    const lines = await page.$$eval(".cm-line", (lines) =>
      lines.map((line) => ({
        text: line.textContent,
        written: line.querySelectorAll(".cm-written-out").length,
        foreign: line.querySelectorAll(".cm-not-ascii").length,
      })),
    );
    for (const [index, ch] of [...HIDDEN].entries()) {
      const { text, written } = lines[index];
      assert.match(text, /^mx: ma\\(t|u\{[0-9a-f]+\})il\.example$/, JSON.stringify(ch));
      assert.equal(written, 1, JSON.stringify(ch));
    }
    for (const [index, ch] of [...LOOKALIKE].entries()) assert.equal(lines[[...HIDDEN].length + index].foreign, 1, ch);
    assert.deepEqual(problems, []);
    await close();
  });

  test("nothing reorders its neighbours", async () => {
    const { page, close } = await open();
    await drop(page, "mx: \u202eab\u05d0\u05d1 12.c\u0627\u0628d\n");
    const places = await page.$eval(".cm-line", (line) => {
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) {
        for (let at = 0; at < walker.currentNode.length; at += 1) {
          const range = document.createRange();
          range.setStart(walker.currentNode, at);
          range.setEnd(walker.currentNode, at + 1);
          found.push(range.getBoundingClientRect().left);
        }
      }
      return found;
    });
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    await close();
  });
});

describe("octets are what counts", () => {
  const octets = (page) => page.$eval("#validation", ({ text }) => [...text]);

  test("a file stays as it is until it is edited, and is again what it was when that is undone", async () => {
    const { page, close } = await open();
    const file = [...Buffer.from("\ufeffversion: STSv1\r\nx: ", "utf8"), 0xff, 0x0d];
    await page.setInputFiles("#validate-file", {
      name: "a\u202eb.txt",
      mimeType: "text/plain",
      buffer: Buffer.from(file),
    });
    await validity(page, "invalid");
    assert.equal(await page.textContent("#validate-message"), "a\\u{202e}b.txt, 24 bytes, read as it is.");
    assert.deepEqual(await octets(page), file);
    await page.focus(".cm-content");
    await page.keyboard.press("Control+End");
    await page.keyboard.type("y");
    await page.waitForFunction(() => document.querySelector("#validation").text.at(-1) === 0x79);
    assert.deepEqual(await octets(page), [...Buffer.from("\ufeffversion: STSv1\r\nx: \ufffd\ry")]);
    await page.keyboard.press("Control+z");
    await page.waitForFunction(() => document.querySelector("#validation").text.at(-1) === 0x0d);
    assert.deepEqual(await octets(page), file);
    await close();
  });

  test("line ends that are pasted stay what they are", async () => {
    const { page, close } = await open();
    const text = "version: STSv1\r\nmode: none\rmax_age: 1\n";
    await paste(page, text);
    await page.waitForFunction(() => document.querySelector("#validation").text !== null);
    assert.deepEqual(await octets(page), [...Buffer.from(text)]);
    await close();
  });

  test("the beginning tells a record from a policy, until the reader does", async () => {
    const { page, close } = await open();
    await paste(page, "v=STSv1; id=20260101;");
    await validity(page, "valid");
    assert.ok(await page.isChecked("#validate-record"));
    await page.check("#validate-policy");
    await validity(page, "invalid");
    await page.focus(".cm-content");
    await page.keyboard.type(" ");
    await page.waitForFunction(() => document.querySelector("#validation").text.at(-1) === 0x20);
    assert.ok(await page.isChecked("#validate-policy"));
    await close();
  });

  test("mail servers are taken from names and from what dig prints", async () => {
    const { page, close } = await open();
    await page.click("#sample-policy");
    await page.fill(
      "#validate-mx",
      ";; ANSWER SECTION:\nexample.com.\t300 IN MX 10 mx1.example.com.\n20 mx2.example.com.\na.mail.example.net, b.example b.example",
    );
    await page.waitForFunction(() => document.querySelector("#validation").mx.length > 0);
    const mx = await page.$eval("#validation", ({ mx }) => mx);
    assert.deepEqual(mx, ["mx1.example.com.", "mx2.example.com.", "a.mail.example.net", "b.example"]);
    await close();
  });
});

describe("too much is refused before it is read", () => {
  test("100 MiB pasted into the editor or the names", async () => {
    const { page, problems, close } = await open();
    for (const target of [".cm-content", "#validate-mx"]) {
      const busy = await paste(page, "mx: mx1.example.com\n", (100 * 2 ** 20) / 20, target);
      assert.ok(busy < 50, `busy for ${busy} ms`);
      assert.match(await page.textContent("#validate-message"), /104,857,600 characters, too many/);
    }
    assert.equal(await page.$eval("#validation", ({ text }) => text), null);
    assert.deepEqual(problems, []);
    await close();
  });

  test("a file over 1 MiB", async () => {
    const { page, close } = await open();
    await drop(page, "a", { name: "\u202ebig", times: 2 ** 20 + 1 });
    const message = await page.textContent("#validate-message");
    assert.match(message, /^\\u\{202e\}big has 1,048,577 bytes.* It was not read\.$/);
    assert.equal(await page.$eval("#validation", ({ text }) => text), null);
    await close();
  });

  test("a file of 1 MiB is shown, and said to be no policy", async () => {
    const { page, problems, close } = await open();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(["mx: mx1.example.com\n".repeat(2 ** 20 / 20)], "long.txt"));
      document.querySelector("#validate-view").dispatchEvent(new DragEvent("drop", { dataTransfer: data }));
    });
    await validity(page, "unknown");
    assert.deepEqual(problems, []);
    await close();
  });
});

describe("corrections and places", () => {
  test("a correction is one step, which Ctrl-Z takes back, octets and all", async () => {
    const { page, close } = await open();
    await drop(page, `\ufeff${FAULTY}`);
    await validity(page, "invalid");
    await page.click("#validation [part=use-correction]");
    await validity(page, "valid");
    assert.match(await page.textContent("#validate-message"), /Ctrl-Z takes it back/);
    await page.keyboard.press("Control+z");
    await validity(page, "invalid");
    assert.deepEqual(await page.$eval("#validation", ({ text }) => [...text]), [...Buffer.from(`\ufeff${FAULTY}`)]);
    await page.keyboard.press("Control+y");
    await validity(page, "valid");
    await close();
  });

  test("a place in the result leads to it in the editor", async () => {
    const { page, close } = await open();
    await drop(page, `x: é😀\r\n${FAULTY}`);
    await page.click('#validation [data-finding="mode-case"] [part=place]');
    assert.equal(await page.evaluate(selected), "Enforce");
    await close();
  });
});

/** What is selected in the editor. */
const selected = () => {
  const { shadowRoot } = document.querySelector("#validate-editor");
  return shadowRoot.activeElement?.className.includes("cm-content") ? String(shadowRoot.getSelection()) : "not focused";
};

describe("by keyboard alone", () => {
  test("into the editor, from finding to finding, and out again", async () => {
    const { page, close } = await open();
    const tabs = async (backwards) => {
      const seen = [];
      for (let presses = 0; presses < 4; presses += 1) {
        await page.keyboard.press(backwards ? "Shift+Tab" : "Tab");
        seen.push(await page.evaluate(() => document.activeElement.id));
      }
      return seen;
    };
    await page.focus("#validate-policy");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), "validate-editor");
    await page.keyboard.type("mode: Enforce\nmx: a.example.\nversion: STSv1");
    await page.waitForFunction(() => document.querySelector("#validation").validation !== null);
    assert.equal(await shown(page), "mode: Enforce\nmx: a.example.\nversion: STSv1");
    await page.keyboard.press("Control+Home");
    const visited = [];
    for (let presses = 0; presses < 3; presses += 1) {
      await page.keyboard.press("F8");
      visited.push(await page.evaluate(selected));
    }
    assert.deepEqual(visited, ["Enforce", "a.example.", "version"]);
    await page.keyboard.press("Shift+F8");
    assert.equal(await page.evaluate(selected), "a.example.");
    assert.match(await page.textContent("#validate-arrival"), /ends in a dot/);
    await page.waitForSelector(".cm-tooltip-lint >> text=ends in a dot");
    assert.deepEqual(await tabs(false), ["validate-file", "sample-policy", "sample-faults", "sample-record"]);
    await close();
  });

  test("the editor has a name, and says how to leave it", async () => {
    const { page, close } = await open();
    const box = page.getByRole("textbox", { name: "Text to validate" });
    assert.equal(await box.getAttribute("aria-multiline"), "true");
    const hint = await box.getAttribute("aria-describedby");
    assert.match(await page.textContent(`#validate-editor >> #${hint}`), /^Tab leaves the editor/);
    await close();
  });
});

describe("nothing is sent", () => {
  for (const isOffline of [false, true]) {
    test(isOffline ? "and nothing is missed without a network" : "whatever is done, but comparing", async () => {
      const { page, context, requests, problems, close } = await open();
      await page.waitForLoadState("networkidle");
      requests.length = 0;
      await context.setOffline(isOffline);
      await page.click("#sample-faults");
      await validity(page, "invalid");
      await page.focus(".cm-content");
      await page.keyboard.press("F8");
      await page.keyboard.type("x");
      await paste(page, "mx: pasted.example\n");
      await page.fill("#validate-mx", "mx1.example.com");
      await drop(page, FAULTY);
      await page.click('#validation [data-finding="mode-case"] [part=place]');
      await page.click("#validation [part=use-correction]");
      await validity(page, "valid");
      await page.click("#sample-record");
      await validity(page, "valid");
      await page.fill("#published-domain", "healthy.example");
      assert.deepEqual(requests, []);
      assert.deepEqual(problems, []);
      await close();
    });
  }

  test("the editor is loaded only with the view", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const requests = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(helper.origin);
    await page.waitForLoadState("networkidle");
    assert.ok(!requests.some((url) => /editor|view/.test(url)), requests.join());
    await page.click('a[href="#validate"]');
    await page.waitForSelector("#validate-body:not([hidden])");
    assert.ok(requests.some((url) => /\/editor-/.test(url)));
    await context.close();
  });
});

describe("without the editor", () => {
  test("a plain box takes its place, and says so", async () => {
    const { page, close } = await open({ without: /\/editor-/ });
    assert.match(await page.textContent("#validate-message"), /^The editor could not be loaded/);
    await page.fill("#validate-editor textarea", FAULTY);
    await validity(page, "invalid");
    await page.click('#validation [data-finding="mode-case"] [part=place]');
    assert.equal(
      await page.$eval("#validate-editor textarea", (box) => box.value.slice(box.selectionStart, box.selectionEnd)),
      "Enforce",
    );
    await close();
  });
});

describe("compared with what is published", () => {
  async function compare(page, domain) {
    await page.fill("#published-domain", domain);
    await page.press("#published-domain", "Enter");
    await page.waitForFunction(() => document.querySelector("#published-output").childElementCount > 0, null, {
      timeout: 40_000,
    });
    return page.$$eval("#published-output > :not(.diff)", (parts) => parts.map((part) => part.textContent));
  }
  const lines = (page) =>
    page.$$eval("#published-output .diff li", (rows) =>
      rows.map(
        (row) =>
          `${row.dataset.kind} ${row.querySelector("code").textContent}${row.querySelector("small").textContent}`,
      ),
    );

  test("octet for octet the same, other line ends, no last one, other lines", async () => {
    const { page, problems, close } = await open();
    await drop(page, PUBLISHED);
    let [difference, alike] = await compare(page, "healthy.example");
    assert.equal(difference, `Identical, octet for octet: ${PUBLISHED.length} bytes.`);
    assert.equal(alike, "All 8 senders known here make the same of both.");
    assert.ok((await lines(page)).every((line) => line.startsWith("same ")));

    await drop(page, PUBLISHED.replaceAll("\n", "\r\n"));
    await page.waitForFunction(() => document.querySelector("#published-output").childElementCount === 0);
    [difference] = await compare(page, "healthy.example");
    assert.equal(difference, "Only line ends differ: yours has CRLF, the published text LF.");
    assert.equal((await lines(page))[0], "removed version: STSv1\\r");

    await drop(page, PUBLISHED.trimEnd());
    [difference] = await compare(page, "healthy.example");
    assert.match(difference, /^Only the end differs: the published text ends with a line end, yours without/);
    assert.deepEqual((await lines(page)).slice(-2), ["removed max_age: 1209600no line end", "added max_age: 1209600"]);

    await drop(page, PUBLISHED.replace("enforce", "testing"));
    let rest;
    [difference, ...rest] = await compare(page, "healthy.example");
    assert.match(difference, /^Not the same/);
    assert.match(rest[0], /: yours, .*testing.*; the published one, applies it \(enforce/);
    assert.deepEqual((await lines(page)).slice(1, 3), ["removed mode: testing", "added mode: enforce"]);
    assert.deepEqual(problems, []);
    await close();
  });

  test("a record", async () => {
    const { page, close } = await open();
    await paste(page, "v=STSv1; id=20260101;");
    const [difference] = await compare(page, "healthy.example");
    assert.match(difference, /^Identical/);
    await close();
  });

  test("where nothing is published or it cannot be seen, that is said", async () => {
    const { page, close } = await open();
    await page.click("#sample-policy");
    for (const domain of ["missing-policy.example", "no-record.example"]) {
      const said = await compare(page, domain);
      assert.equal(said[0], `Nothing that ${domain} publishes could be compared with this text.`);
    }
    await page.fill("#published-domain", "192.0.2.1");
    await page.press("#published-domain", "Enter");
    await page.waitForSelector("#published-message.is-error");
    await close();
  });
});

describe("for everybody", () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing, ${colorScheme}`, async () => {
      const { page, context } = await open({ colorScheme, bypassCSP: true, reducedMotion: "reduce" });
      await page.evaluate(axe);
      const check = async (state) => {
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(
          violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
          [],
          state,
        );
      };
      await check("empty");
      await drop(page, `\ufeffx: é\u200b\n\n# comment\n${FAULTY}`);
      await validity(page, "invalid");
      await page.focus(".cm-content");
      await page.keyboard.press("F8");
      await page.waitForSelector(".cm-tooltip-lint");
      await page.fill("#published-domain", "healthy.example");
      await page.press("#published-domain", "Enter");
      await page.waitForSelector("#published-output .diff");
      await check("with findings");
      await context.close();
    });
  }

  for (const width of [320, 768, 1280]) {
    test(`nothing scrolls sideways at ${width} px`, async () => {
      const { page, close } = await open({ viewport: { width, height: 900 } });
      const widths = () => page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      for (const content of ["", `mx: ${"a".repeat(3000)}\n`, `v=STSv1; id=${"\u200b".repeat(300)}`]) {
        if (content !== "") await drop(page, content);
        await page.waitForTimeout(300);
        const [needed, there] = await widths();
        assert.ok(needed <= there, `${needed} > ${there}`);
      }
      await close();
    });
  }
});
