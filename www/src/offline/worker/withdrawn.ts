/** Takes the place of a service worker that has to go, without waiting for anyone: removes its caches, then itself. */

const withdrawn = self as unknown as ServiceWorkerGlobalScope;

withdrawn.addEventListener("install", (event) => event.waitUntil(withdrawn.skipWaiting()));
withdrawn.addEventListener("activate", (event) => event.waitUntil(withdraw()));

async function withdraw(): Promise<void> {
  const ours = `mta-sts ${withdrawn.registration.scope} `;
  const names = (await caches.keys()).filter((name) => name.startsWith(ours));
  await Promise.all(names.map((name) => caches.delete(name)));
  await withdrawn.registration.unregister();
}
