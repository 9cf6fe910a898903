/**
 * Builds what is missing or out of date: npm's packages, the WebAssembly modules with their JavaScript glue, the page,
 * the helper. `node scripts/build.mjs`, or `build()` from another script.
 */

import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { withoutPaths } from "./remap.mjs";
import { TARGET, begin, fail, hasProgram, inRoot, isFresh, output, run, say } from "./shell.mjs";

const WASM_TARGET = "wasm32-unknown-unknown";
export const HELPER = join(TARGET, "release", "mta-sts-helper");
/** What a helper is told that serves one person: look anew each time, and let that person ask as often as they like. */
export const OWN_HELPER = [
  ["--cache-seconds", "0"],
  ["--client-rate", "100000"],
  ["--domain-rate", "100000"],
  ["--client-connections", "256"],
];
export const PAGE = inRoot("dist", "www");
export const CONFORMANCE = join(TARGET, "release", "mta-sts-conformance");

export function build() {
  prepareRust();
  installPackages();
  buildModules();
  buildLibrary();
  buildPage();
  buildHelper();
}

export function prepareRust() {
  if (!hasProgram("cargo")) fail("Rust is missing: install it from https://rustup.rs, then run this again.");
  if (!hasProgram("rustup")) {
    return say("No rustup here: taking it that this Rust can build for wasm32-unknown-unknown.");
  }
  if (!output("rustup", ["target", "list", "--installed"])?.includes(WASM_TARGET)) {
    say(`Installing the Rust target ${WASM_TARGET}`);
    run("rustup", ["target", "add", WASM_TARGET]);
  }
}

/** Those of the project, or of a folder in it that has its own. */
export function installPackages(...folder) {
  if (isFresh(inRoot(...folder, "node_modules", ".package-lock.json"), [inRoot(...folder, "package-lock.json")]))
    return;
  say(folder.length > 0 ? `Installing npm packages for ${folder.join("/")}` : "Installing npm packages");
  run("npm", ["ci", "--prefix", inRoot(...folder), "--no-fund", "--no-audit", "--loglevel=error"]);
}

/** The WebAssembly modules: the checker, and the reader of reports, which is loaded only when somebody reads some. */
const MODULES = [
  {
    crate: "mta-sts-wasm",
    profile: "wasm",
    folder: "js/pkg",
    name: "mta_sts",
    // A function with one caller goes into it only if it is small: in a large one its code looks less like the rest, and
    // compresses worse.
    options: ["-Oz", "--one-caller-inline-max-function-size=20"],
  },
  {
    crate: "mta-sts-reports-wasm",
    profile: "wasm-reports",
    folder: "js/pkg/reports",
    name: "mta_sts_reports",
    options: ["-O3"],
  },
];

export function buildModules() {
  say("Building the WebAssembly modules");
  // Linking takes one processor, so the others are compiled beside the first; each profile has a folder of its own.
  for (const module of MODULES.slice(1)) begin("cargo", ...compilation(module));
  for (const module of MODULES) buildModule(module);
}

/** The arguments and options with which cargo compiles a module. */
const compilation = ({ crate, profile }) => [
  ["build", "--quiet", "--locked", "--package", crate, "--profile", profile, "--target", WASM_TARGET],
  { env: withoutPaths(WASM_TARGET) },
];

function buildModule(module) {
  const { crate, profile, folder, name, options } = module;
  const built = join(TARGET, WASM_TARGET, profile, `${crate.replaceAll("-", "_")}.wasm`);
  const bound = inRoot(folder, `${name}_bg.wasm`);
  run("cargo", ...compilation(module));
  if (isFresh(bound, [built, import.meta.filename])) return;
  const glue = ["--manifest-path", "tools/Cargo.toml", "--bin", "wasm-glue", "--", built, folder, name];
  run("cargo", ["run", "--quiet", "--locked", ...glue]);
  // Never a wasm-opt from PATH: Debian's breaks the module without a word.
  run(inRoot("node_modules", ".bin", "wasm-opt"), [...options, bound, "--output", `${bound}.opt`]);
  renameSync(`${bound}.opt`, bound);
}

/** The package in JavaScript, with its types and source maps: `js/dist`. */
export function buildLibrary() {
  const dist = inRoot("js", "dist");
  if (isFresh(join(dist, "node.js"), [inRoot("js", "src"), inRoot("js", "pkg"), inRoot("js", "tsconfig.json")])) return;
  // What is no longer in the source must not stay in the package.
  rmSync(dist, { recursive: true, force: true });
  run(inRoot("node_modules", ".bin", "tsc"), ["--project", inRoot("js"), "--noEmit", "false"]);
}

/** All that `npm pack` puts into the package. */
export function buildPackage() {
  prepareRust();
  installPackages();
  buildModules();
  buildLibrary();
}

/** With the settings that the environment has for it: docs/page.md. */
function buildPage() {
  const index = join(PAGE, "index.html");
  const date = process.env.SOURCE_DATE_EPOCH ?? output("git", ["log", "-1", "--format=%ct"]);
  // MTA_STS_HELPER_… are options of the helper.
  const settings = Object.entries(process.env).filter(([name]) => /^MTA_STS_(?!HELPER_)/.test(name));
  // What is not in the sources' dates: a page that was built with other settings is no fresh one.
  const inputs = JSON.stringify([date, settings.sort()]);
  const known = inRoot("dist", "www.settings");
  const isSame = existsSync(known) && readFileSync(known, "utf8") === inputs;
  if (isSame && isFresh(index, [inRoot("www"), inRoot("js"), inRoot("package-lock.json")])) return;
  say("Building the page");
  run(inRoot("node_modules", ".bin", "vite"), ["build", "www", "--logLevel", "warn"]);
  precompress(PAGE);
  writeFileSync(known, inputs);
}

/** Writes `.gz` and `.br` beside every file worth it, so that a server need not compress. */
function precompress(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      precompress(path);
    } else if ([".html", ".css", ".js", ".wasm", ".svg", ".json"].includes(extname(name))) {
      const bytes = readFileSync(path);
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      writeFileSync(
        `${path}.br`,
        brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
      );
    }
  }
}

function buildHelper() {
  if (!existsSync(HELPER)) say("Building the helper: the first time takes a few minutes");
  run("cargo", ["build", "--quiet", "--locked", "--release", "--package", "mta-sts-helper"]);
}

/** Only tests need it. */
export function buildConformance() {
  say("Building the runner of the conformance cases");
  run("cargo", ["build", "--quiet", "--locked", "--release", "--package", "mta-sts-conformance"]);
}

/** The native side of `npm run bench`, which loads the helper in a test as well. */
const BENCH = ["build", "--quiet", "--locked", "--release", "--package", "mta-sts-bench"];
/** Begins what {@link buildBench} then waits for. */
export const beginBench = () => begin("cargo", BENCH);

export function buildBench() {
  say("Building the native benchmark");
  run("cargo", BENCH);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.argv.includes("--package") ? buildPackage() : build();
