import { defineConfig } from "vite";

import { exampleReports } from "./build/example-reports.ts";
import { integrityOf } from "./build/integrity.ts";
import { licenses } from "./build/licenses.ts";
import { pageHead } from "./build/page-head.ts";
import { serviceWorker } from "./build/service-worker.ts";
import { readSettings } from "./build/settings.ts";
import { words } from "./build/words.ts";

const settings = readSettings(process.env);

export default defineConfig({
  // Relative addresses: the page works in any folder of a host.
  base: "./",
  plugins: [
    words(settings),
    pageHead(settings),
    licenses(),
    exampleReports(),
    serviceWorker(settings.hasServiceWorker),
  ],
  define: {
    ENGINE_INTEGRITY: JSON.stringify(integrityOf(new URL("../js/pkg/mta_sts_bg.wasm", import.meta.url))),
    READER_INTEGRITY: JSON.stringify(
      integrityOf(new URL("../js/pkg/reports/mta_sts_reports_bg.wasm", import.meta.url)),
    ),
    HAS_SERVICE_WORKER: JSON.stringify(settings.hasServiceWorker),
  },
  worker: { format: "es" },
  build: {
    outDir: "../dist/www",
    emptyOutDir: true,
    target: "es2022",
    // The first that know light-dark(), which the element's styles need as well.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // Everything is a file of its own, so that the Content-Security-Policy needs no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
