/** What the build puts in the place of these names: vite.config.ts. */

/** The hash of the WebAssembly module that checks, in the form of the attribute `integrity`. */
declare const ENGINE_INTEGRITY: string;
/** The same of the module that reads reports. */
declare const READER_INTEGRITY: string;
/** Whether this copy of the page has a service worker. */
declare const HAS_SERVICE_WORKER: boolean;
