/** What a file says, with each place in it. The head of a finding is in the form that editors jump to: `file:line:column`. */

import type { Finding } from "../../types.ts";
import { isMatched, modeOf, type Validated } from "../commands/validate.ts";
import { duration } from "../../show/format.ts";
import { VALIDITY_LOOKS, VALIDITY_WORDS } from "../../show/words.ts";
import { nameOf } from "../files.ts";
import { SEVERITY_LOOKS, type Style } from "../terminal/style.ts";
import { excerpt } from "./excerpt.ts";
import { readingLines } from "./senders.ts";

const LABEL_WIDTH = 7;

function diagnostic(style: Style, name: string, bytes: Uint8Array, finding: Finding): string[] {
  const { location, severity, id, saw, consequence, fix, rfc, rfcUrl } = finding;
  const place = location === null ? name : `${name}:${location.line}:${location.column}`;
  const word = style.paint(severity, "bold", style.colourOf(SEVERITY_LOOKS[severity]));
  const margin = "  ";
  return [
    `${style.paint(place, "bold")}: ${word}: ${id}`,
    ...(location === null ? [] : excerpt(style, bytes, location, margin)),
    ...style.labelled("saw", saw, margin, LABEL_WIDTH),
    ...style.labelled("means", consequence, margin, LABEL_WIDTH),
    ...style.labelled("fix", fix, margin, LABEL_WIDTH, "bold"),
    ...style.labelled("see", `${rfc} ${rfcUrl}`, margin, LABEL_WIDTH, "dim"),
    "",
  ];
}

/** What the text says, in a line. */
function contents({ validation }: Validated): string {
  if ("policy" in validation) {
    const { policy } = validation;
    if (policy === null) return "";
    const hosts = policy.mx.map((pattern) => `\`${pattern}\``).join(", ");
    return `Mode ${policy.mode}, kept for ${duration(policy.maxAge)}, mail servers: ${hosts === "" ? "none" : hosts}.`;
  }
  if (validation.sts !== null) return `An MTA-STS record with id \`${validation.sts.id}\`.`;
  if (validation.tlsrpt !== null) {
    return `A TLSRPT record; reports go to ${validation.tlsrpt.usable.map((to) => `\`${to}\``).join(", ") || "nobody"}.`;
  }
  return "";
}

function matchLines(style: Style, validated: Validated): string[] {
  const { matches } = validated;
  if (matches.length === 0) return [];
  if (modeOf(validated) === "none") return ["Mail servers: mode none, so not matched.", ""];
  if (!isMatched(validated)) return ["No sender uses this policy, so no mail server was matched with it.", ""];
  const lines = matches.flatMap(({ input, match: { host, matched } }) => {
    const sentence =
      matched === null ? `no pattern allows \`${host ?? input}\`` : `\`${host}\` is allowed by \`${matched}\``;
    const mark = style.mark(matched === null ? "failed" : "passed");
    return style.marked("  ", mark, (inner) => style.prose(sentence, inner));
  });
  return [style.heading("Mail servers", ""), ...lines, ""];
}

export function validationReport(style: Style, validated: Validated): string[] {
  const { path, bytes, validation, readings, kind } = validated;
  const { validity, findings, omittedFindings } = validation;
  const name = nameOf(path);
  const more = omittedFindings === 0 ? [] : [`And ${omittedFindings} more places like these.`, ""];
  const says = contents(validated);
  const title = kind === "policy" ? "a policy file" : "a TXT record";
  const senders = readings === null ? [] : [...readingLines(style, readings.readings, readings.agree, true), ""];
  return [
    `${style.paint(name, "bold")} ${style.paint(`(${title})`, "dim")}`,
    ...style.marked("", style.mark(VALIDITY_LOOKS[validity]), (inner) => [
      ...style.prose(VALIDITY_WORDS[validity], inner, "bold"),
      ...(says === "" ? [] : style.prose(says, inner)),
    ]),
    "",
    ...findings.flatMap((finding) => diagnostic(style, name, bytes, finding)),
    ...more,
    ...matchLines(style, validated),
    ...senders,
  ];
}
