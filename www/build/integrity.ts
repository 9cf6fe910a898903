/** Subresource Integrity: the hash that a browser compares what it loaded with. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** Of a file's bytes, in the form of the attribute `integrity`. */
export function integrityOf(path: string | URL): string {
  return `sha384-${createHash("sha384").update(readFileSync(path)).digest("base64")}`;
}
