/** The page's side of its service worker: registers it, and hears from it when a newer version of the page is there. */

import { api } from "../engine.ts";
import { registerServiceWorker } from "../trusted.ts";

/** How long a page that stays open goes without asking whether there is a newer one. */
const PERIOD_MS = 60 * 60 * 1000;

const QUIET_MS = 500;

/** What index.html says of its build. */
const build = document.querySelector('meta[name="mta-sts-build"]')?.getAttribute("content");

/**
 * Makes the page usable offline, once it has loaded, and calls `show` when a newer version is ready. Nothing is taken from under the
 * reader's work: the newer version comes with the next load, which `reload` brings about.
 */
export function onNewVersion(show: (reload: () => void) => void): void {
  // Without HTTPS (but on the reader's own machine) browsers have no service workers.
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  if (!HAS_SERVICE_WORKER) return void withdraw();
  navigator.serviceWorker.addEventListener("message", () => show(() => location.reload()));
  if (document.readyState === "complete") void start();
  else addEventListener("load", () => void start(), { once: true });
}

async function start(): Promise<void> {
  try {
    const registration = await registerServiceWorker();
    // It answers if it is of another build than this page.
    const ask = (worker: ServiceWorker | null): void => void quiet().then(() => worker?.postMessage(build));
    ask(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const worker = registration.installing;
      worker?.addEventListener("statechange", () => {
        if (worker.state === "installed") ask(worker);
      });
    });
    lookNowAndThen(registration);
  } catch (error) {
    // The page works as well without; a browser may forbid it.
    console.info("This page will not be there offline:", error);
  }
}

/**
 * Resolves when the page has loaded the last of what it begins with, and a moment has passed. A worker that still gets requests
 * while another takes its place keeps that one waiting: in Chromium for half a minute, and for as long as the developer tools
 * are open.
 */
async function quiet(): Promise<void> {
  // Whether the engine came is not the question here.
  await api.init().catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
}

/** A page that is kept open for days asks, too, when its reader comes back to it. */
function lookNowAndThen(registration: ServiceWorkerRegistration): void {
  let lookedAt = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - lookedAt < PERIOD_MS) return;
    lookedAt = Date.now();
    // Without a network there is nothing newer.
    registration.update().catch(() => {});
  });
}

/**
 * Removes what an earlier copy of the page left here. Its worker would go by itself when the browser finds the one that removes
 * itself, but in Chromium that one waits for half a minute when it comes while the other is at work: and this page is loading.
 */
async function withdraw(): Promise<void> {
  const scope = new URL("./", document.baseURI).href;
  const registration = await navigator.serviceWorker.getRegistration();
  // A worker of a folder above is somebody else's.
  if (registration?.scope !== scope) return;
  await registration.unregister();
  const names = (await caches.keys()).filter((name) => name.startsWith(`mta-sts ${scope} `));
  await Promise.all(names.map((name) => caches.delete(name)));
}
