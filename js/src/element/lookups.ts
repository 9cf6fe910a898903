/** Every DNS question of a step. */

import type { Lookup, Observations, StepId } from "../types.ts";

export function lookupsOf(id: StepId, { record, fetch, mx, tlsrpt }: Observations): Lookup[] {
  switch (id) {
    case "record":
      return [record.lookup, ...record.elsewhere.map(({ lookup }) => lookup)];
    case "fetch":
      return [fetch.ipv4, fetch.ipv6];
    case "policy":
      return [];
    case "mx":
      return [mx.lookup, ...mx.ownAddresses, ...mx.hosts.flatMap(({ addresses }) => addresses)];
    case "tlsrpt":
      return [tlsrpt.lookup, ...tlsrpt.elsewhere.map(({ lookup }) => lookup)];
  }
}
