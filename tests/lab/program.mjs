/** The release build of the helper as a process: its lines, its signals, how it ends. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { createInterface } from "node:readline";

import { HELPER, OWN_HELPER, PAGE } from "../../scripts/build.mjs";

/**
 * Starts it and waits until it is ready: `{ origin, signal, ended, log }`. `ended` gives the status in the end, `log()` the
 * lines of stderr so far, unless nobody `reads` them.
 */
export async function startProgram({
  options = [],
  environment = {},
  command = [HELPER],
  page = PAGE,
  port = 0,
  reads = true,
}) {
  const [program, ...before] = command;
  const own = OWN_HELPER.filter(([name]) => !options.includes(name)).flat();
  const child = spawn(program, [...before, "--www", page, "--port", String(port), ...own, ...options], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let written = "";
  if (reads) child.stderr.setEncoding("utf8").on("data", (text) => (written += text));
  const ended = once(child, "close").then(([status]) => status);
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([
    once(lines, "line"),
    ended.then((status) => Promise.reject(new Error(`the helper ended with status ${status}: ${written}`))),
  ]);
  return {
    origin: /^mta-sts is ready at (http:\S+)$/.exec(line)[1],
    ended,
    signal: (name) => child.kill(name),
    log: () => written.split("\n").slice(0, -1),
    stop() {
      child.stderr.resume();
      child.kill("SIGTERM");
      return ended;
    },
  };
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

/** Waits until `look` gives something, for five seconds at most. */
export async function eventually(look, what) {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what}: not within five seconds`);
}
