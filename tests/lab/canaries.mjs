/**
 * Canaries: `canaries.mjs NETWORK` listens where nothing may be dialled, and answers nothing. Every connection, and every
 * byte that comes over it, is written to canary.log, which has to stay empty.
 */

import { appendFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

import { LOOPBACK, MACHINE, MACHINE_6 } from "./addresses.mjs";

const ADDRESSES = { machine: [LOOPBACK.open, "::1", MACHINE, MACHINE_6], forbidden: ["::"] };
const log = join(process.env.LAB_DIR, "canary.log");

const ready = ADDRESSES[process.argv[2]].flatMap((address) =>
  [25, 80, 443].map((port) => {
    const server = createServer((socket) => {
      const to = `${socket.localAddress} port ${port}`;
      appendFileSync(log, `connection to ${to}\n`);
      socket.on("data", (bytes) => appendFileSync(log, `${bytes.length} bytes to ${to}\n`));
      socket.on("error", () => {});
    });
    return new Promise((resolve) => server.listen(port, address, resolve));
  }),
);
await Promise.all(ready);
console.log("listening");
