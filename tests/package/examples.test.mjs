/** The examples of `README.md`, `docs/api.md` and `docs/reports.md`: what they import is there, and those for Node run. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import * as mtaSts from "../../js/dist/node.js";
import { inRoot } from "../../scripts/shell.mjs";
import { gzipped } from "../api/tls-reports.mjs";

const IMPORT = /^\s*import (?:\{([^}]*)\} from )?"(mta-sts[^"]*)";$/gm;
/** What Node brings stands among the functions. */
const NODE_IMPORT = /^import .* from "node:.*";$/gm;
const { exports } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));

const examples = ["README.md", "docs/api.md", "docs/reports.md"].flatMap((path) =>
  [...readFileSync(inRoot(path), "utf8").matchAll(/^```(js|html)\n([^]*?)^```$/gm)].map(([, language, code]) => {
    const imports = [...code.matchAll(IMPORT)].map(([, names = "", entry]) => ({
      entry,
      names: names.split(",").map((name) => name.trim()),
    }));
    const printed = [...code.matchAll(/^console\.log\(.*\); \/\/ (.+)$/gm)].map(([, text]) => text);
    return { path, language, code, imports, printed };
  }),
);

// Nobody can be reached from here; that is in a report, and no error.
const more = { fetch: () => Promise.reject(new TypeError("no network")), helper: "https://helper.example" };
const files = { "report.json.gz": gzipped(1) };
const functions = {
  ...mtaSts,
  readFile: async (name) => files[name] ?? assert.fail(`no file ${name}`),
  check: (domain, options) => mtaSts.check(domain, { ...more, ...options }),
  compareResolvers: (domain, options) => mtaSts.compareResolvers(domain, { fetch: more.fetch, ...options }),
};
const AsyncFunction = (async () => {}).constructor;
const asks = (code) => /\bcheck\(|compareResolvers\("[^"]*"\)/.test(code);

for (const { path, language, code, imports, printed } of examples) {
  const [name] = code.replace(IMPORT, "").replace(NODE_IMPORT, "").trim().split("\n", 1);

  for (const { entry, names } of imports) {
    test(`${path}: ${entry} has ${names.join() || "no names to give"}`, async () => {
      const { default: file } = exports[entry.replace("mta-sts", ".")];
      const module = await import(inRoot(file));
      for (const name of names.filter((name) => name !== "")) assert.ok(Object.hasOwn(module, name), name);
    });
  }

  const isForNode = imports.length > 0 ? imports.every(({ entry }) => entry === "mta-sts") : printed.length > 0;
  if (language !== "js" || !isForNode) continue;
  test(`${path}: ${name}`, async () => {
    const lines = [];
    const console = { log: (...values) => lines.push(values.map(String).join(" ")) };
    const names = Object.keys(functions);
    const body = code.replace(IMPORT, "").replace(NODE_IMPORT, "");
    await new AsyncFunction("console", ...names, body)(console, ...names.map((name) => functions[name]));
    // What a check prints depends on the world.
    if (!asks(code)) assert.deepEqual(lines, printed);
  });
}

test("there are examples", () => assert.ok(examples.length >= 20, `only ${examples.length}`));
