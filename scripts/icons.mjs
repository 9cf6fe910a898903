/**
 * `node scripts/icons.mjs`: draws www/public/icon.svg as the PNG files that installed pages need, with the browser of the tests.
 * They are committed; run it when the drawing changes.
 */

import { readFileSync } from "node:fs";

import { launch } from "../tests/e2e/browser.mjs";
import { inRoot } from "./shell.mjs";

const PAPER = "#faf7f0";
/** File → its width; its ground, if it may not be transparent; how much of the width the drawing takes. */
const ICONS = {
  "icon-192.png": [192, "transparent", 1],
  "icon-512.png": [512, "transparent", 1],
  // Whatever shape a system cuts out, a circle of 80 % of the width stays.
  "icon-maskable-512.png": [512, PAPER, 0.66],
  "apple-touch-icon.png": [180, PAPER, 0.8],
};

const drawing = readFileSync(inRoot("www", "public", "icon.svg")).toString("base64");
const browser = await launch();
for (const [name, [size, ground, share]] of Object.entries(ICONS)) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<body style="margin: 0; height: 100vh; display: grid; place-items: center; background: ${ground}">
    <img src="data:image/svg+xml;base64,${drawing}" style="width: ${share * 100}vw"></body>`);
  await page.screenshot({ path: inRoot("www", "public", name), omitBackground: ground === "transparent" });
  await page.close();
}
await browser.close();
