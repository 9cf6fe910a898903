/** What the element tells the page around it. */

import type { Report } from "../types.ts";

/** Why a check came to no end. */
export interface Problem {
  /**
   * `input`: the domain is none, or an option is wrong. `stopped`: `stop()` or the button ended the check. `failed`: it could not run, for
   * example because the WebAssembly module could not be loaded. Trouble with DNS or the policy host is none of them: it is
   * in the report.
   */
  kind: "input" | "stopped" | "failed";
  /** One sentence for the reader; the element shows it. */
  message: string;
}

/** The events of the element, by name. They do not bubble. */
export interface MtaStsCheckEventMap extends HTMLElementEventMap {
  /** There is a new report: at the start of a check, and after every answer. */
  report: CustomEvent<Report>;
  /** The check has ended; the report is the final one. */
  done: CustomEvent<Report>;
  /** The check came to no end. */
  problem: CustomEvent<Problem>;
}

/** Adding and removing listeners by the names of an element's events: they know what they get. */
export interface Listening<Events> {
  addEventListener<K extends keyof Events>(
    type: K,
    listener: (event: Events[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof Events>(
    type: K,
    listener: (event: Events[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
}
