/** The release build of the helper as a process, started as a user would: its address, its lines, its signals, its end. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { HELPER, OWN_HELPER, PAGE } from "../../scripts/build.mjs";

/** As most tests want it. Of an option that a helper of one's own has, too, the one given here counts. */
export const startHelper = (...options) => startHelperAs({ options, stderr: "pass on" });

/** The same with more in its environment. */
export const startHelperWith = (environment, ...options) => startHelperAs({ environment, options, stderr: "pass on" });

/** The same on a machine that is configured for another name server. */
export function startHelperAsking(nameServer, ...options) {
  const file = join(process.env.LAB_DIR, `resolv.conf.${nameServer}`);
  writeFileSync(file, `nameserver ${nameServer}\n`);
  const mount = `mount --bind ${file} "$(readlink -f /etc/resolv.conf)" && exec "$0" "$@"`;
  const command = ["unshare", "--mount", "sh", "-c", mount, HELPER];
  return startHelperAs({ command, options, stderr: "pass on" });
}

/**
 * Starts it and waits until it is ready: `{ origin, pid, signal, ended, log, stop }`. `ended` gives the status in the end,
 * `log()` the lines of stderr so far, which this keeps; other values are `pass on`, to this process's own, and `leave`, unread.
 */
export async function startHelperAs({
  options = [],
  environment = {},
  command = [HELPER],
  page = PAGE,
  port = 0,
  stderr = "keep",
}) {
  const [program, ...before] = command;
  const own = OWN_HELPER.filter(([name]) => !options.includes(name)).flat();
  const helper = spawn(program, [...before, "--www", page, "--port", String(port), ...own, ...options], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", stderr === "pass on" ? "inherit" : "pipe"],
  });
  let written = "";
  if (stderr === "keep") helper.stderr.setEncoding("utf8").on("data", (text) => (written += text));
  const ended = once(helper, "close").then(([status]) => status);
  const lines = createInterface({ input: helper.stdout });
  const [line] = await Promise.race([
    once(lines, "line"),
    ended.then((status) => Promise.reject(new Error(`the helper ended with status ${status}: ${written}`))),
  ]);
  const origin = /^mta-sts is ready at (http:\S+)$/.exec(line)?.[1];
  if (!origin) throw new Error(`the helper's first line names no address: ${line}`);
  return {
    origin,
    pid: helper.pid,
    ended,
    signal: (name) => helper.kill(name),
    log: () => written.split("\n").slice(0, -1),
    stop() {
      helper.stderr?.resume();
      helper.kill("SIGTERM");
      return ended;
    },
  };
}

/** What it answers to the question for a domain. */
export async function ask(helper, domain) {
  const response = await fetch(`${helper.origin}/v1/policy?${new URLSearchParams({ domain })}`);
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
}

/** One GET with these headers, over a connection of its own unless an agent is given: `{ status, headers, body }`. */
export function get(url, headers = {}, agent = false) {
  return new Promise((resolve, reject) => {
    request(url, { headers, agent }, async (response) => {
      let body = "";
      for await (const part of response.setEncoding("utf8")) body += part;
      resolve({ status: response.statusCode, headers: response.headers, body });
    })
      .on("error", reject)
      .end();
  });
}
