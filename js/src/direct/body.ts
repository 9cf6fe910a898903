/** The body of a response, read to a limit. */

import type { Octets } from "../types.ts";
import { octets } from "../octets.ts";

/** The most bytes of a policy file that are kept (RFC 8461 §3.3 suggests 64 kilobytes). */
export const MAX_POLICY_BYTES = 65_536;

/** Keeps the beginning of a body, and whether there was more of it. */
export class PolicyBody {
  readonly #bytes = new Uint8Array(MAX_POLICY_BYTES);
  #length = 0;

  /** How many bytes have come, those beyond the limit not counted but for the first. */
  get length(): number {
    return this.#length;
  }

  /** There is more than a policy may have: nothing more needs to be read. */
  get isTruncated(): boolean {
    return this.#length > MAX_POLICY_BYTES;
  }

  add(chunk: Uint8Array): void {
    const room = Math.max(0, MAX_POLICY_BYTES - this.#length);
    this.#bytes.set(chunk.subarray(0, room), Math.min(this.#length, MAX_POLICY_BYTES));
    this.#length = Math.min(this.#length + chunk.length, MAX_POLICY_BYTES + 1);
  }

  /** What was kept. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, Math.min(this.#length, MAX_POLICY_BYTES));
  }

  /** The same, as evidence has it. */
  octets(): Octets {
    return octets(this.bytes());
  }
}
