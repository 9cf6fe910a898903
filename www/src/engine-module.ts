/** The WebAssembly modules of this build, and no others. */

import checker from "../../js/pkg/mta_sts_bg.wasm?url";
import reader from "../../js/pkg/reports/mta_sts_reports_bg.wasm?url";

/** Fetches the module that checks. @throws {Error} as {@link fetchModule} does. */
export const fetchChecker = (): Promise<Response> => fetchModule(checker, ENGINE_INTEGRITY);

/** Fetches the module that reads reports. @throws {Error} as {@link fetchModule} does. */
export const fetchReader = (): Promise<Response> => fetchModule(reader, READER_INTEGRITY);

/**
 * Fetches a module. The browser compares it with the hash that the build wrote into this script, so that nothing judges but
 * what was built.
 *
 * @throws {Error} with a sentence when it does not arrive, or arrives changed.
 */
async function fetchModule(address: string, integrity: string): Promise<Response> {
  try {
    return await fetch(address, { integrity });
  } catch (error) {
    // A browser does not say whether nothing came or something else.
    const isThere = await fetch(address, { method: "HEAD" }).then(
      ({ ok }) => ok,
      () => false,
    );
    const sentence = isThere
      ? "what arrived is not what this page was built with, so it was not run. Reload the page; if that does not help, its files are damaged where they are kept."
      : "it could not be reached. Reload the page as soon as there is a network.";
    throw new Error(sentence, { cause: error });
  }
}
