/** The second stage: a TCP connection to one of the checked addresses. */

import { connect as dial, type Socket } from "node:net";

import type { Connection, FailureClass } from "../../types.ts";
import { elapsedMs } from "../fetcher.ts";
import { STAGE_MS, type Deadline } from "./deadline.ts";
import { StageFailure, codeOf, saidBy, words } from "./failure.ts";

/** RFC 8461 §3.3: HTTPS, so this port and no other. */
const HTTPS = 443;

type Trouble = { class: FailureClass; said: string };

/** Dials one address after the other until a connection stands. What fails later does not come back here. */
export async function connect(addresses: string[], deadline: Deadline, seen: Connection[]): Promise<Socket> {
  let telling: FailureClass | undefined;
  const tries: string[] = [];
  for (const address of addresses) {
    const start = performance.now();
    // An address needs no lookup, so this is the one that was vetted.
    const socket = dial({ host: address, port: HTTPS });
    deadline.holds(() => socket.destroy());
    const trouble = await deadline.within<Trouble | null>(connected(socket), STAGE_MS, () => ({
      class: "connect-timeout",
      said: `no answer within ${words(STAGE_MS)}`,
    }));
    seen.push({ address, failure: trouble?.class ?? null, elapsedMs: elapsedMs(start) });
    if (trouble === null) return socket;
    socket.destroy();
    tries.push(`${address} port ${HTTPS}: ${trouble.said}`);
    // No route from here says nothing about the host, so any other address says more.
    if (telling === undefined || telling === "connect-unreachable") telling = trouble.class;
  }
  throw new StageFailure(telling ?? "connect-failed", `${tries.join("; ")}.`);
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
    default:
      return { class: "connect-failed", said: saidBy(error) };
  }
}
