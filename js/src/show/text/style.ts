/** Text in columns, with colours and signs, or without: as what it goes to can show. */

import type { Severity, StepStatus } from "../../types.ts";
import { STATUS_WORDS } from "../words.ts";
import { padEnd, width, wrap } from "./width.ts";

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;
export type Colour = keyof typeof CODES;

const LOOKS: Record<StepStatus, readonly [sign: string, plain: string, colour: Colour]> = {
  pending: ["·", ".", "dim"],
  passed: ["✓", "+", "green"],
  warned: ["!", "!", "yellow"],
  failed: ["✗", "x", "red"],
  inconclusive: ["?", "?", "cyan"],
  skipped: ["–", "-", "dim"],
};

export const SEVERITY_LOOKS: Record<Severity, StepStatus> = { error: "failed", warning: "warned", note: "skipped" };

/** Where text goes. */
export interface Surface {
  /** It is a terminal that can move its cursor: what is shown may be drawn anew. */
  redraws: boolean;
  colours: boolean;
  /** Signs beyond ASCII can be shown. */
  signs: boolean;
  /** Columns that may be used. */
  columns: number;
}

export class Style {
  readonly surface: Surface;

  constructor(surface: Surface) {
    this.surface = surface;
  }

  paint(text: string, ...colours: Colour[]): string {
    if (!this.surface.colours || text === "") return text;
    return colours.reduce((inner, colour) => `\u{1b}[${CODES[colour][0]}m${inner}\u{1b}[${CODES[colour][1]}m`, text);
  }

  sign(status: StepStatus): string {
    const [sign, plain] = LOOKS[status];
    return this.surface.signs ? sign : plain;
  }

  /** A sign on a terminal; a word where none can be seen: that of the status, unless another fits better. */
  mark(status: StepStatus, word: string = STATUS_WORDS[status]): string {
    const text = this.surface.redraws ? this.sign(status) : padEnd(word, this.markWidth);
    return this.paint(text, this.colourOf(status));
  }

  /** Columns that a mark takes. */
  get markWidth(): number {
    return this.surface.redraws ? 1 : 11;
  }

  colourOf(status: StepStatus): Colour {
    return LOOKS[status][2];
  }

  /** Lines behind a margin and a mark that stands beside the first of them; `lines` gets the margin to leave. */
  marked(margin: string, mark: string, lines: (margin: string) => string[]): string[] {
    const inner = margin + " ".repeat(this.markWidth + 1);
    const [first = "", ...rest] = lines(inner);
    return [`${margin}${mark} ${first.slice(inner.length)}`, ...rest];
  }

  /** A sentence in lines behind a margin, with what stands between backticks in another colour. */
  prose(text: string, margin: string, ...colours: Colour[]): string[] {
    let isCode = false;
    return wrap(text, this.surface.columns - margin.length).map((line) => {
      if (!this.surface.colours) return margin + line;
      const parts = line.split("`").map((part, index) => {
        if (index > 0) isCode = !isCode;
        return isCode ? this.paint(part, "cyan") : this.paint(part, ...colours);
      });
      return margin + parts.join("");
    });
  }

  /** A word in front of its sentence; further lines stand below the sentence. */
  labelled(label: string, text: string, margin: string, labelWidth: number, ...colours: Colour[]): string[] {
    const [first = "", ...rest] = this.prose(text, margin + " ".repeat(labelWidth), ...colours);
    const head = margin + this.paint(padEnd(label, labelWidth), "dim");
    return [head + first.slice(margin.length + labelWidth), ...rest];
  }

  /** Pieces beside each other; one that has no room stands on a line of its own, further in. */
  row(margin: string, pieces: readonly (readonly [text: string, ...colours: Colour[]])[]): string[] {
    const lines: string[] = [];
    let line = margin;
    let used = margin.length;
    for (const [text, ...colours] of pieces) {
      const columns = width(text.trimEnd());
      if (used > margin.length && used + columns > this.surface.columns) {
        lines.push(line.trimEnd());
        line = `${margin}  `;
        used = line.length;
      }
      line += this.paint(text.trimEnd(), ...colours) + " ".repeat(text.length - text.trimEnd().length);
      used += width(text);
    }
    return [...lines, line.trimEnd()];
  }

  heading(text: string, margin = "  "): string {
    return margin + this.paint(text, "bold");
  }
}
