/** The example: the reports of three months about an invented domain, as files that are read like any others. */

import address from "virtual:example-reports";

import type { Source } from "./source.ts";
import { words } from "./words.ts";

/** @throws {Error} with a sentence where they do not arrive. */
export async function exampleFiles(): Promise<Source[]> {
  const response = await fetch(address).catch(() => null);
  if (!response?.ok || response.body === null) throw new Error(words.exampleMissing);
  const unpacked = new Response(response.body.pipeThrough(new DecompressionStream("gzip")));
  const files = (await unpacked.json()) as [name: string, text: string][];
  const encoder = new TextEncoder();
  return files.map(([name, text]) => ({ name, bytes: encoder.encode(text) }));
}
