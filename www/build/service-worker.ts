/** A Vite plugin: writes the service worker of a build, which knows its files. */

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformWithOxc, type Plugin } from "vite";

import { integrityOf } from "./integrity.ts";

const SOURCES = new URL("../src/offline/worker/", import.meta.url);
/** Files that the page does without; where a service worker is, JavaScript is. */
const LEFT_OUT = /^robots\.txt$|^noscript\.css$|\.(br|gz|map)$|^service-worker\.js$/;

/** @param isWanted `false` writes one that removes itself and its caches wherever an earlier one is still at work. */
export function serviceWorker(isWanted: boolean): Plugin {
  return {
    name: "mta-sts:service-worker",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (page) => page.replace("</title>", () => `</title>\n    ${BUILD_META}`),
    },
    // After all others, and after public/ was copied: so that what is counted is what is served.
    writeBundle: {
      order: "post",
      async handler({ dir = "" }) {
        const index = join(dir, "index.html");
        const page = readFileSync(index, "utf8");
        const files = readdirSync(dir, { recursive: true, encoding: "utf8" })
          .map((name) => name.replaceAll("\\", "/"))
          .filter((name) => name.includes(".") && name !== "index.html" && !LEFT_OUT.test(name))
          .sort();
        const integrities = Object.fromEntries(files.map((name) => [name, integrityOf(join(dir, name))]));
        const build = createHash("sha256")
          .update(JSON.stringify([page, integrities]))
          .digest("hex")
          .slice(0, 16);
        writeFileSync(index, page.replace(BUILD_PLACE, build));
        const constants = [
          `const BUILD = ${JSON.stringify(build)};`,
          `const FILES = ${JSON.stringify(integrities, null, 2)};`,
        ];
        const source = isWanted
          ? [...constants, await javaScriptOf("service-worker.ts")]
          : [await javaScriptOf("withdrawn.ts")];
        writeFileSync(join(dir, "service-worker.js"), source.join("\n"));
      },
    },
  };
}

const BUILD_PLACE = "%BUILD%";
const BUILD_META = `<meta name="mta-sts-build" content="${BUILD_PLACE}" />`;

async function javaScriptOf(name: string): Promise<string> {
  const { code } = await transformWithOxc(readFileSync(new URL(name, SOURCES), "utf8"), name, { sourcemap: false });
  return code;
}
