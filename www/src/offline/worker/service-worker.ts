/**
 * The page without a network. It never decides which version a reader sees: the page comes from the network, and from a cache
 * only when the network fails; every other file bears its content's hash in its name. So an old worker shows no old page.
 *
 * The build puts the two constants before this text.
 */

/** Names the build; stands in its index.html, too. */
declare const BUILD: string;
/** Every file of the build but index.html, and its integrity. */
declare const FILES: Readonly<Record<string, string>>;

const worker = self as unknown as ServiceWorkerGlobalScope;
/** The folder of the page, which is also the address of index.html. */
const { scope } = worker.registration;
/** Caches belong to the whole origin, and other copies of the page may lie in other folders of it. */
const OURS = `mta-sts ${scope} `;
const CACHE = OURS + BUILD;
/** Longer than a slow network takes to begin an answer, shorter than a reader's patience. */
const PATIENCE_MS = 3000;

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", (event) => event.waitUntil(compare(event.data, event.source as Client)));

worker.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  // What is not named here goes its way untouched: above all the questions to resolvers and to the helper, on any origin.
  if (method !== "GET" || !url.startsWith(scope)) return;
  const path = new URL(url).pathname.slice(new URL(scope).pathname.length);
  if (path === "" || path === "index.html") event.respondWith(page());
  else if (path.startsWith("assets/")) event.respondWith(asset(event.request));
  else if (Object.hasOwn(FILES, path)) event.respondWith(fetch(event.request).catch(() => asset(event.request)));
});

async function install(): Promise<void> {
  const index = await fetch(scope, { cache: "no-cache", redirect: "error" });
  // While a deployment is under way the two may belong to different builds; the browser tries again later.
  if (!index.ok || !(await index.clone().text()).includes(BUILD)) throw new Error("index.html is of another build.");
  const cache = await caches.open(CACHE);
  await cache.addAll(
    Object.entries(FILES).map(
      ([path, integrity]) =>
        new Request(path, { integrity, cache: path.startsWith("assets/") ? "default" : "no-cache" }),
    ),
  );
  // Last, so that a cache with a page has all that the page needs.
  await cache.put(scope, index);
}

async function page(): Promise<Response> {
  const fresh = fetch(scope, { cache: "no-cache", redirect: "manual" });
  const patience = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  return (await Promise.race([fresh.catch(() => null), patience])) ?? (await newestPage()) ?? fresh;
}

/** A version that is installed counts, even while it waits for readers of an older one to leave. */
async function newestPage(): Promise<Response | undefined> {
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS));
  const pages = await Promise.all(names.map((name) => caches.match(scope, { cacheName: name })));
  return pages.findLast((found) => found !== undefined);
}

async function asset(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function activate(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
  // From the first visit on: what a page loads late is then there without a network, too.
  await worker.clients.claim();
}

/**
 * A page asks the worker that waits. One of another build has a reload to offer, and its files stay until nobody works with
 * them; with the only page, of this very build, there is nothing to wait for.
 */
async function compare(build: unknown, client: Client): Promise<void> {
  if (build !== BUILD) return client.postMessage("new version");
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (windows.filter(({ url }) => url.startsWith(scope)).length === 1) await worker.skipWaiting();
}
