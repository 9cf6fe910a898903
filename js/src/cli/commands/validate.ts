/** `mta-sts validate FILE`: a policy file or a TXT record that is not published yet. Sends nothing. */

import { validatePolicy, validateRecord } from "../../node.ts";
import type { Finding, Mode, MxMatch, PolicyReadings, PolicyValidation, RecordValidation } from "../../types.ts";
import { COMMON, oneOf, readArguments } from "../arguments.ts";
import { FAIL_ON, FINE, FOUND, fails, type ExitCode, type FailOn } from "../exit.ts";
import { nameOf, readInput } from "../files.ts";
import { chooseFormat, openSink } from "../format/open.ts";
import { json } from "../format/json.ts";
import { regionOf } from "../format/sarif-place.ts";
import { SarifLog, type Subject } from "../format/sarif.ts";
import { Refusal } from "../refusal.ts";
import { validationReport } from "../report/validation.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { visible } from "../../show/visible.ts";

const OPTIONS = {
  ...COMMON,
  policy: { type: "boolean" },
  record: { type: "boolean" },
  mx: { type: "string", multiple: true },
  senders: { type: "boolean" },
  json: { type: "boolean" },
  sarif: { type: "boolean" },
  output: { type: "string" },
  "fail-on": { type: "string" },
} as const;

/** What came of one file. */
export interface Validated {
  path: string;
  bytes: Uint8Array;
  kind: "policy" | "record";
  validation: PolicyValidation | RecordValidation;
  /** One for each `--mx`. */
  matches: { input: string; match: MxMatch }[];
  readings: PolicyReadings | null;
}

/** A record is one line that begins with a version, perhaps misspelt, quoted, or with its name before it. */
export function looksLikeRecord(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes).trim();
  return !/[\r\n]/.test(text) && (/^["'\s]*v\s*=/i.test(text) || /\bv\s*=\s*(STS|TLSRPT)v/i.test(text));
}

/** Editors end a file with a line end; it is no part of the record in DNS. */
function withoutLineEnd(bytes: Uint8Array): Uint8Array {
  const text = bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes;
  return text.at(-1) === 0x0d ? text.subarray(0, -1) : text;
}

async function validateBytes(
  path: string,
  read: Uint8Array,
  { isRecord, mx, senders }: { isRecord: boolean; mx: readonly string[]; senders: boolean },
): Promise<Validated> {
  if (isRecord) {
    if (mx.length > 0 || senders) throw new Refusal("--mx and --senders are about a policy, and this is a record.");
    const bytes = withoutLineEnd(read);
    const validation = await validateRecord(bytes);
    return { path, bytes, kind: "record", validation, matches: [], readings: null };
  }
  const { mxMatches, senders: readings, ...validation } = await validatePolicy(read, { mx, senders });
  const matches = mx.map((input, number) => ({ input, match: mxMatches[number]! }));
  for (const { input, match } of matches) {
    // What DNS may hold is wider; a slip of the keyboard should not become a server that no pattern allows.
    if (!/^[a-z0-9._-]+$/.test(match.host ?? "")) {
      throw new Refusal(`--mx takes the name of a mail server, not “${visible(input)}”.`);
    }
  }
  return { path, bytes: read, kind: "policy", validation, matches, readings };
}

/** The mode of the policy; `null` where senders use none, which then is the finding. */
export const modeOf = ({ validation }: Validated): Mode | null =>
  "policy" in validation ? (validation.policy?.mode ?? null) : null;

/** In mode none senders match nothing (RFC 8461 §5), so that a policy can be taken away with it (§8.3). */
export const isMatched = (validated: Validated): boolean => !["none", null].includes(modeOf(validated));

/** A mail server that no pattern allows is as good as an error: the policy would keep its mail away (RFC 8461 §4.1). */
const unmatched = (validated: Validated): string[] =>
  (isMatched(validated) ? validated.matches : [])
    .filter(({ match }) => match.matched === null)
    .map(({ match, input }) => match.host ?? input);

function sarif(validated: Validated): object {
  const log = new SarifLog();
  const { path, bytes, validation } = validated;
  const subject = (finding: Finding | null): Subject => ({
    name: nameOf(path),
    path: path === "-" ? null : path,
    region: finding === null ? null : regionOf(bytes, finding),
  });
  for (const finding of validation.findings) log.addFinding(finding, subject(finding), null);
  for (const host of unmatched(validated)) {
    log.addFailure("mx-host-not-matched", `No mx pattern of the policy allows \`${host}\`.`, subject(null));
  }
  return log.log();
}

function judge(validated: Validated, failOn: FailOn): ExitCode {
  if (validated.validation.findings.some(({ severity }) => fails(severity, failOn))) return FOUND;
  return failOn !== "never" && unmatched(validated).length > 0 ? FOUND : FINE;
}

export async function validate(terminal: Terminal, args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments("validate", args, OPTIONS);
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) {
    throw new Refusal(`validate takes one file, and got ${positionals.length}.`, "mta-sts validate --help");
  }
  if (values.policy && values.record) throw new Refusal("--policy and --record exclude each other.");
  const failOn = oneOf("fail-on", values["fail-on"], FAIL_ON) ?? "error";
  const chosen = await chooseFormat(values);
  const read = await readInput(path);
  const isRecord = values.record ?? (!values.policy && looksLikeRecord(read));
  const validated = await validateBytes(path, read, {
    isRecord,
    mx: values.mx ?? [],
    senders: values.senders ?? false,
  });

  if (chosen.hasText) terminal.out.lines(validationReport(terminal.out, validated));
  const sink = openSink(terminal, chosen);
  if (chosen.format === "json") {
    const { kind, validation, readings } = validated;
    const matches = isMatched(validated) ? validated.matches.map(({ match }) => match) : [];
    sink.write(`${json({ file: path === "-" ? null : path, kind, validation, matches, readings }, 2)}\n`);
  }
  if (chosen.format === "sarif") sink.write(`${json(sarif(validated), 2)}\n`);
  await sink.close();
  return judge(validated, failOn);
}
