/** What a page and the worker that serves it say to each other. */

import type { Api } from "../api.ts";
import type { MtaStsErrorCode } from "../error.ts";
import type { ReportProgress } from "../reports.ts";
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
  /** The bytes of a file that the worker asked for, or why there are none. */
  | { type: "opened"; id: number; file: number; bytes: ArrayBuffer | null; why: string }
  /** Asks for a sign of life. */
  | { type: "ping" };

/** What the worker says. */
export type Reply =
  /** Its script is there, and listens. */
  | { type: "ready" }
  | { type: "pong" }
  /** The recording is JSON: that is cheap to hand over, and seldom read. */
  | { type: "report"; id: number; report: Report; recording: string }
  /** How far it is with many files. */
  | { type: "progress"; id: number; progress: ReportProgress }
  /** It wants the bytes of one of them. */
  | { type: "open"; id: number; file: number }
  /** Of a check the value is left out: the last report is it. */
  | { type: "result"; id: number; value: unknown }
  /** A `code` of `null`: it was no `MtaStsError`. */
  | { type: "error"; id: number; code: MtaStsErrorCode | null; message: string };

/** What comes before the answer. */
export type News = Extract<Reply, { type: "report" | "progress" }>;

/** A file among many: a handle, which costs nothing to hand over, or `null` where the page has to open it. */
export interface PortableFile {
  name: string;
  size: number | undefined;
  file: Blob | null;
}
