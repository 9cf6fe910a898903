/**
 * Packs the package as it would be published, and installs it into a copy of each project in `examples/`, each in an empty
 * folder of its own: `target/package/<name>`. Needs a registry, so it runs before the lab, which has no way out.
 */

import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { fail, inRoot, output, run, say } from "../../scripts/shell.mjs";

/** Where the installed examples are. */
export const PACKAGE = inRoot("target", "package");
/** The projects of `examples/`. */
export const EXAMPLES = readdirSync(inRoot("examples")).filter((name) =>
  existsSync(inRoot("examples", name, "package.json")),
);
/** A later Node than the one that runs the tests. */
const NODE = "node@24.21.0";

export const inPackage = (...parts) => join(PACKAGE, ...parts);

/** What `npm pack` makes: its file name, size and the list of its files. */
export function pack() {
  rmSync(PACKAGE, { recursive: true, force: true });
  mkdirSync(PACKAGE, { recursive: true });
  const printed = output("npm", ["pack", "--json", "--silent", "--pack-destination", PACKAGE]);
  if (printed === null) fail("“npm pack” failed; run it to see why.");
  // What prepack prints comes first.
  return JSON.parse(printed.slice(printed.search(/^\[/m)))[0];
}

export function prepare() {
  const { filename } = pack();
  const install = (folder, ...packages) =>
    run("npm", ["install", "--prefix", folder, "--no-fund", "--no-audit", "--loglevel=error", ...packages]);
  for (const name of EXAMPLES) {
    say(`Installing the package into the example ${name}`);
    const folder = inPackage(name);
    cpSync(inRoot("examples", name), folder, { recursive: true });
    install(folder, inPackage(filename));
    run("npm", ["run", "--prefix", folder, "--if-present", "--silent", "build"]);
  }
  say(`Installing ${NODE}`);
  install(inPackage("later-node"), NODE);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) prepare();
