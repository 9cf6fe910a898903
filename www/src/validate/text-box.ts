/** A place for text whose octets count: the editor, or a plain box where that could not be loaded. */

import type { Finding, Location } from "../../../js/src/browser.ts";

export interface TextBox {
  /** The octets of the file that was put in, until the reader edits it; from then on the UTF-8 of the text. */
  octets(): Uint8Array;
  /** About as many as `octets` has, without the work. */
  size(): number;
  /** Puts other text in its place: one step, which the reader can undo. */
  put(content: string | Uint8Array): void;
  /** Underlines what findings point at. */
  mark(findings: readonly Finding[]): void;
  /** Selects a place, and leads to it. */
  select(place: Location): void;
  focus(): void;
}

export interface TextBoxEvents {
  /** The text is another one. */
  onChange(): void;
  /** The caret stands in what findings point at, or in nothing. */
  onArrival(findings: readonly Finding[]): void;
}
