/**
 * Two listeners that answer nothing: the slow backend of slow.example, and canaries on the addresses that must never be
 * dialled. Every connection to a canary, and every byte it gets, is written to canary.log, which has to stay empty.
 */

import { appendFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

import { PRIVATE } from "./addresses.mjs";

const log = join(process.env.LAB_DIR, "canary.log");
writeFileSync(log, "");

createServer((socket) => socket.on("error", () => {})).listen(9009, "127.0.0.1");

for (const address of PRIVATE) {
  for (const port of [25, 80, 443]) {
    createServer((socket) => {
      appendFileSync(log, `connection to ${address}:${port}\n`);
      socket.on("data", (bytes) => appendFileSync(log, `${bytes.length} bytes to ${address}:${port}\n`));
      socket.on("error", () => {});
    }).listen(port, address);
  }
}
