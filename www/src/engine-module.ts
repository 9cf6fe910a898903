/** The WebAssembly module of this build, and no other. */

import address from "../../js/pkg/mta_sts_bg.wasm?url";

/**
 * Fetches the module. The browser compares it with the hash that the build wrote into this script, so that nothing judges but
 * what was built.
 *
 * @throws {Error} with a sentence when it does not arrive, or arrives changed.
 */
export async function fetchModule(): Promise<Response> {
  try {
    return await fetch(address, { integrity: ENGINE_INTEGRITY });
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
