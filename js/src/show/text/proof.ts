/** What was seen, line by line as it was said: not wrapped, so that it can be compared. */

import type { Report } from "../../types.ts";
import { HEADINGS } from "../phrases.ts";
import { proofs } from "../proof.ts";
import type { Style } from "./style.ts";

export const proofLines = (style: Style, report: Report): string[] => [
  style.heading(HEADINGS.proof),
  ...proofs(report).flatMap(({ title, lines }) => ["", `  ${title}`, ...lines.map((line) => `    ${line}`)]),
];
