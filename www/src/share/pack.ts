/** A check as one word, for an address and for the history: `1.`, then its JSON, deflated, in base64url. */

import type { PreviousPolicy, Recording } from "../../../js/src/browser.ts";
import type { Recorded } from "../check/run.ts";
import { text } from "../words.ts";

const VERSION = "1.";
/** Far more than any check has. A few kilobytes may be made to inflate to a thousand times their length. */
const LONGEST_JSON = 512 * 1024;

/** Packs a check. */
export async function pack({ recording, previousPolicy }: Recorded): Promise<string> {
  const value = previousPolicy === null ? recording : { ...recording, previousPolicy };
  const stream = new Blob([JSON.stringify(value)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const octets = new Uint8Array(await new Response(stream).arrayBuffer());
  const base64 = btoa(Array.from(octets, (octet) => String.fromCharCode(octet)).join(""));
  return VERSION + base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Unpacks a check, whoever packed it. What is in it, the core reads when it replays it. @throws {Error} with a sentence. */
export async function unpack(packed: string): Promise<Recorded> {
  if (!packed.startsWith(VERSION)) throw new Error(text.packedVersion);
  let value: unknown;
  try {
    value = JSON.parse(await inflate(octetsOf(packed.slice(VERSION.length))));
  } catch (error) {
    throw error instanceof TooLong ? error : new Error(text.packedBroken, { cause: error });
  }
  return fieldsOf(value);
}

class TooLong extends Error {}

function octetsOf(base64url: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** Stops as soon as it is too long. */
async function inflate(octets: Uint8Array<ArrayBuffer>): Promise<string> {
  const reader = new Blob([octets]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let json = "";
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return json + decoder.decode();
    length += value.length;
    if (length > LONGEST_JSON) {
      await reader.cancel();
      throw new TooLong(text.packedTooLong);
    }
    json += decoder.decode(value, { stream: true });
  }
}

/** Whether nothing in it lies deeper. What lies too deep, no worker can be handed. */
const isWithin = (value: unknown, depth: number): boolean =>
  typeof value !== "object" ||
  value === null ||
  (depth > 0 && Object.values(value).every((inner) => isWithin(inner, depth - 1)));

/** Takes the fields of a recording, each as its own, and nothing else. */
function fieldsOf(value: unknown): Recorded {
  // The deepest are octets: recording, answers, answer, body.
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject || !isWithin(value, 4)) throw new Error(text.packedBroken);
  const own = (name: string): unknown => (Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined);
  const fields = ["name", "domain", "now", "resolvers", "answers"].map((name) => [name, own(name)] as const);
  // Neither is what it says until the core has read it.
  const recording = Object.fromEntries(fields) as unknown as Recording;
  const previousPolicy = own("previousPolicy") ?? null;
  if (typeof previousPolicy !== "object") throw new Error(text.packedBroken);
  return { recording, previousPolicy: previousPolicy as PreviousPolicy | null };
}
