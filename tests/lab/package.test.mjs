/** The packed package, installed into each project of `examples/`, checks the lab's domains in every place it claims to run. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after, before, describe, test } from "node:test";

import { gzipped } from "../api/tls-reports.mjs";
import { launch } from "../e2e/browser.mjs";
import { inPackage } from "../package/prepare.mjs";
import { eventually } from "./eventually.mjs";
import { startHelper } from "./helper.mjs";

/** Domain → what it comes to where the policy file is fetched with all evidence. */
const DOMAINS = {
  "healthy.example": "protected",
  "testing.example": "testing",
  "no-record.example": "not-announced",
  "missing-policy.example": "policy-unavailable",
  "wrong-certificate.example": "policy-unavailable",
  "redirect.example": "policy-unavailable",
  "mx-mismatch.example": "mail-at-risk",
  "bom.example": "policy-unusable",
  "servfail.example": "inconclusive",
};

/** Runs a program to its end; gives what it prints. */
async function printed(program, args, { cwd, env = {} }) {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.on("data", (text) => (out += text));
  child.stderr.on("data", (text) => (err += text));
  const [status] = await once(child, "close");
  assert.equal(status, 0, err || out);
  return out;
}

describe("programs", () => {
  const node = (name, program) => ({
    name,
    run: (domain) => printed(program, ["check.mjs", domain], { cwd: inPackage("node") }),
  });
  const programs = [
    node(`Node ${process.versions.node}`, process.execPath),
    node("a later Node", inPackage("later-node", "node_modules", ".bin", "node")),
    {
      name: "Deno",
      run: (domain) =>
        printed(
          inPackage("deno", "node_modules", ".bin", "deno"),
          ["run", "--no-prompt", "--allow-net", "--allow-read", "--allow-sys", "--allow-env", "check.ts", domain],
          { cwd: inPackage("deno"), env: { DENO_CERT: process.env.LAB_CA, DENO_NO_UPDATE_CHECK: "1" } },
        ),
    },
  ];
  for (const { name, run } of programs) {
    for (const [domain, outcome] of Object.entries(DOMAINS)) {
      test(`${name}: ${domain}`, async () => {
        const said = JSON.parse(await run(domain));
        assert.equal(said.outcome, outcome, said.verdict);
      });
    }
  }
});

const TYPES = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/** A file server such as any host has. */
async function serve(folder) {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    if (path === "/favicon.ico") return response.writeHead(204).end();
    try {
      const body = await readFile(join(folder, path.endsWith("/") ? `${path}index.html` : path));
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/html" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

describe("pages", () => {
  let browser;
  before(async () => (browser = await launch()));
  after(() => browser?.close());

  const pages = [
    ["Vite", inPackage("vite", "dist")],
    ["webpack", inPackage("webpack")],
    ["esbuild", inPackage("esbuild")],
    ["no bundler", inPackage("plain")],
    ["a web worker", inPackage("worker")],
    ["the element under a strict Content-Security-Policy", inPackage("element")],
  ];
  for (const [name, folder] of pages) {
    test(`${name}: every domain, with a helper on another origin`, async () => {
      const server = await serve(folder);
      const origin = `http://127.0.0.1:${server.address().port}`;
      const helper = await startHelper("--origin", origin);
      const page = await browser.newPage();
      const problems = [];
      page.on("pageerror", (error) => problems.push(String(error)));
      page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
      try {
        for (const [domain, outcome] of Object.entries(DOMAINS)) {
          await page.goto(`${origin}/?helper=${encodeURIComponent(helper.origin)}`);
          await page.fill("[name=domain]", domain);
          await page.click("button");
          await page.waitForSelector(`[role=status][data-outcome="${outcome}"]`, { timeout: 30_000 });
        }
        assert.deepEqual(problems, []);
      } finally {
        await page.close();
        await helper.stop();
        server.close();
      }
    });
  }
});

describe("workerd", () => {
  let workerd;
  before(async () => {
    const folder = inPackage("workerd");
    // The lab's addresses are not public ones to workerd, and its authority is not one of the platform's.
    const config = await readFile(join(folder, "config.capnp"), "utf8");
    const trust = `allow = ["public", "private", "local"], tlsOptions = (trustBrowserCas = true, trustedCertificates = [embed "ca.pem"])`;
    const inLab = config.replace(/allow = \["public"\], tlsOptions = \(trustBrowserCas = true\)/, trust);
    assert.notEqual(inLab, config);
    await writeFile(join(folder, "lab.capnp"), inLab);
    await writeFile(join(folder, "ca.pem"), await readFile(process.env.LAB_CA));
    workerd = spawn(join(folder, "node_modules", ".bin", "workerd"), ["serve", "lab.capnp"], {
      cwd: folder,
      stdio: "ignore",
    });
    const isUp = async () => (await fetch("http://127.0.0.1:8787/").catch(() => null))?.status === 400;
    await eventually(isUp, "workerd");
  });
  after(() => workerd.kill());

  const ask = async (domain) => (await fetch(`http://127.0.0.1:8787/?domain=${domain}`)).json();

  for (const [domain, outcome] of Object.entries(DOMAINS)) {
    // workerd does not tell a refused certificate from an outage here: then nobody could look.
    const expected = domain === "wrong-certificate.example" ? "inconclusive" : outcome;
    test(`workerd: ${domain}`, async () => {
      const report = await ask(domain);
      assert.equal(report.outcome, expected, report.verdict);
    });
  }

  test("workerd: a TLS report", async () => {
    const body = gzipped(1, { failed: 2 });
    const { form, documents } = await (await fetch("http://127.0.0.1:8787/", { method: "POST", body })).json();
    assert.deepEqual([form, documents[0].reading.report.policies[0].failed], ["gzip", 2]);
  });

  test("workerd: what is no domain", async () => {
    assert.match((await ask("192.0.2.1")).error, /is an address/);
  });
});
