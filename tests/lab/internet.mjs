/**
 * Servers of tests on the lab's Internet. A test runs on the machine, and so must not serve from there what the machine is to
 * reach: a socket belongs to the network it was made in, whoever holds it, so another process makes it there and hands it over.
 */

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const MAKER = fileURLToPath(new URL("internet-socket.mjs", import.meta.url));

async function socketOnInternet(kind, port, address) {
  const inInternet = { execPath: "nsenter", execArgv: [`--net=${process.env.LAB_INTERNET}`, process.execPath] };
  const maker = fork(MAKER, [kind, String(port), address], inInternet);
  const [problem, socket] = await once(maker, "message");
  if (problem) throw new Error(`${address} port ${port}: ${problem}`);
  return socket;
}

/** Has `server`, of any of Node's kinds that listen to TCP, listen there. */
export async function listenOnInternet(server, port, address) {
  server.listen(await socketOnInternet("tcp", port, address));
  if (!server.listening) await once(server, "listening");
}

/** A UDP socket that is bound there. */
export const bindOnInternet = (port, address) => socketOnInternet("udp", port, address);
