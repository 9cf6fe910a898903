/** A Vite plugin: the licences of all that the page is made of besides the project itself, in one file beside it. */

import { readFileSync } from "node:fs";

import type { Plugin } from "vite";

/** Its name in the build; index.html links to it. */
const NAME = "licenses.txt";
const OF_MODULE = new URL("../../THIRD-PARTY-LICENSES.md", import.meta.url);

export function licenses(): Plugin {
  return {
    name: "mta-sts:licenses",
    apply: "build",
    // Vite itself writes those of the packages that were really bundled.
    config: () => ({ build: { license: { fileName: NAME } } }),
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const written = bundle[NAME];
        if (written?.type !== "asset") throw new Error(`Vite wrote no ${NAME}.`);
        written.source = `${String(written.source)}\n\n${readFileSync(OF_MODULE, "utf8")}`;
      },
    },
  };
}
