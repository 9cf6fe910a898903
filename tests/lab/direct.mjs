/** The direct fetch and the helper side by side, and what of their evidence has to be the same. */

import { readFile } from "node:fs/promises";

import { fetchPolicy } from "../../js/dist/direct/node.js";
import init, { refuseAddress } from "../../js/pkg/mta_sts.js";
import { inRoot } from "../../scripts/shell.mjs";

await init({ module_or_path: await readFile(inRoot("js", "pkg", "mta_sts_bg.wasm")) });

export { refuseAddress };

/** The direct fetch, with the address guard of the WebAssembly module. */
export const fetchDirectly = (domain, options = {}) => fetchPolicy(domain, { refuseAddress, ...options });

/** What both see of a domain, at the same time. */
export async function fetchBoth(helper, domain) {
  const byHelper = async () => {
    const response = await fetch(`${helper.origin}/v1/policy?domain=${domain}`);
    return response.json();
  };
  const [direct, helped] = await Promise.all([fetchDirectly(domain), byHelper()]);
  return { direct, helped };
}

/**
 * Evidence without what may differ between two fetches of one host. All else has to be the same.
 *
 * | field | why it may differ |
 * |---|---|
 * | `startedAt`, every `elapsedMs` | two measurements |
 * | the value of the `date` header | two responses |
 */
export function comparable(evidence) {
  const plain = { ...evidence, startedAt: 0 };
  const timeless = JSON.parse(JSON.stringify(plain, (key, value) => (key === "elapsedMs" ? 0 : value)));
  for (const header of timeless.response?.headers ?? []) if (header.name === "date") header.value = "";
  return timeless;
}

/** The same without the particulars of a failure, where two libraries have words of their own for one thing. */
export function withoutWords(evidence) {
  const { failure, connections, ...rest } = comparable(evidence);
  const classOf = (failure) => failure?.class ?? null;
  return {
    ...rest,
    connections: connections.map(({ handshake, ...one }) => ({
      ...one,
      handshake: handshake && classOf(handshake.failure),
    })),
    failure: classOf(failure),
  };
}
