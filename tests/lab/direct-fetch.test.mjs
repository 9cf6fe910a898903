/** The direct fetch by `fetch` alone: in Node as a runtime that shows everything, and in a page, which shows little. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { fetchPolicy } from "../../js/dist/direct/fetch.js";
import { inRoot } from "../../scripts/shell.mjs";
import { launch } from "../e2e/browser.mjs";
import { fetchDirectly, refuseAddress } from "./direct.mjs";
import { DOMAINS } from "./domains.mjs";
import { HOSTILE_DOMAIN, respond, serveTls } from "./hostile.mjs";

const POLICY = "version: STSv1\nmode: none\nmax_age: 1\n";
const head = (...lines) => ["HTTP/1.1 200 OK", "connection: close", ...lines, "", ""].join("\r\n");
const gzipped = (...lines) => Buffer.concat([Buffer.from(head("content-encoding: gzip", ...lines)), gzipSync(POLICY)]);
const fetchHostile = (options) => fetchPolicy(HOSTILE_DOMAIN, { refuseAddress, ...options });

// Fields come sorted by name. Two may differ: the date of another second, and a connection that the platform keeps.
const headersOf = ({ headers }) =>
  headers.filter(({ name }) => !["date", "connection"].includes(name)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
const told = ({ elapsedMs, ...response }) => ({ ...response, headers: headersOf(response), elapsedMs: 0 });

/**
 * Left out: those that would be dialled although they are private, the one that never answers, the one whose encoding only
 * the platform decodes, and the one where it depends on the address.
 */
const LEFT_OUT = ["private.example", "slow.example", "brotli.example", "two-certificates.example"];
const reachable = DOMAINS.filter(({ name }) => !LEFT_OUT.includes(name));

test("every domain of the lab: the same response as step by step, or nobody could look", { concurrency: true }, (t) =>
  Promise.all(
    reachable.map(({ name }) =>
      t.test(name, async () => {
        const stepwise = await fetchDirectly(name);
        const fetched = fetchPolicy(name, { refuseAddress });
        if (stepwise.failure) return assert.rejects(fetched, TypeError);
        const { resolution, connections, tls, response, failure } = await fetched;
        assert.deepEqual(told(response), told(stepwise.response));
        // What the platform does not show is not there.
        assert.deepEqual([resolution.addresses, connections, tls, failure], [[], [], null, null]);
      }),
    ),
  ),
);

test("repeated header fields are joined, and their bytes are kept", async (t) => {
  const response = Buffer.from(`${head("x: m\xfc", "content-type: text/plain", "x: 2")}\xff`, "latin1");
  await serveTls(t, "good", respond(response));
  const { response: seen } = await fetchHostile();
  assert.deepEqual(headersOf(seen), [
    { name: "content-type", value: "text/plain" },
    { name: "x", value: { hex: "6dfc2c2032" } },
  ]);
  assert.deepEqual(seen.body, { hex: "ff" });
});

test("a server that compresses although it was asked not to is seen as one", async (t) => {
  const connections = await serveTls(t, "good", respond(gzipped()));
  const { response } = await fetchHostile();
  assert.match(connections[0].bytes.toString(), /accept-encoding: identity/i);
  assert.ok(response.headers.some(({ name, value }) => name === "content-encoding" && value === "gzip"));
});

test("no response in time: nobody could look", async (t) => {
  const connections = await serveTls(t, "good", () => {});
  await assert.rejects(fetchHostile({ timeoutMs: 300 }), { name: "TimeoutError" });
  await connections[0].closed;
});

test("a body that does not end in time is evidence", async (t) => {
  const act = (socket) => socket.write(`${head("content-length: 100")}abc`);
  const connections = await serveTls(t, "good", respond(act));
  const { response, failure } = await fetchHostile({ timeoutMs: 300 });
  assert.deepEqual([failure.class, response.body, response.truncated], ["body-timeout", "abc", false]);
  await connections[0].closed;
});

test("a body that breaks off has the platform's own words, and nothing else", async (t) => {
  await serveTls(t, "good", respond(`${head("content-length: 100")}abc`));
  await assert.rejects(fetchHostile(), TypeError);
});

test("abort ends the fetch with the signal's reason", async (t) => {
  const connections = await serveTls(t, "good", () => {});
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("enough")), 200);
  await assert.rejects(fetchHostile({ signal: controller.signal }), /^Error: enough$/);
  await connections[0].closed;
});

/** In a page of another origin, from a server that serves the package's own files. */
test("in a page", async (t) => {
  const files = createServer(async (request, response) => {
    const isScript = request.url.endsWith(".js");
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? await readFile(inRoot("js", "dist", join("/", request.url))) : "<!doctype html>");
  });
  await new Promise((resolve) => files.listen(0, "127.0.0.1", resolve));
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    files.close();
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${files.address().port}/`);
  const fetchInPage = () =>
    page.evaluate(async (domain) => {
      const { fetchPolicy } = await import("/direct/fetch.js");
      return fetchPolicy(domain, { refuseAddress: () => undefined }).catch((error) => error.message);
    }, HOSTILE_DOMAIN);
  const leave = "access-control-allow-origin: *";

  await t.test("a policy host that gives leave", async (t) => {
    const connections = await serveTls(t, "good", respond(`${head(leave, "content-type: text/plain")}${POLICY}`));
    const { response, tls } = await fetchInPage();
    assert.deepEqual([response.status, response.body, tls], [200, POLICY, null]);
    assert.deepEqual(response.headers, [{ name: "content-type", value: "text/plain" }]);
    // No preflight: a policy host knows no OPTIONS.
    for (const { bytes } of connections) assert.doesNotMatch(bytes.toString(), /^OPTIONS/);
  });

  await t.test("compression that the browser asked for is not held against the server", async (t) => {
    const response = gzipped(leave, "access-control-expose-headers: content-encoding");
    const connections = await serveTls(t, "good", respond(response));
    const { response: seen } = await fetchInPage();
    assert.match(connections.map(({ bytes }) => bytes).join(""), /accept-encoding: gzip/i);
    assert.deepEqual([seen.body, seen.headers], [POLICY, []]);
  });

  await t.test("a redirect, of which the browser shows nothing", async (t) => {
    const response = ["HTTP/1.1 301 Moved", "location: https://example.com/", leave, "connection: close", "", ""];
    await serveTls(t, "good", respond(response.join("\r\n")));
    assert.match(await fetchInPage(), /redirects, and this platform does not show/);
  });

  await t.test("a policy host that gives no leave", async (t) => {
    await serveTls(t, "good", respond(head() + POLICY));
    assert.equal(await fetchInPage(), "Failed to fetch");
  });
});
