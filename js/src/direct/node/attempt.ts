/**
 * The second and third stage at one address: a TCP connection, and the TLS handshake over it.
 *
 * Every address that may be dialled is tried, side by side, because senders take different ones. The later stages go by the
 * first in order of trial whose TCP connection stands (`choose`); over the others nothing is sent after the handshake.
 */

import { connect as dial, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";

import type { Connection, FailureClass, Tls } from "../../types.ts";
import { elapsedMs } from "../fetcher.ts";
import { STAGE_MS, type Deadline } from "./deadline.ts";
import { StageFailure, codeOf, saidBy, words } from "./failure.ts";
import { handshake } from "./tls.ts";

/** RFC 8461 §3.3: HTTPS, so this port and no other. */
const HTTPS = 443;

type Trouble = { class: FailureClass; said: string };

/** What became of one address. */
export interface Attempt {
  connection: Connection;
  /** What the handshake showed; `null` where there was none. */
  tls: Tls | null;
  /** The stream, if the certificate was accepted; else what failed. */
  outcome: TLSSocket | StageFailure | Trouble;
}

/** Tries one address to the end of its handshake. */
export async function attempt(address: string, host: string, deadline: Deadline): Promise<Attempt> {
  const start = performance.now();
  // An address needs no lookup, so this is the one that was vetted. Without a route to it the system says so before a packet
  // is sent.
  const stream = dial({ host: address, port: HTTPS });
  const connection: Connection = { address, failure: null, elapsedMs: 0 };
  deadline.holds(connection, () => stream.destroy());
  const trouble = await dialled(stream, deadline);
  connection.elapsedMs = elapsedMs(start);
  if (trouble !== null) {
    connection.failure = trouble.class;
    stream.destroy();
    return { connection, tls: null, outcome: trouble };
  }
  const { tls, outcome, elapsed } = await handshake(stream, host, deadline, connection);
  const failure = outcome instanceof StageFailure ? outcome.failure : null;
  connection.handshake = { failure, elapsedMs: elapsed };
  return { connection, tls, outcome };
}

/**
 * Waits for the addresses in their order until one stands; the others go on meanwhile. An HTTP client does not go on to
 * another address because of a failed handshake, so neither does this.
 */
export async function choose(
  attempts: readonly Promise<Attempt>[],
  deadline: Deadline,
  seen: Connection[],
): Promise<{ tls: Tls | null; outcome: TLSSocket | StageFailure }> {
  let telling: FailureClass | undefined;
  const tries: string[] = [];
  for (const pending of attempts) {
    const { connection, tls, outcome } = await pending;
    seen.push(connection);
    if (!("said" in outcome)) {
      // The time is up, so there is none left to ask for anything.
      if (telling === "deadline") continue;
      connection.used = true;
      return { tls, outcome };
    }
    tries.push(`${connection.address} port ${HTTPS}: ${outcome.said}`);
    // No route from here says nothing about the host, so any other address says more. Where the time ended before an
    // address answered, nothing is known of the host at all.
    if (outcome.class === "deadline") telling = "deadline";
    else if (telling === undefined || telling === "connect-unreachable") telling = outcome.class;
  }
  if (telling === "deadline") throw deadline.notReached();
  throw new StageFailure(telling ?? "connect-failed", `${tries.join("; ")}.`);
}

async function dialled(socket: Socket, deadline: Deadline): Promise<Trouble | null> {
  const late = (): Trouble => ({ class: "connect-timeout", said: `no answer within ${words(STAGE_MS)}` });
  try {
    return await deadline.within<Trouble | null>(connected(socket), STAGE_MS, late);
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    return { class: error.failure.class, said: "no time was left" };
  }
}

function connected(socket: Socket): Promise<Trouble | null> {
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(null));
    // Stays, because an error that nobody listens to would end the program.
    socket.on("error", (error) => resolve(describe(error)));
  });
}

function describe(error: Error): Trouble {
  switch (codeOf(error)) {
    case "ECONNREFUSED":
      return { class: "connect-refused", said: "connection refused" };
    // An address family the machine does not have at all ends in one of the last two.
    case "ENETUNREACH":
    case "EHOSTUNREACH":
    case "EADDRNOTAVAIL":
    case "EAFNOSUPPORT":
      return { class: "connect-unreachable", said: "no route from here" };
    case "ETIMEDOUT":
      return { class: "connect-timeout", said: "no answer" };
    case "ECONNRESET":
    case "ECONNABORTED":
      return { class: "connect-failed", said: saidBy(error) };
    // No descriptors or no memory left, a firewall on this machine: no fault of the host.
    default:
      return { class: "connect-unreachable", said: saidBy(error) };
  }
}
