/** A page of somebody else that embeds the package, under a Content-Security-Policy as strict as one can be. */

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";

import { inRoot } from "../../scripts/shell.mjs";

/** Its `trustedTypes` are the names of policies that the page may have. */
const policy = (trustedTypes) =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "connect-src 'self' https://cloudflare-dns.com https://dns.google",
    "style-src 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${trustedTypes}`,
  ].join("; ");
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };

/** Notes what the element tells, and what the policy forbids. Its events do not bubble: a page hears them on their way in. */
const RECORDER = `
  globalThis.events = [];
  globalThis.violations = [];
  const note = ({ type, detail, target }) => events.push({ type, detail, id: target.id });
  for (const type of ["report", "done", "problem", "validated", "correct", "locate"]) document.addEventListener(type, note, true);
  document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => violations.push(violatedDirective));
`;

const html = (body, script) => `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>Our mail</title>
  <script type="module" src="/recorder.js"></script>
  <script type="module" src="${script}"></script>
  <main><h1>Our mail</h1>${body}</main>
</html>`;

/**
 * Serves `/?body=…`, the package as it is built, the helper's answers, and `files`, each by its path: `{ url, stop }`. All of
 * it comes with the policy: that of a worker is the one of its script.
 */
export async function startEmbedding(helper, { files = {}, trustedTypes = "'none'" } = {}) {
  const server = createServer(async (request, response) => {
    const { pathname, search, searchParams } = new URL(request.url, "http://here");
    const send = (type, body) => response.setHeader("content-type", type).end(body);
    response.setHeader("content-security-policy", policy(trustedTypes));
    if (pathname === "/") return send("text/html", html(searchParams.get("body"), searchParams.get("script")));
    if (Object.hasOwn(files, pathname)) return send(TYPES[extname(pathname)], files[pathname]);
    if (pathname === "/recorder.js") return send("text/javascript", RECORDER);
    if (pathname === "/v1/policy") {
      const answer = await fetch(helper.origin + pathname + search);
      return send("application/json", await answer.text());
    }
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    if (!/^\/js\/(dist|pkg)\/[\w./-]+$/.test(pathname)) return response.writeHead(404).end();
    return send(TYPES[extname(pathname)], await readFile(inRoot(pathname)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    /** The address of a page with this in it. */
    url: (body, script = "/js/dist/element.js") =>
      `http://127.0.0.1:${server.address().port}/?${new URLSearchParams({ body, script })}`,
    stop: () => server.close(),
  };
}
