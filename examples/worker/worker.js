import { check } from "./node_modules/mta-sts/js/dist/browser.js";

self.addEventListener("message", async ({ data: { domain, helper } }) => {
  try {
    for await (const { verdict, outcome } of check(domain, { helper })) self.postMessage({ verdict, outcome });
  } catch (error) {
    self.postMessage({ error: error.message });
  }
});
