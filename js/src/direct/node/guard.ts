/** Which addresses are dialled from this machine: what the core lets pass, without the machine's own. */

import { networkInterfaces } from "node:os";

import type { ResolvedAddress } from "../../types.ts";
import { StageFailure } from "./failure.ts";

const OWN = "an address of this machine";

/**
 * Why an address is never dialled, by the interfaces as they are now. Throws where they may not be listed: nothing may be
 * dialled then.
 */
export function guard(refuseAddress: (address: string) => string | undefined): (address: string) => string | null {
  const interfaces = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const own = new Set(interfaces.map(({ address }) => address));
  // Public or not, what listens here trusts this machine more than a stranger.
  return (address) => refuseAddress(address) ?? (own.has(address) ? OWN : null);
}

/** Why nothing is dialled. The same words whatever listens there: nothing was tried. */
export function nothingToDial(host: string, addresses: ResolvedAddress[]): StageFailure {
  // A machine that does not connect to itself has not seen what others see, so this says nothing about the host.
  const own = addresses.find(({ refused }) => refused === OWN);
  if (own !== undefined) {
    const detail = `${own.address} is an address of the machine that fetches, which does not connect to itself.`;
    return new StageFailure("connect-unreachable", detail);
  }
  const detail = `Every address of ${host} is one that is not on the public Internet, so none was dialled.`;
  return new StageFailure("address-refused", detail);
}
