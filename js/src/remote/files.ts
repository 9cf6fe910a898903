/** The files of a page, in the worker that reads them. */

import type { ReportSource } from "../reports/source.ts";
import type { PortableFile, Question, Reply } from "./messages.ts";

type Opened = Extract<Question, { type: "opened" }>;
type Hear = (opened: Pick<Opened, "bytes" | "why">) => void;

/** What waits for the bytes of files: by the call that reads them, then by the file. */
const waiting = new Map<number, Map<number, Hear>>();

/** Takes the bytes that the page was asked for. */
export function heardOpened({ id, file, ...opened }: Opened): void {
  const taken = waiting.get(id);
  taken?.get(file)?.(opened);
  taken?.delete(file);
}

/** A call is over: what it still waits for does not come any more, and its reading ends. */
export function endWaits(id: number): void {
  const left = waiting.get(id)?.values() ?? [];
  waiting.delete(id);
  for (const hear of left) hear({ bytes: null, why: "the reading has ended" });
}

/** A file of call `id`: opened here, or by the page. */
export function portedSource(
  { name, size, file }: PortableFile,
  id: number,
  number: number,
  say: (reply: Reply) => void,
): ReportSource {
  if (file !== null) return { name, size, arrayBuffer: () => file.arrayBuffer() };
  const arrayBuffer = (): Promise<ArrayBuffer> =>
    new Promise((resolve, reject) => {
      const ofCall = waiting.get(id) ?? new Map<number, Hear>();
      waiting.set(
        id,
        ofCall.set(number, ({ bytes, why }) => {
          if (bytes === null) reject(new Error(why));
          else resolve(bytes);
        }),
      );
      say({ type: "open", id, file: number });
    });
  return { name, size, arrayBuffer };
}
