/**
 * A policy host that misbehaves as the policy domain says, `<label>.misbehaving.example`: before the handshake (`HANDSHAKES`
 * below), in its certificates (`chains.mjs`), or after it (`behaviours.mjs`). The label is the behaviour, then `--fast` for a
 * response as fast as it goes, `--tls12` for TLS 1.2, or any other `--word` to have one more name.
 *
 * The host counts what comes and goes: `http://<its address>:8080/<label>` tells it as JSON, connection by connection.
 * Next to it is a name server that never answers.
 */

import { createSocket } from "node:dgram";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { TLSSocket, createSecureContext } from "node:tls";

import { MISBEHAVING } from "./addresses.mjs";
import { RESPONSES } from "./behaviours.mjs";
import { BOMBS, REFUSED, good } from "./chains.mjs";
import { toPem } from "./der.mjs";

const KEY = readFileSync(join(process.env.LAB_DIR, "tls", "key.pem"));
const PIECE = 1024;

const identities = new Map();

/** Key and chain for a host, made once: some take a while. */
function identity(behaviour, host) {
  const [, chain] = REFUSED[behaviour] ?? BOMBS[behaviour] ?? [null, good];
  if (!identities.has(host)) {
    identities.set(host, createSecureContext({ key: KEY, cert: chain(host).map(toPem).join("") }));
  }
  return identities.get(host);
}

/** What of the host's side of the handshake is sent: everything, or as much as `gate` lets pass. */
const HANDSHAKES = {
  "still-after-hello": () => {
    let isFirst = true;
    return async (bytes, send) => {
      // The first record is the ServerHello (RFC 8446 §5.1: type, version, length).
      if (isFirst) send(bytes.subarray(0, 5 + bytes.readUInt16BE(3)));
      isFirst = false;
    };
  },
  "slow-handshake": () => async (bytes, send) => {
    for (const byte of bytes) {
      send(Buffer.from([byte]));
      await sleep(250);
    }
  },
};

/** The connection below TLS: counts, and lets the gate decide. */
class Wire extends Duplex {
  constructor(socket, seen, gate) {
    super();
    this.socket = socket;
    this.seen = seen;
    this.gate = gate;
    socket.on("data", (bytes) => {
      seen.received += bytes.length;
      if (!this.push(bytes)) socket.pause();
    });
    socket.on("end", () => this.push(null));
    socket.on("close", () => this.destroy());
  }

  _read() {
    this.socket.resume();
  }

  _write(bytes, _, done) {
    const send = (part, sent) => {
      if (this.socket.destroyed) return;
      this.seen.sent += part.length;
      this.socket.write(part, sent);
    };
    if (this.gate === undefined) send(bytes, () => done());
    else this.gate(bytes, send).then(() => done(), done);
  }

  _final(done) {
    this.socket.end(done);
  }

  _destroy(error, done) {
    this.socket.destroy();
    done(error);
  }
}

/** Sends a response: as fast as the other side reads, or so slowly that hardly anything waits in buffers. */
async function pour(socket, response, isPaced) {
  if (typeof response === "function") return response(socket);
  const isEndless = response.piece !== undefined;
  const start = Buffer.from(isEndless ? response.head : response, "latin1");
  const write = (bytes) => new Promise((resolve) => socket.write(bytes, resolve));
  for (let at = 0; at < start.length && !socket.destroyed; at += isPaced ? PIECE : start.length) {
    await write(isPaced ? start.subarray(at, at + PIECE) : start);
    if (isPaced) await sleep(1);
  }
  while (isEndless && !socket.destroyed) {
    await write(response.piece);
    if (isPaced) await sleep(1);
  }
  socket.end();
}

function converse(socket, hello, seen, label) {
  const [behaviour, ...how] = label.split("--");
  const version = how.includes("tls12") ? "TLSv1.2" : "TLSv1.3";
  socket.unshift(hello);
  const wire = new Wire(socket, seen, HANDSHAKES[behaviour]?.());
  const tls = new TLSSocket(wire, {
    isServer: true,
    secureContext: identity(behaviour, `mta-sts.${label}.misbehaving.example`),
    minVersion: version,
    maxVersion: version,
    ...(behaviour === "h2-only" && { ALPNProtocols: ["h2"] }),
  });
  tls.on("error", () => {});
  tls.on("data", (bytes) => {
    seen.application += bytes.length;
    if (seen.application > bytes.length) return;
    const [, response] = RESPONSES[behaviour] ?? [null, "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc"];
    pour(tls, response, !how.includes("fast"));
  });
}

const connections = new Map();
createServer((socket) => {
  socket.on("error", () => {});
  socket.setNoDelay();
  socket.once("data", (hello) => {
    const start = performance.now();
    const label = /mta-sts\.([a-z0-9-]+)\.misbehaving\.example/.exec(hello.toString("latin1"))?.[1] ?? "";
    const seen = { received: 0, sent: 0, application: 0, closedAfterMs: null };
    connections.set(label, [...(connections.get(label) ?? []), seen]);
    socket.once("close", () => (seen.closedAfterMs = performance.now() - start));
    converse(socket, hello, seen, label);
  });
}).listen(443, MISBEHAVING);

createHttpServer((request, response) => {
  response.end(JSON.stringify(connections.get(request.url.slice(1)) ?? []));
}).listen(8080, MISBEHAVING, () => writeFileSync(join(process.env.LAB_DIR, "misbehaving-host.ready"), ""));

createSocket("udp4").bind(53, MISBEHAVING);
