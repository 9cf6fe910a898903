/** The files of a page, in the worker that reads them. */

import type { ReportSource } from "../reports/source.ts";
import type { PortableFile, Question, Reply } from "./messages.ts";

type Opened = Extract<Question, { type: "opened" }>;

/** What waits for the bytes of a file. */
const waiting = new Map<string, (opened: Opened) => void>();

const keyOf = (id: number, file: number): string => `${id} ${file}`;

/** Takes the bytes that the page was asked for. */
export function heardOpened(opened: Opened): void {
  waiting.get(keyOf(opened.id, opened.file))?.(opened);
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
      const key = keyOf(id, number);
      waiting.set(key, ({ bytes, why }) => {
        waiting.delete(key);
        if (bytes === null) reject(new Error(why));
        else resolve(bytes);
      });
      say({ type: "open", id, file: number });
    });
  return { name, size, arrayBuffer };
}
