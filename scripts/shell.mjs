/** What all scripts share: running programs, finding files, saying what is done, failing with a sentence. */

import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
export const inRoot = (...parts) => join(ROOT, ...parts);

/** Where cargo builds: as `CARGO_TARGET_DIR` says, or `target`. */
export const TARGET = process.env.CARGO_TARGET_DIR ?? inRoot("target");

export function say(text) {
  console.log(`• ${text}`);
}

/** Ends the script with a sentence. */
export function fail(sentence) {
  console.error(`✗ ${sentence}`);
  process.exit(1);
}

/** Runs a program in the project's folder; gives whether it succeeded. */
export function succeeds(program, args, { env = {}, quiet = false } = {}) {
  const stdio = quiet ? "ignore" : "inherit";
  const { status } = spawnSync(program, args, { cwd: ROOT, stdio, env: { ...process.env, ...env } });
  return status === 0;
}

/** Runs a program that has to succeed. */
export function run(program, args, options) {
  if (!succeeds(program, args, options)) fail(`“${[program, ...args].join(" ")}” failed; its own words are above.`);
}

/** Starts a program that is run once more later, and then has less to do, or says what is wrong. */
export function begin(program, args, { env = {} } = {}) {
  spawn(program, args, { cwd: ROOT, stdio: "ignore", env: { ...process.env, ...env } })
    .on("error", () => {})
    .unref();
}

/** What a program prints, or `null` when it cannot be run. */
export function output(program, args) {
  const { status, stdout } = spawnSync(program, args, {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: Infinity,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return status === 0 ? stdout : null;
}

export const hasProgram = (program) => output("which", [program]) !== null;

function newestIn(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inner = readdirSync(path).filter((name) => name !== "node_modules");
  return Math.max(0, ...inner.map((name) => newestIn(join(path, name))));
}

/** Whether a file exists and is newer than all of its sources (files or folders). */
export function isFresh(path, sources) {
  if (!existsSync(path)) return false;
  const made = statSync(path).mtimeMs;
  return sources.every((source) => newestIn(source) <= made);
}
