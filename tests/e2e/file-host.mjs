/** Builds of the page, and a file host for them: it knows files and nothing of the page, in a folder beside others. */

import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { build } from "vite";

import { inRoot } from "../../scripts/shell.mjs";

const NAMES = ["MTA_STS_HELPER", "MTA_STS_RESOLVERS", "MTA_STS_NO_SERVICE_WORKER", "SOURCE_DATE_EPOCH"];
const TYPES = {
  ".bin": "application/octet-stream",
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** What one copy of the page says of itself. */
export const buildOf = (folder) =>
  /name="mta-sts-build" content="(\w+)"/.exec(readFileSync(join(folder, "index.html"), "utf8"))[1];

/**
 * Builds the page as `npm run build` does, with this environment; gives its folder. `remark` stands in its scripts, so that another
 * one makes another version; `options` are Vite's of a build.
 */
export async function buildPage(environment = {}, remark = "", options = {}) {
  const folder = mkdtempSync(join(tmpdir(), "mta-sts-page-"));
  for (const name of NAMES) delete process.env[name];
  Object.assign(process.env, environment);
  try {
    await build({
      root: inRoot("www"),
      configFile: inRoot("www", "vite.config.ts"),
      logLevel: "silent",
      build: { outDir: folder, emptyOutDir: true, ...options },
      plugins: [
        {
          name: "remark",
          transform: (code, id) =>
            remark && id.endsWith("www/src/main.ts")
              ? `${code}\ndocument.documentElement.dataset.remark = "${remark}";`
              : undefined,
        },
      ],
    });
    return folder;
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  } finally {
    for (const name of NAMES) delete process.env[name];
  }
}

/**
 * Serves `host.folder` at `host.url`. It may change from one request to the next, `host.alter` may change what is sent (path, bytes →
 * bytes, or `null` for nothing), `host.extra` adds files (path → text), `host.delay` holds a path back for milliseconds.
 */
export async function startFileHost(folder) {
  const host = { folder, alter: (path, bytes) => bytes, delay: {}, extra: {}, requests: [] };
  const base = "/tools/mta-sts/";
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://here");
    host.requests.push(pathname);
    const path = pathname === base ? "index.html" : pathname.slice(base.length);
    await wait(host.delay[path] ?? 0);
    const file = join(host.folder, path);
    const isThere = pathname.startsWith(base) && statSync(file, { throwIfNoEntry: false })?.isFile();
    const sent = host.extra[path] ?? (isThere ? host.alter(path, readFileSync(file)) : null);
    if (sent === null) {
      return response.writeHead(404, { "content-type": "text/html" }).end("<!doctype html><title>Not found</title>");
    }
    response.setHeader("content-type", TYPES[extname(file)]);
    // As file hosts do that let nobody choose.
    response.setHeader("cache-control", "max-age=600");
    response.end(sent);
  });
  const listen = async (port) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  await listen(0);
  const { port } = server.address();
  host.url = `http://127.0.0.1:${port}${base}`;
  host.stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  host.startAgain = () => listen(port);
  return host;
}
