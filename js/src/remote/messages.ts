/** What a page and the worker that serves it say to each other. */

import type { Api } from "../api.ts";
import type { MtaStsErrorCode } from "../error.ts";
import type { Report } from "../types.ts";

/** The functions that a worker serves. A parser answers at once, which nothing in a worker can. */
export type ServedApi = Omit<Api, "policyParser">;

/** What the page says. */
export type Question =
  | {
      type: "call";
      /** Names it in what comes back. */
      id: number;
      name: keyof ServedApi;
      args: readonly unknown[];
      /** The options of a function that takes a signal, without what cannot be cloned. It follows the other arguments. */
      options: object | null;
    }
  /** Ends a call. It gets no answer. */
  | { type: "abort"; id: number }
  /** Asks for a sign of life. */
  | { type: "ping" };

/** What the worker says. */
export type Reply =
  /** Its script is there, and listens. */
  | { type: "ready" }
  | { type: "pong" }
  /** The recording is JSON: that is cheap to hand over, and seldom read. */
  | { type: "report"; id: number; report: Report; recording: string }
  /** Of a check the value is left out: the last report is it. */
  | { type: "result"; id: number; value: unknown }
  /** A `code` of `null`: it was no `MtaStsError`. */
  | { type: "error"; id: number; code: MtaStsErrorCode | null; message: string };

/** The report of a check, and all that was asked and answered for it. */
export type Progress = Extract<Reply, { type: "report" }>;
