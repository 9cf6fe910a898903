/** What the benchmarks of the helper share: the lab they run in, the programs that load and are loaded, and what those take. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { HELPER, PAGE } from "../scripts/build.mjs";
import { TARGET, inRoot, output, say, succeeds } from "../scripts/shell.mjs";

const NATIVE = join(TARGET, "release", "mta-sts-bench");

/** Whether this process runs in the lab. */
export const isInLab = () => process.env.LAB_DIR !== undefined;

/** Runs a script of this folder in the lab; gives whether it succeeded, `null` where there can be no lab. */
export function runInLab(name, args = []) {
  const installed = succeeds(inRoot("tests", "lab", "install.sh"), []);
  if (!installed || output(inRoot("tests", "lab", "check.sh"), []) === null) {
    succeeds(inRoot("tests", "lab", "check.sh"), []);
    say(`Left out: ${name}, see the lines above.`);
    return null;
  }
  return succeeds(inRoot("tests", "lab", "run.sh"), [process.execPath, inRoot("bench", name), ...args]);
}

/** The value of an option `--name VALUE` of this script, a number. */
export function numberOption(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  if (at < 0) return otherwise;
  const value = Number(process.argv[at + 1]);
  if (!(value > 0)) throw new Error(`--${name} wants a number above 0.`);
  return value;
}

/**
 * Runs the native side (`bench/src/main.rs`); gives the last JSON that it prints, and tells `onPhase` of those before.
 */
export async function measure(args, onPhase = () => {}) {
  const child = spawn(NATIVE, args.map(String), { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  let last;
  for await (const line of createInterface({ input: child.stdout })) {
    last = JSON.parse(line);
    onPhase(last);
  }
  const [status] = await exited;
  if (status !== 0) throw new Error(`“mta-sts-bench ${args.join(" ")}” failed; its own words are above.`);
  return last;
}

/** No limit for a client or a domain: what is measured is the server. */
const UNLIMITED = ["--client-rate", "100000000", "--domain-rate", "100000000"];

let started = 0;

/**
 * Starts the release build with its memory, its words in files, because reading them here would be measured as well. Gives
 * `{ origin, pid, isAlive, errors, stop }`.
 */
export async function startServer() {
  const log = join(process.env.LAB_DIR, "logs", `bench-helper-${started++}`);
  const files = [openSync(`${log}.out`, "w"), openSync(`${log}.err`, "w")];
  const args = ["--www", PAGE, "--port", "0", ...UNLIMITED];
  const helper = spawn(HELPER, args, { stdio: ["ignore", ...files] });
  files.forEach(closeSync);
  const exited = once(helper, "exit");
  const errors = () => readFileSync(`${log}.err`, "utf8");
  const isAlive = () => helper.exitCode === null && helper.signalCode === null;
  for (;;) {
    const origin = /http:\/\/[\d.]+:\d+/.exec(readFileSync(`${log}.out`, "utf8"))?.[0];
    if (origin) return { origin, pid: helper.pid, isAlive, errors, stop };
    if (!isAlive()) throw new Error(`The helper did not start: ${errors()}`);
    await sleep(20);
  }
  async function stop() {
    helper.kill("SIGTERM");
    await exited;
  }
}

/** The question for a policy domain; and the same that passes the memory by. */
export const policy = (server, domain) => `${server.origin}/v1/policy?domain=${domain}`;
export const freshPolicy = (server, domain) => `${policy(server, domain)}&fresh=1`;

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What a process holds: resident memory in KiB now and at its highest, and open files. */
export function held(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const number = (field) => Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(status)[1]);
  return { rss: number("VmRSS"), peak: number("VmHWM"), files: readdirSync(`/proc/${pid}/fd`).length };
}

/** Looks at a process again and again until `stop()`, which gives `[{ at, rss, peak, files }]`, `at` in seconds. */
export function watch(pid, every) {
  const samples = [];
  const start = performance.now();
  const look = () => samples.push({ at: (performance.now() - start) / 1000, ...held(pid) });
  look();
  const timer = setInterval(look, every);
  return {
    stop() {
      clearInterval(timer);
      look();
      return samples;
    },
  };
}

/** Reached or not, as a table has it. */
export const atMost = (target, what, measured, wanted, unit = "") => row(target, what, measured, "≤", wanted, unit);
export const atLeast = (target, what, measured, wanted, unit = "") => row(target, what, measured, "≥", wanted, unit);

function row(target, what, measured, sign, wanted, unit) {
  if (measured === null || Number.isNaN(measured)) return [target, what, "not measured", "", ""];
  const reached = sign === "≤" ? measured <= wanted : measured >= wanted;
  const shown = Number.isInteger(measured) ? measured.toLocaleString("en") : measured.toFixed(2);
  return [target, what, `${shown}${unit}`, `${sign} ${wanted.toLocaleString("en")}${unit}`, reached ? "yes" : "NO"];
}
