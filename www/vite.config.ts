import { defineConfig } from "vite";

export default defineConfig({
  build: {
    outDir: "../dist/www",
    emptyOutDir: true,
    target: "es2022",
    // Everything is a file of its own, so that the Content-Security-Policy needs no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
