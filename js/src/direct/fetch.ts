/**
 * Fetches policy files where there is only `fetch`: other server runtimes, and pages and workers as far as the policy
 * host lets them read (CORS).
 *
 * The platform resolves, connects and judges the certificate by itself and shows nothing of it, so this evidence has the
 * response only, and there is no address guard: what can be reached is what the platform reaches. Where it fails, its own
 * words are all there is, and they name no cause that could be trusted: then nobody could look, and the promise rejects.
 */

import type { Header, HttpResponse, Octets } from "../types.ts";
import { TimeLimit, within } from "../within.ts";
import { PolicyBody } from "./body.ts";
import { TOTAL_MS, begin, elapsedMs, type PolicyFetcher } from "./fetcher.ts";
import { octetsOfBinary } from "../octets.ts";

/** Fetches the policy file of a policy domain and writes down the response. */
export const fetchPolicy: PolicyFetcher = async (
  domain,
  { signal = new AbortController().signal, timeoutMs = TOTAL_MS, fetch = globalThis.fetch },
) => {
  const start = performance.now();
  const seen = begin(domain);
  const body = new PolicyBody();
  try {
    await within(timeoutMs, signal, async (either) => {
      const request = new Request(seen.url, {
        // Accept needs no leave of the policy host (CORS). Where the other is not allowed, the platform drops it.
        headers: { accept: "text/plain", "accept-encoding": "identity" },
        // RFC 8461 §3.3: no redirect is followed.
        redirect: "manual",
        signal: either,
        ...withoutTraces(),
      });
      const response = await fetch(request);
      if (response.type === "opaqueredirect") {
        throw new Error("the policy host redirects, and this platform does not show with which status or where to");
      }
      seen.response = headOf(response, request);
      await read(response, body);
    });
  } catch (error) {
    // The limit is our own, so what it means is known as soon as there is a response.
    if (!(error instanceof TimeLimit) || seen.response === null) throw error;
    const detail = `The response of ${seen.policyHost} did not end within ${timeoutMs} milliseconds, after ${body.length} bytes.`;
    seen.failure = { class: "body-timeout", detail };
  }
  seen.elapsedMs = elapsedMs(start);
  if (seen.response !== null) {
    seen.response.truncated = body.isTruncated;
    seen.response.body = body.octets();
    const encoding = seen.response.headers.find(isEncoding);
    // gzip is what every platform decodes unasked. What is made of others differs, and nothing tells: so it counts as not decoded.
    if (encoding !== undefined) seen.response.decoding = encoding.value === "gzip" ? "done" : "unsupported";
    seen.response.elapsedMs = seen.elapsedMs;
  }
  return seen;
};

/** No cookies, no referrer, no HTTP cache (RFC 8461 §3.3), as far as the platform knows them: some throw at the name. */
function withoutTraces(): RequestInit {
  const wanted: RequestInit[] = [{ credentials: "omit" }, { referrerPolicy: "no-referrer" }, { cache: "no-store" }];
  return Object.assign({}, ...wanted.filter(isKnown)) as RequestInit;
}

function isKnown(init: RequestInit): boolean {
  try {
    return new Request("https://example.com/", init) !== undefined;
  } catch {
    return false;
  }
}

function headOf(response: Response, request: Request): HttpResponse {
  const { status } = response;
  const location = response.headers.get("location");
  return {
    status,
    headers: headersOf(response.headers, request),
    body: "",
    truncated: false,
    redirectTarget: status >= 300 && status < 400 && location !== null ? lossy(octetsOfBinary(location)) : null,
    elapsedMs: 0,
  };
}

/** Fields of one name come joined by commas; what a page may not see is missing. */
function headersOf(headers: Headers, request: Request): Header[] {
  // A platform that does not let us ask for the body as it is has asked for a compressed one and decoded it: the body
  // that is seen has no encoding, and the server did only what it was asked to.
  const isDecoded = !request.headers.has("accept-encoding");
  return [...headers]
    .filter(([name]) => !(isDecoded && name === "content-encoding"))
    .map(([name, value]) => ({ name, value: octetsOfBinary(value) }));
}

const isEncoding = ({ name, value }: Header): boolean =>
  name === "content-encoding" && String(value).toLowerCase() !== "identity";

/** Reads to the end, or to the first byte beyond what a policy may have. */
async function read(response: Response, body: PolicyBody): Promise<void> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  while (!body.isTruncated) {
    const { done, value } = await reader.read();
    if (done) return;
    body.add(value);
  }
  // Nothing is lost if the other side is gone already.
  reader.cancel().catch(() => {});
}

function lossy(value: Octets): string {
  return typeof value === "string" ? value : "";
}
