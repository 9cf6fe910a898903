/** Starts the release build of the helper, as a user would, and stops it. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { HELPER, OWN_HELPER, PAGE } from "../../scripts/build.mjs";

/**
 * Resolves once the helper says that it is ready: `{ origin, pid, stop }`. More options may be given; of an option that a helper of
 * one's own has, too, theirs counts.
 */
export async function startHelper(...options) {
  const own = OWN_HELPER.filter(([name]) => !options.includes(name)).flat();
  const args = ["--www", PAGE, "--port", "0", ...own, ...options];
  const helper = spawn(HELPER, args, { stdio: ["ignore", "pipe", "inherit"] });
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
