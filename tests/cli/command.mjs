/** Runs the built command as a user would: with pipes, or on a pseudo-terminal. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { hasProgram, inRoot } from "../../scripts/shell.mjs";

export const CLI = inRoot("js", "dist", "cli.js");
export const recording = (name) => inRoot("tests", "vectors", "cases", `${name}.json`);

// Nothing of the environment that runs the tests decides about colours.
const PLAIN = { FORCE_COLOR: undefined, NO_COLOR: undefined, TERM: "xterm-256color", LC_ALL: "C.UTF-8" };

/** `{ status, stdout, stderr }` */
export function mtaSts(args, { input = "", env = {}, cwd } = {}) {
  const options = { input, cwd, encoding: "utf8", env: { ...process.env, ...PLAIN, ...env }, maxBuffer: 1 << 28 };
  return spawnSync(process.execPath, [CLI, ...args], options);
}

/** For tests that need Python's `pty`. In CI nothing is skipped. */
export const needsPython = {
  skip: process.env.CI !== "true" && !hasProgram("python3") && "python3 is not installed.",
};

const PTY = inRoot("tests", "cli", "pseudo_terminal.py");

/** The same on a terminal of so many columns: `{ status, screen }`, all that was written to it. */
export function onTerminal(columns, args, { env = {}, interruptAfter = "" } = {}) {
  const command = [PTY, String(columns), interruptAfter, process.execPath, CLI, ...args];
  const { status, stdout, stderr } = spawnSync("python3", command, {
    encoding: "utf8",
    env: { ...process.env, ...PLAIN, ...env },
  });
  return { status, screen: stdout.replaceAll("\r\n", "\n"), stderr };
}

/** A folder for one test file, gone with the process. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), "mta-sts-cli-"));
  process.on("exit", () => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write(name, content) {
      const file = join(path, name);
      writeFileSync(file, content);
      return file;
    },
  };
}
