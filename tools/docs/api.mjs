/** `docs/api.md` from the TypeScript sources and their comments; what stands above its marker is written by hand. */

import { readFileSync } from "node:fs";

import { inRoot } from "../../scripts/shell.mjs";
import { exportsOf, readSources } from "./sources.mjs";
import { Writer } from "./write.mjs";

export const API = inRoot("docs", "api.md");
const MARKER = "<!-- What follows is generated from js/src by tools/docs/api.mjs. -->";

/** The page: as it is down to the marker, and anew after it. */
export function api() {
  const [prose] = readFileSync(API, "utf8").split(MARKER);
  return `${prose}${MARKER}\n\n${generated()}`;
}

function generated() {
  const sources = readSources("js/src");
  const entries = ["api.ts", "element.ts", "validation.ts"];
  const names = new Set(entries.flatMap((entry) => [...exportsOf(sources, entry)]));
  const writer = new Writer(sources, names);
  const { Api, MtaStsCheckElement, MtaStsError, MtaStsValidationElement, Report } = sources.declarations;

  writer.heading(2, "Functions");
  writer.comment(Api);
  for (const method of Api.members) {
    writer.func(method);
    writer.follow(method, 4, ({ file, name }) => file !== "types.ts" && name !== "MtaStsError");
  }

  writer.heading(2, "Errors");
  writer.declaration(MtaStsError, 3);
  writer.follow(MtaStsError, 3);

  writer.heading(2, "Element");
  writer.text('`import "mta-sts/element"` defines it; the module exports what follows.');
  writer.declaration(MtaStsCheckElement, 3);
  writer.follow(MtaStsCheckElement, 3, ({ file }) => file !== "types.ts");
  writer.text('`import "mta-sts/validation"` defines the other one.');
  writer.declaration(MtaStsValidationElement, 3);
  writer.follow(MtaStsValidationElement, 3, ({ file }) => file !== "types.ts");
  writer.rest(({ file }) => file !== "types.ts");

  writer.heading(2, "The types of the report");
  writer.declaration(Report, 3);
  writer.follow(Report, 3);

  writer.heading(2, "Other types");
  writer.rest();
  return writer.page();
}
