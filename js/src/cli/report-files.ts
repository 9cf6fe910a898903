/** The files of a command line that may hold reports: named, in folders, or standard input. */

import { open, readFile, readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";

import { readReport, type OpenableSource, type ReportSource } from "../node.ts";
import { nameOf, readInput } from "./files.ts";
import { reasonOf } from "./refusal.ts";

/** Of a larger file the beginning has to tell what it is. */
const MAX_SEEN = 32 * 1024 * 1024;
/** JSON with any of these (RFC 8460 §4.4) is meant for a report, also where it is cut off, or a list of them. */
const MEMBERS = ['"policies"', '"organization-name"', '"date-range"', '"report-id"'];

/** Goes through paths in their order, and through folders in that of their names. */
export class ReportFiles {
  readonly #paths: readonly string[];
  /** Folders that were gone through: a link may lead back to one. */
  readonly #seen = new Set<string>();
  /** Files of folders in which there is no report, and what is no file. */
  readonly others: string[] = [];

  constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  /** What is named is handed in, whatever it is. */
  async *sources(): AsyncGenerator<ReportSource, void, void> {
    for (const path of this.#paths) {
      if (path === "-") yield { name: nameOf(path), bytes: await readInput(path) };
      else if ((await kindOf(path)) === "folder") yield* this.#folder(path);
      else yield await fileAt(path);
    }
  }

  async *#folder(path: string): AsyncGenerator<ReportSource, void, void> {
    let names: string[];
    try {
      const place = await realpath(path);
      if (this.#seen.has(place)) return;
      this.#seen.add(place);
      names = await readdir(path);
    } catch (error) {
      yield unreadable(path, error);
      return;
    }
    for (const name of names.filter((name) => !name.startsWith(".")).sort()) {
      const inner = join(path, name);
      const kind = await kindOf(inner);
      if (kind === "folder") yield* this.#folder(inner);
      else if (kind === "other") this.others.push(inner);
      else yield* this.#found(inner);
    }
  }

  /** A file that nobody named: it may be anything. */
  async *#found(path: string): AsyncGenerator<ReportSource, void, void> {
    const source = await fileAt(path);
    let bytes: ArrayBuffer;
    try {
      bytes = (source.size ?? 0) > MAX_SEEN ? await beginning(path) : await source.arrayBuffer();
    } catch {
      yield source;
      return;
    }
    if (!(await mayHoldReports(path, new Uint8Array(bytes)))) {
      this.others.push(path);
      return;
    }
    // It is there already, once.
    let there: ArrayBuffer | null = bytes.byteLength === source.size ? bytes : null;
    const arrayBuffer = (): Promise<ArrayBuffer> => {
      const once = there;
      there = null;
      return once === null ? source.arrayBuffer() : Promise.resolve(once);
    };
    yield { ...source, arrayBuffer };
  }
}

async function kindOf(path: string): Promise<"file" | "folder" | "other"> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return "folder";
    return found.isFile() ? "file" : "other";
  } catch {
    // Opening it says why it cannot be read.
    return "file";
  }
}

async function fileAt(path: string): Promise<OpenableSource> {
  try {
    const found = await stat(path);
    return {
      name: path,
      // A pipe tells none.
      size: found.isFile() ? found.size : undefined,
      arrayBuffer: async () => {
        try {
          return new Uint8Array(await readFile(path)).buffer;
        } catch (error) {
          throw new Error(reasonOf(error), { cause: error });
        }
      },
    };
  } catch (error) {
    return unreadable(path, error);
  }
}

const unreadable = (path: string, error: unknown): OpenableSource => ({
  name: path,
  arrayBuffer: () => Promise.reject(new Error(reasonOf(error), { cause: error })),
});

async function beginning(path: string): Promise<ArrayBuffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(4096));
    return buffer.slice(0, bytesRead).buffer;
  } finally {
    await file.close();
  }
}

/** Whether a file is handed in that was found in a folder. What is compressed may hold a report; of anything else its text tells. */
async function mayHoldReports(name: string, bytes: Uint8Array): Promise<boolean> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (isGzip || isZip) return true;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (/^[\ufeff\s]*[{[]/.test(text.toString("utf8", 0, 64))) return MEMBERS.some((member) => text.includes(member));
  const { form, documents } = await readReport(bytes, { name });
  return form === "mail" && documents.length > 0;
}
