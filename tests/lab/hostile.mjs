/**
 * A policy host that belongs to tests: its names in DNS, and servers that misbehave there, one at a time. They are no
 * domains of the lab (`domains.mjs`), because what they serve is up to the test.
 */

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";

import { HOSTILE, MISBEHAVING, NOWHERE, PRIVATE, SILENT, UNREACHABLE_6 } from "./addresses.mjs";
import { bindOnInternet, listenOnInternet } from "./internet.mjs";

export const HOSTILE_DOMAIN = "hostile.example";
export const HOSTILE_HOST = `mta-sts.${HOSTILE_DOMAIN}`;
/** The same server, and an address that never answers. */
export const HALF_SILENT_DOMAIN = "half-silent.example";

/** Relative to `example.` */
export const HOSTILE_ZONE = [
  `mta-sts.hostile A ${HOSTILE}`,
  // Some of the addresses are of no use.
  `mta-sts.mixed A ${HOSTILE}`,
  `mta-sts.mixed A ${PRIVATE[0]}`,
  "mta-sts.mixed AAAA fd00::1",
  `mta-sts.dead A ${NOWHERE}`,
  `mta-sts.dead AAAA ${UNREACHABLE_6}`,
  `mta-sts.silent A ${SILENT}`,
  `mta-sts.half-silent A ${SILENT}`,
  `mta-sts.half-silent A ${HOSTILE}`,
  'mta-sts.nodata TXT "no address"',
  // Each name below it is a way to misbehave (`behaviours.mjs`), but for one whose name server says nothing.
  `*.misbehaving A ${MISBEHAVING}`,
  "still-dns.misbehaving NS still-ns",
  `still-ns A ${MISBEHAVING}`,
  `*.lost A ${SILENT}`,
  "silent-dns NS silent-ns",
  `silent-ns A ${HOSTILE}`,
];

/**
 * Listens on port 443 while test `t` runs. Gives its connections, which grow with every one, each with the `bytes` that
 * came over it and a promise of its end, `closed`.
 */
async function listen(t, server, event) {
  const connections = [];
  const sockets = [];
  server.on(event, (socket) => {
    const closed = new Promise((resolve) => socket.once("close", resolve));
    const connection = { bytes: Buffer.alloc(0), closed };
    connections.push(connection);
    sockets.push(socket);
    socket.on("data", (bytes) => (connection.bytes = Buffer.concat([connection.bytes, bytes])));
    socket.on("error", () => {});
  });
  await listenOnInternet(server, 443, HOSTILE);
  t.after(async () => {
    const closed = once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return connections;
}

/** A server that answers a TCP connection with `act(socket)`. */
export const serveTcp = (t, act) => listen(t, createServer(act), "connection");

/** A server with one of the chains of certificates.mjs that answers a TLS connection with `act(socket)`. */
export function serveTls(t, chain, act, options = {}) {
  const file = (name) => readFileSync(join(process.env.LAB_DIR, "tls", name));
  const identity = { key: file("key.pem"), cert: file(`hostile-${chain}.chain.pem`) };
  return listen(t, createTlsServer({ ...identity, ...options }, act), "secureConnection");
}

/** Answers the first bytes of the client by `act`, or with these bytes and the end. */
export const respond = (response) => (socket) =>
  socket.once("data", () => (typeof response === "function" ? response(socket) : socket.end(response)));

/** A name server that never answers, while test `t` runs. */
export async function serveSilentDns(t) {
  const socket = await bindOnInternet(53, HOSTILE);
  t.after(() => new Promise((resolve) => socket.close(resolve)));
}
