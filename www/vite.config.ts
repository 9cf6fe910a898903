import { defineConfig } from "vite";

import { words } from "./build/words.ts";

export default defineConfig({
  plugins: [words()],
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
