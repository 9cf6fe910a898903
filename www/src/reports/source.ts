/** What is read: files as the browser hands them out, whose bytes are fetched when their turn comes, and pasted text. */

export type Source = File | { name: string; bytes: Uint8Array };

export const bytesOf = async (source: Source): Promise<Uint8Array> =>
  source instanceof File ? new Uint8Array(await source.arrayBuffer()) : source.bytes;

const BASE64 = /^[\w+/=-]+$/;

/** A pasted text in octets: as it is, or what it is the base64 of, since compressed reports travel so in messages. */
export function octetsOf(text: string): Uint8Array {
  const dense = text.replaceAll(/\s+/g, "");
  if (dense.length >= 16 && BASE64.test(dense)) {
    try {
      const octets = atob(dense.replaceAll("-", "+").replaceAll("_", "/"));
      return Uint8Array.from(octets, (octet) => octet.charCodeAt(0));
    } catch {
      // Not base64 after all: the reader says what it makes of the text.
    }
  }
  return new TextEncoder().encode(text);
}
