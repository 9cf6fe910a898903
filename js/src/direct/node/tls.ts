/**
 * The third stage: the TLS handshake with the policy host.
 *
 * The certificate must be valid for the policy host by DNS-ID and lead to a trusted root (RFC 8461 §3.3). OpenSSL decides
 * that; it is only kept from breaking off, because Node would then not show the chain. The handshake is so carried to its
 * end even where the certificate is refused, and then not one byte of HTTP goes over it.
 *
 * Trusted are Node's own roots and those of NODE_EXTRA_CA_CERTS (`--use-openssl-ca`, `--use-system-ca`: those of the
 * machine), where the helper trusts those of the machine.
 */

import type { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";

import type { Tls } from "../../types.ts";
import { elapsedMs } from "../fetcher.ts";
import { facts } from "./certificate.ts";
import { STAGE_MS, type Deadline } from "./deadline.ts";
import { StageFailure, words } from "./failure.ts";
import { ofCertificate, ofHandshake, ofName } from "./tls-failure.ts";

/** What a handshake showed, as far as it came, and the stream or why there is none. */
interface Shaken {
  tls: Tls | null;
  outcome: TLSSocket | StageFailure;
  /** Milliseconds. */
  elapsed: number;
}

/**
 * Shakes hands; the name of the policy host is both what the certificate is checked for and the SNI (RFC 8461 §7.1). What
 * `owner` had open is the socket from then on.
 */
export async function handshake(stream: Socket, host: string, deadline: Deadline, owner: object): Promise<Shaken> {
  const start = performance.now();
  const socket = connect({
    socket: stream,
    servername: host,
    ALPNProtocols: ["http/1.1"],
    // RFC 8461 §7.2, RFC 9325 §3.1.1: TLS 1.2 or 1.3, nothing older. No session is given, so none is resumed: it would
    // show no certificate.
    minVersion: "TLSv1.2",
    maxVersion: "TLSv1.3",
    rejectUnauthorized: false,
    // Node's own check takes the common name where there is no DNS-ID; the name is checked below.
    checkServerIdentity: () => undefined,
  });
  deadline.holds(owner, () => socket.destroy());
  const { error, isCut } = await shakenInTime(socket, host, deadline);
  if (isCut) return { tls: null, outcome: error, elapsed: elapsedMs(start) };
  const chain = presented(socket);
  const tls: Tls = { version: null, certificates: facts(chain), elapsedMs: elapsedMs(start) };
  const failure = failureOf(socket, chain, tls, host, error);
  if (failure !== null) {
    socket.destroy();
    return { tls, outcome: failure, elapsed: tls.elapsedMs };
  }
  tls.version = socket.getProtocol();
  if (typeof socket.alpnProtocol === "string") tls.alpn = socket.alpnProtocol;
  return { tls, outcome: socket, elapsed: tls.elapsedMs };
}

type Ended = { isCut: true; error: StageFailure } | { isCut: false; error: Error | null };

/** The end of the handshake, in time or not; `isCut` where the whole fetch ended before. */
async function shakenInTime(socket: TLSSocket, host: string, deadline: Deadline): Promise<Ended> {
  const late = (): StageFailure => {
    const detail = `The TLS handshake with ${host} did not end within ${words(STAGE_MS)}.`;
    return new StageFailure("tls-timeout", detail);
  };
  try {
    return { isCut: false, error: await deadline.within<Error | null>(shaken(socket), STAGE_MS, late) };
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    return { isCut: true, error };
  }
}

function failureOf(
  socket: TLSSocket,
  chain: readonly X509Certificate[],
  { certificates }: Tls,
  host: string,
  error: Error | null,
): StageFailure | null {
  if (error instanceof StageFailure) return error;
  if (error !== null) return ofHandshake(error, host);
  if (!socket.authorized) return ofCertificate(String(socket.authorizationError), certificates);
  // RFC 8461 §3.3: by DNS-ID only, never by the common name; a wildcard is a whole label (RFC 9525 §6.3).
  const rules = { subject: "never", partialWildcards: false } as const;
  return chain[0]?.checkHost(host, rules) === undefined ? ofName(host, certificates) : null;
}

function shaken(socket: TLSSocket): Promise<Error | null> {
  return new Promise((resolve) => {
    socket.once("secureConnect", () => resolve(null));
    // Stays, because an error that nobody listens to would end the program.
    socket.on("error", resolve);
  });
}

/**
 * The chain as the server showed it, in its order. Not `getPeerCertificate(true)`, which sorts it and adds the root.
 * Where the handshake broke, Node has nothing left to show.
 */
function presented(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  // Node hands the chain out once only.
  let certificate = socket.getPeerX509Certificate();
  while (certificate !== undefined) {
    chain.push(certificate);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}
