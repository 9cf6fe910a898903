/** Recorded checks for the page: packed as it packs them, and unpacked again. */

import { readFileSync, readdirSync } from "node:fs";
import { deflateRawSync, inflateRawSync } from "node:zlib";

import { inRoot } from "../../scripts/shell.mjs";

const CASES = inRoot("tests", "vectors", "cases");

/** Every recorded case: `{ name, recording, expect }`. */
export const cases = readdirSync(CASES).map((file) => {
  const { expect, ...recording } = JSON.parse(readFileSync(`${CASES}/${file}`, "utf8"));
  return { name: file.replace(".json", ""), recording, expect };
});

export const recordingOf = (name) => structuredClone(cases.find((one) => one.name === name).recording);

/** Any octets, as they stand in an address. */
export const word = (octets) => `1.${Buffer.from(octets).toString("base64url")}`;

export const pack = (value) => word(deflateRawSync(typeof value === "string" ? value : JSON.stringify(value)));

export const unpack = (packed) => JSON.parse(inflateRawSync(Buffer.from(packed.slice(2), "base64url")).toString());

/** Opens a packed check in the page, and waits until it is shown. */
export async function openPacked(page, packed) {
  await page.evaluate((fragment) => (location.hash = fragment), `#r=${packed}`);
  await page.waitForSelector("#banner:not([hidden])");
}

/** What is copied when a button is pressed. The context needs the permissions of the clipboard. */
export async function copied(page, button) {
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await page.click(button);
  await page.waitForFunction(() => document.querySelector("#announcer").textContent === "Copied.");
  return page.evaluate(() => navigator.clipboard.readText());
}
