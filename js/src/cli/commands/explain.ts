/** `mta-sts explain TEXT` */

import { explain as explainText } from "../../node.ts";
import type { Explanation } from "../../types.ts";
import { COMMON, readArguments } from "../arguments.ts";
import { COULD_NOT_TELL, FINE, type ExitCode } from "../exit.ts";
import { readInput } from "../files.ts";
import { json } from "../format/json.ts";
import { Refusal } from "../refusal.ts";
import { tell, type Terminal } from "../terminal/terminal.ts";

function lines({ out }: Terminal, { term, from, meaning, causes, findings, basis }: Explanation): string[] {
  const label = 16;
  const seen = findings.map((id) => `\`${id}\``).join(", ");
  return [
    ...out.prose(term, "", "bold"),
    ...out.prose(meaning, "  "),
    ...causes.flatMap((cause, index) => out.labelled(index === 0 ? "likely causes" : "", cause, "  ", label)),
    ...(seen === "" ? [] : out.labelled("findings", seen, "  ", label)),
    ...out.labelled("printed by", from, "  ", label, "dim"),
    ...out.labelled("rests on", basis, "  ", label, "dim"),
  ];
}

export async function explain(terminal: Terminal, args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments("explain", args, { ...COMMON, json: { type: "boolean" } } as const);
  if (positionals.length === 0) throw new Refusal("There is no text to explain.", "mta-sts explain --help");
  const isInput = positionals.length === 1 && positionals[0] === "-";
  const text = isInput ? new TextDecoder().decode(await readInput("-")) : positionals.join(" ");
  const found = await explainText(text);
  if (values.json) terminal.out.write(`${json(found, 2)}\n`);
  else terminal.out.lines(found.flatMap((one, index) => [...(index > 0 ? [""] : []), ...lines(terminal, one)]));
  if (found.length > 0) return FINE;
  tell(
    terminal,
    "Nothing in this text is known here. A result type such as certificate-expired, or a line of a bounce, is.",
  );
  return COULD_NOT_TELL;
}
