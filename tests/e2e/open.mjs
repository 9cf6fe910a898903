/** A fresh visit of the page, and what is seen of it from outside. */

/**
 * Opens `origin` + `path` in a context of its own; further options are those of a browser context. What the page asks for
 * and what goes wrong in it is collected.
 */
export async function visit(browser, origin, { path = "/", ...options } = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const hosts = new Set();
  const requests = [];
  const problems = [];
  page.on("request", (request) => {
    hosts.add(new URL(request.url()).hostname);
    requests.push(request.url());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  await page.goto(origin + path);
  return { page, hosts, requests, problems, close: () => context.close() };
}

/** Of some requests those that ask somebody about a domain. */
export const questions = (requests) => requests.filter((url) => /dns-query|\/resolve\?|\/v1\/policy/.test(url));
