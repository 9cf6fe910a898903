/**
 * The two scripts that the page starts. Under `require-trusted-types-for 'script'` a URL of a script has to come from a policy;
 * this is the only one that the page's Content-Security-Policy allows, and it knows these two.
 */

import engineWorker from "./engine-worker.ts?worker&url";

/** Relative to the page's folder, which it then has under its control. */
const serviceWorker = new URL("service-worker.js", document.baseURI).href;
const SCRIPTS: readonly string[] = [new URL(engineWorker, import.meta.url).href, serviceWorker];

/** What of the Trusted Types API is used here; TypeScript's library does not know it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}

/** @throws {TypeError} for anything but the page's own scripts. */
function createScriptURL(url: string): string {
  if (!SCRIPTS.includes(url)) throw new TypeError(`The page starts no such script: ${url}`);
  return url;
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
// Browsers without Trusted Types take the text itself.
const policy = trustedTypes?.createPolicy("mta-sts", { createScriptURL }) ?? { createScriptURL };

/** A worker with the engine in it: `engine-worker.ts`. */
export function startEngineWorker(): Worker {
  return new Worker(policy.createScriptURL(SCRIPTS[0] as string), { type: "module", name: "engine" });
}

/** Registers the service worker for the page's folder. Its script never comes out of the HTTP cache. */
export function registerServiceWorker(): Promise<ServiceWorkerRegistration> {
  return navigator.serviceWorker.register(policy.createScriptURL(serviceWorker), { updateViaCache: "none" });
}
