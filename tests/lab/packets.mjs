/** What is sent in the machine's network, seen on the wire and not by who sends it. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/**
 * Connections that are attempted and datagrams that are sent while `act` runs, such as `tcp 11.22.1.1 443`, in order. Those to
 * the helper are left out: they are the test's own.
 */
export async function sentDuring(helper, act) {
  const python = spawn("python3", [fileURLToPath(new URL("packets.py", import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = [];
  const output = createInterface({ input: python.stdout });
  output.on("line", (line) => lines.push(line));
  await once(output, "line");
  try {
    await act();
  } finally {
    python.stdin.end();
    await once(python, "close");
  }
  assert.deepEqual([lines.shift(), lines.pop()], ["ready", "missed 0"]);
  const { hostname, port } = new URL(helper.origin);
  return lines.filter((line) => line !== `tcp ${hostname} ${port}`);
}

/** How often each is among them. */
export const counted = (lines) => lines.reduce((counts, line) => ({ ...counts, [line]: (counts[line] ?? 0) + 1 }), {});
