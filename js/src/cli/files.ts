/** Reads and writes what the arguments name. What cannot be read or written is a sentence. */

import { randomBytes } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { access, lstat, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { buffer } from "node:stream/consumers";

import { Refusal, reasonOf } from "./refusal.ts";
import { visible } from "../show/visible.ts";

let isInputRead = false;

/** The bytes of a file; `-` is standard input, which is there once. */
export async function readInput(path: string): Promise<Uint8Array> {
  if (path === "-") {
    if (isInputRead) throw new Refusal("Standard input (“-”) is named twice, and can be read once.");
    isInputRead = true;
  }
  try {
    return path === "-" ? await buffer(process.stdin) : await readFile(path);
  } catch (error) {
    throw new Refusal(`${nameOf(path)} cannot be read: ${reasonOf(error)}.`);
  }
}

export function nameOf(path: string): string {
  return path === "-" ? "standard input" : visible(path);
}

const cannotWrite = (path: string, reason: string): Refusal =>
  new Refusal(`${nameOf(path)} cannot be written: ${reason}.`);

/** What a path leads to, through symbolic links; `null` for nothing. */
async function targetOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Better told before a long check than after it. */
export async function requireWritable(option: string, path: string): Promise<void> {
  if (path === "" || path === "-") throw new Refusal(`--${option} takes the name of a file, not “${path}”.`);
  let target: Stats | null;
  try {
    target = await targetOf(path);
    if (target !== null) await access(path, constants.W_OK);
    // A file gives way to a new one, which its folder has to take.
    if (target === null) await access(dirname(path), constants.W_OK);
    else if (target.isFile()) await access(dirname(await realpath(path)), constants.W_OK);
  } catch (error) {
    throw cannotWrite(path, reasonOf(error));
  }
  if (path.endsWith("/") || target?.isDirectory()) throw cannotWrite(path, "it is a folder");
}

/** Puts a new file in the place of another, or of none: the former one stays until the new one is complete. */
async function replaceFile(path: string, text: string, mode: number): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    await writeFile(draft, text, { flag: "wx", mode });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Writes a file whole, or not at all. A link stays one; a pipe or a device takes the text as it is. */
export async function writeWhole(path: string, text: string): Promise<void> {
  try {
    const target = await targetOf(path);
    if (target?.isFile()) await replaceFile(await realpath(path), text, target.mode & 0o777);
    else if (target === null && !(await isLink(path))) await replaceFile(path, text, 0o666);
    else await writeFile(path, text);
  } catch (error) {
    throw cannotWrite(path, reasonOf(error));
  }
}

/** Whether a path that leads to nothing is a link all the same. */
const isLink = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

export function parseJson(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal(`${nameOf(path)} is not JSON.`);
  }
}
