/** Octets as they are shown: decoded, with U+FFFD for what is not UTF-8. */

/** A byte order mark is part of the text: senders refuse it. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const LF = 0x0a;

export const decoded = (octets: Uint8Array): string => decoder.decode(octets);

/**
 * The positions in the decoded text, in UTF-16 code units, of places in the octets, which come in ascending order. Each is
 * decoded from the beginning of its line: no character of UTF-8 goes over a line end, whatever stands around it.
 */
export function positions(octets: Uint8Array, places: readonly number[]): number[] {
  let line = 0;
  let before = 0;
  return places.map((place) => {
    const begin = octets.lastIndexOf(LF, place - 1) + 1;
    if (place > 0 && begin > line) {
      before += decoded(octets.subarray(line, begin)).length;
      line = begin;
    }
    return before + decoded(octets.subarray(line, place)).length;
  });
}
