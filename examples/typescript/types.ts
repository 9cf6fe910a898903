// What the types promise: this file compiles under `strict` with both module resolutions, and its wrong lines do not.
import {
  MtaStsError,
  check,
  policyParser,
  validatePolicy,
  type Api,
  type FindingId,
  type MtaStsErrorCode,
  type Outcome,
  type Recording,
  type Report,
  type Severity,
} from "mta-sts";
import { remoteApi } from "mta-sts/remote";
import { serve } from "mta-sts/worker";

export async function worst(domain: string): Promise<Severity | null> {
  const running = check(domain, { resolvers: ["quad9", "https://dns.example/dns-query"], helper: null });
  for await (const partial of running) console.log(partial.steps.length);
  const report: Report = await running;
  const recording: Recording | null = running.recording();
  console.log(recording?.answers);
  const severities = report.steps.flatMap((step) => step.findings.map((finding) => finding.severity));
  return severities.includes("error") ? "error" : (severities[0] ?? null);
}

export function isFine(outcome: Outcome): boolean {
  return outcome === "protected" || outcome === "testing";
}

export async function bulk(texts: string[]): Promise<FindingId[]> {
  const parser = await policyParser();
  return parser.parseAll(texts).flatMap((policy) => policy.findingIds);
}

export async function policy(bytes: Uint8Array): Promise<number | null> {
  const { policy, mxMatches, senders } = await validatePolicy(bytes, { mx: ["mx.example.com"], senders: true });
  console.log(mxMatches[0]?.matched, senders?.agree);
  return policy?.maxAge ?? null;
}

export function code(error: unknown): MtaStsErrorCode | null {
  return error instanceof MtaStsError ? error.code : null;
}

export function functions(startWorker: (() => Worker) | null): Pick<Api, "check" | "validatePolicy"> {
  return startWorker === null ? { check, validatePolicy } : remoteApi(startWorker, { patienceMs: 2000 });
}

export function work(source: Promise<Response>): void {
  serve(source);
}

// @ts-expect-error: a parser answers at once, and a worker does not.
void remoteApi(() => new Worker("worker.js")).policyParser();
// @ts-expect-error: there is no such option.
void check("example.com", { resolver: "google" });
// @ts-expect-error: a time is a number of seconds.
void check("example.com", { now: new Date() });
// @ts-expect-error: an outcome is one of a few words.
export const wrong: Outcome = "fine";
