/**
 * Untrusted text, on a terminal as on a page: whatever could move the cursor, hide, or reorder its neighbours is written
 * out. The core does the same with all that it says (`is_visible` of its text.rs); a test compares the two.
 */

// As ranges of code points: control characters, white space but the space, bidirectional marks, and what leaves no mark.
const INVISIBLE =
  /[\p{Cc}\u{85}\u{a0}\u{ad}\u{34f}\u{61c}\u{115f}\u{1160}\u{1680}\u{17b4}\u{17b5}\u{180b}-\u{180f}\u{2000}-\u{200f}\u{2028}-\u{202f}\u{205f}-\u{206f}\u{2800}\u{3000}\u{3164}\u{fe00}-\u{fe0f}\u{feff}\u{ffa0}\u{fff0}-\u{fffb}\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}\p{Cs}]/gu;

const SHORT: Record<string, string> = { "\t": "\\t", "\r": "\\r", "\n": "\\n" };

/** `text` with every such character as `\u{…}`. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (ch) => SHORT[ch] ?? `\\u{${(ch.codePointAt(0) ?? 0).toString(16)}}`);
}

/** One character of a text in bytes, or one octet that is not UTF-8. */
export interface Unit {
  /** As it is shown. */
  shown: string;
  /** How many bytes it takes. */
  bytes: number;
  /** How many columns as editors count: UTF-16 code units, an octet that is not UTF-8 being one. */
  columns: number;
  isLineEnd: boolean;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}

/** The characters of a text, one by one. */
export function* units(bytes: Uint8Array): Generator<Unit> {
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] ?? 0;
    const length = sequenceLength(lead);
    let unit: Unit = { shown: `\\x${lead.toString(16).padStart(2, "0")}`, bytes: 1, columns: 1, isLineEnd: false };
    try {
      const text = decoder.decode(bytes.subarray(at, at + length));
      unit = { shown: visible(text), bytes: length, columns: text.length, isLineEnd: text === "\n" };
    } catch {
      // Not UTF-8: the octet stands for itself.
    }
    yield unit;
    at += unit.bytes;
  }
}
