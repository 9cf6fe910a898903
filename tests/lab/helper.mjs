/** Starts the release build of the helper, as a user would, and stops it. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { HELPER, OWN_HELPER, PAGE } from "../../scripts/build.mjs";

/** Resolves once the helper says that it is ready: `{ origin, pid, stop }`. More options may be given; of an option that a
 * helper of one's own has, too, theirs counts. */
export const startHelper = (...options) => start([], options);

/** The same with more in its environment. */
export const startHelperWith = (env, ...options) => start([], options, { env: { ...process.env, ...env } });

/** The same on a machine that is configured for another name server. */
export function startHelperAsking(nameServer, ...options) {
  const file = join(process.env.LAB_DIR, `resolv.conf.${nameServer}`);
  writeFileSync(file, `nameserver ${nameServer}\n`);
  const mount = `mount --bind ${file} "$(readlink -f /etc/resolv.conf)" && exec "$0" "$@"`;
  return start(["unshare", "--mount", "sh", "-c", mount], options);
}

async function start(wrapper, options, settings = {}) {
  const own = OWN_HELPER.filter(([name]) => !options.includes(name)).flat();
  const [program, ...args] = [...wrapper, HELPER, "--www", PAGE, "--port", "0", ...own, ...options];
  const helper = spawn(program, args, { ...settings, stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(helper, "exit");
  const lines = createInterface({ input: helper.stdout });
  const [line] = await Promise.race([
    once(lines, "line"),
    exited.then(([status]) => Promise.reject(new Error(`the helper ended with status ${status}`))),
  ]);
  const origin = /http:\/\/\S+/.exec(line)?.[0];
  if (!origin) throw new Error(`the helper's first line names no address: ${line}`);
  return {
    origin,
    pid: helper.pid,
    async stop() {
      helper.kill("SIGTERM");
      await exited;
    },
  };
}

/** What it answers to the question for a domain. */
export async function ask(helper, domain) {
  const response = await fetch(`${helper.origin}/v1/policy?${new URLSearchParams({ domain })}`);
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
}
