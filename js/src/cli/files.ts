/** Reads and writes what the arguments name. What cannot be read or written is a sentence. */

import { readFile, rename, writeFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";

import { Refusal, reasonOf } from "./refusal.ts";
import { visible } from "./terminal/visible.ts";

/** The bytes of a file; `-` is standard input. */
export async function readInput(path: string): Promise<Uint8Array> {
  try {
    return path === "-" ? await buffer(process.stdin) : await readFile(path);
  } catch (error) {
    throw new Refusal(`${nameOf(path)} cannot be read: ${reasonOf(error)}.`);
  }
}

export function nameOf(path: string): string {
  return path === "-" ? "standard input" : visible(path);
}

/** Writes a file whole, or not at all: a former one stays until the new one is complete. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(draft, text);
    await rename(draft, path);
  } catch (error) {
    throw new Refusal(`${nameOf(path)} cannot be written: ${reasonOf(error)}.`);
  }
}

export function parseJson(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal(`${nameOf(path)} is not JSON.`);
  }
}
