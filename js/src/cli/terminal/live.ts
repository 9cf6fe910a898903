/** Lines at the end of the terminal that are drawn anew in place, until they are cleared for what stays. */

import { onInterrupt, type Terminal } from "./terminal.ts";

const SPINNER = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const PLAIN_SPINNER = ["|", "/", "-", "\\"];
const FRAME_MS = 100;

export class Live {
  readonly #terminal: Terminal;
  readonly #started = performance.now();
  #lines: readonly string[] = [];
  #render: () => readonly string[] = () => [];
  #timer: NodeJS.Timeout | null = null;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    onInterrupt(() => this.stop());
  }

  get elapsedMs(): number {
    return performance.now() - this.#started;
  }

  get spinner(): string {
    const frames = this.#terminal.out.surface.signs ? SPINNER : PLAIN_SPINNER;
    return frames[Math.floor(this.elapsedMs / FRAME_MS) % frames.length] ?? "";
  }

  /** Draws what `render` gives, now and ten times a second. No line may be wider than the terminal. */
  start(render: () => readonly string[]): void {
    this.#render = render;
    this.#terminal.out.write("\u{1b}[?25l");
    this.#draw();
    this.#timer = setInterval(() => this.#draw(), FRAME_MS);
  }

  /** Writes lines above, for good. */
  keep(lines: readonly string[]): void {
    this.#clear();
    this.#terminal.out.lines(lines);
    if (this.#timer !== null) this.#draw();
  }

  stop(): void {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#clear();
    this.#terminal.out.write("\u{1b}[?25h");
  }

  #clear(): void {
    if (this.#lines.length === 0) return;
    this.#terminal.out.write(`\u{1b}[${this.#lines.length}A\r\u{1b}[J`);
    this.#lines = [];
  }

  #draw(): void {
    const lines = this.#render();
    // One write for a frame, so that nothing flickers.
    const back = this.#lines.length > 0 ? `\u{1b}[${this.#lines.length}A\r` : "";
    this.#terminal.out.write(back + lines.map((line) => `${line}\u{1b}[K\n`).join("") + "\u{1b}[J");
    this.#lines = lines;
  }
}
