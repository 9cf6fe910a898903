/** `docs/api.md` from the TypeScript sources and their comments; what stands above its marker is written by hand. */

import { readFileSync } from "node:fs";

import ts from "typescript";

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
  const entries = ["api.ts", "element.ts", "validation.ts", "remote.ts", "worker.ts"];
  const names = new Set(entries.flatMap((path) => [...exportsOf(sources, path)]));
  const writer = new Writer(sources, names);
  const {
    Api,
    MtaStsCheckElement,
    MtaStsError,
    MtaStsValidationElement,
    Report,
    ReportFile,
    ReportStanding,
    ReportSummary,
    ReportsApi,
    glyph,
    remoteApi,
    serve,
  } = sources.declarations;

  writer.chapter("Functions", Api);
  for (const method of Api.members) {
    writer.func(method);
    writer.follow(method, 4, ({ file, name }) => file !== "types.ts" && name !== "MtaStsError");
  }

  writer.chapter("Functions for TLS reports", ReportsApi);
  for (const method of ReportsApi.members) {
    writer.func(method);
    writer.follow(method, 4, ({ file, name }) => file !== "types.ts" && name !== "MtaStsError");
  }

  writer.heading(2, "Functions of a report alone");
  writer.text("They need no module, and give the same everywhere.");
  for (const name of exportsOf(sources, "api.ts")) {
    const node = sources.declarations[name];
    if (!ts.isFunctionDeclaration(node)) continue;
    writer.func(node);
    writer.follow(node, 4, ({ file }) => file !== "types.ts");
  }

  writer.heading(2, "Errors");
  writer.declaration(MtaStsError, 3);
  writer.follow(MtaStsError, 3);

  writer.heading(2, "In a worker");
  writer.text("The page imports `mta-sts/remote`, the script of the worker `mta-sts/worker`.");
  for (const node of [remoteApi, serve]) {
    writer.func(node);
    writer.follow(node, 4, ({ file }) => ["remote.ts", "worker.ts"].includes(file));
  }

  writer.heading(2, "Elements");
  writer.text('`import "mta-sts/element"` defines the first, `import "mta-sts/validation"` the second.');
  writer.declaration(MtaStsCheckElement, 3);
  writer.follow(MtaStsCheckElement, 3, ({ file }) => file !== "types.ts");
  writer.declaration(MtaStsValidationElement, 3);
  writer.follow(MtaStsValidationElement, 3, ({ file }) => file !== "types.ts");
  writer.rest(({ name, file }) => file !== "types.ts" && ts.isInterfaceDeclaration(sources.declarations[name]));
  writer.text("For pages that list results, `mta-sts/element` also has the shapes and the words:");
  writer.func(glyph);
  writer.rest(({ file }) => file !== "types.ts");

  writer.heading(2, "The types of the report");
  writer.declaration(Report, 3);
  writer.follow(Report, 3);

  writer.heading(2, "The types of TLS reports");
  for (const type of [ReportFile, ReportSummary, ReportStanding]) {
    writer.declaration(type, 3);
    writer.follow(type, 3);
  }

  writer.heading(2, "Other types");
  writer.rest();
  return writer.page();
}
