/** A Vite plugin: the example of the view for reports, one compressed file beside the page. Every build makes the same. */

import { gzipSync } from "node:zlib";

import type { Plugin } from "vite";

import { reports } from "../../tests/reports/corpus.mjs";

const ID = "virtual:example-reports";
/** No server takes this name for something that it should unpack on the way. */
const NAME = "example-reports.bin";

/** Of the domain of the example “All is well”, up to the day before that was recorded: names and texts as JSON. */
function packed(): Uint8Array {
  const files = [...reports({ domains: ["orchard.example"], firstDay: "2025-11-03", days: 92 })];
  return gzipSync(JSON.stringify(files.map(({ name, json }) => [name.replace(/\.gz$/, ""), json])), { level: 9 });
}

export function exampleReports(): Plugin {
  let isServer = false;
  return {
    name: "mta-sts:example-reports",
    configResolved: ({ command }) => {
      isServer = command === "serve";
    },
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    load(id) {
      if (id !== `\0${ID}`) return null;
      if (isServer) return `export default "/${NAME}";`;
      const reference = this.emitFile({ type: "asset", name: NAME, source: packed() });
      return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
    },
    configureServer(server) {
      server.middlewares.use(`/${NAME}`, (_, response) => void response.end(packed()));
    },
  };
}
