import { startHelper } from "../lab/helper.mjs";
import { launch, ended } from "./browser.mjs";
import { startEmbedding } from "./embed.mjs";
const [out, ...list] = process.argv.slice(2);
const helper = await startHelper();
const site = await startEmbedding(helper);
const browser = await launch();
for (const spec of list) {
  const [domain, width = "1100", scheme = "light", mode = ""] = spec.split(":");
  const page = await browser.newPage({ viewport: { width: Number(width), height: 900 }, colorScheme: scheme, ...(mode === "forced" && { forcedColors: "active" }) });
  page.on("console", (m) => console.log(m.text()));
  page.on("pageerror", (m) => console.log(String(m)));
  await page.goto(site.url(`<mta-sts-check domain="${domain}" helper=""></mta-sts-check>`));
  if (mode === "early") await page.waitForTimeout(2500); else await ended(page);
  await page.evaluate((s) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(`:root{color-scheme:${s}} body{margin:0}`); document.adoptedStyleSheets.push(sheet); }, scheme);
  await page.$$eval("details", (l) => l.forEach((d) => (d.open = true))).catch(() => {});
  await page.$eval("mta-sts-check", (e) => e.shadowRoot.querySelectorAll("details").forEach((d) => (d.open = true)));
  if (mode === "print") await page.emulateMedia({ media: "print" });
  await page.waitForTimeout(200);
  const el = await page.evaluateHandle(() => document.querySelector("mta-sts-check").shadowRoot.querySelector(".path"));
  await el.asElement().screenshot({ path: `${out}/${domain}-${width}-${scheme}${mode}.png` });
  await page.close();
}
await browser.close(); site.stop(); await helper.stop();
