/**
 * `npm test`: runs every test. What cannot run on this machine (no root to install with, no namespaces) is skipped with a
 * line; under CI=true that is a failure.
 */

import { readdirSync } from "node:fs";

import { CONFORMANCE, beginBench, build, buildBench, buildConformance, installPackages } from "./build.mjs";
import { hasProgram, inRoot, output, say, succeeds } from "./shell.mjs";

const WASM_TARGET = "wasm32-unknown-unknown";
const results = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

function part(name, program, args, options) {
  say(name);
  if (succeeds(program, args, options)) {
    results.passed += 1;
  } else {
    results.failed += 1;
    failures.push(name);
  }
}

function skip(name, why) {
  if (process.env.CI === "true") {
    results.failed += 1;
    failures.push(`${name} (cannot be skipped in CI)`);
  } else {
    results.skipped += 1;
  }
  say(`Skipped: ${name}: ${why}`);
}

const wasmTest = (name) => ["test", "--locked", "--target", WASM_TARGET, "--package", "mta-sts-wasm", "--test", name];
/** The test files of a folder. Node 20 expands no patterns. */
const testsIn = (...folder) =>
  readdirSync(inRoot(...folder))
    .filter((name) => name.endsWith(".test.mjs"))
    .map((name) => inRoot(...folder, name));
const inLab = (program, args) => [inRoot("tests", "lab", "run.sh"), [program, ...args]];

build();
buildConformance();
for (const project of ["js", "www", "www/build", "www/src/offline/worker"]) {
  part(`TypeScript types of ${project}`, inRoot("node_modules", ".bin", "tsc"), ["--project", project]);
}
part("Rust tests", "cargo", [
  "test",
  "--quiet",
  "--locked",
  "--workspace",
  ...["mta-sts-wasm", "mta-sts-reports-wasm", "mta-sts-packed", "mta-sts-bench"].flatMap((name) => ["--exclude", name]),
]);
part("Conformance cases", CONFORMANCE, ["tests/vectors"]);
part("Fuzz corpus", "cargo", ["test", "--quiet", "--locked", "--manifest-path", "fuzz/Cargo.toml"]);
// The lab needs it. What comes before that leaves a processor idle at times.
beginBench();
part("WebAssembly tests in Node", "cargo", wasmTest("offline"));
part("The native verdicts in Node", "node", ["--test", "tests/parity/node.test.mjs"]);
part("The package's functions in Node", "node", ["--test", ...testsIn("tests", "api")]);
part("Packed policies in Node", "node", ["--test", "tests/parity/packed.test.mjs"]);
part("The command", "node", ["--test", ...testsIn("tests", "cli")]);

installPackages("tools", "docs");
installPackages("tools", "lighthouse");
const isPacked = succeeds("node", ["tests/package/prepare.mjs"]);
if (isPacked) {
  part("What the package contains", "node", ["--test", ...testsIn("tests", "package")]);
} else {
  skip("what the package contains, and the package in the lab", "see the lines above.");
}

say("Preparing the lab");
const installed = succeeds(inRoot("tests", "lab", "install.sh"), []);
const lacking = installed ? output(inRoot("tests", "lab", "check.sh"), []) === null : true;

if (hasProgram("chromium") && hasProgram("chromedriver")) {
  part("WebAssembly tests in a page", "cargo", wasmTest("offline"), { env: { WASM_BINDGEN_USE_BROWSER: "1" } });
  part("WebAssembly tests in a worker", "cargo", wasmTest("offline"), {
    env: { WASM_BINDGEN_USE_DEDICATED_WORKER: "1" },
  });
  part("The native verdicts in a page", "node", ["--test", "tests/parity/browser.test.mjs"]);
} else {
  skip("WebAssembly tests in a browser", "chromium and chromedriver are not installed.");
}

if (lacking) {
  succeeds(inRoot("tests", "lab", "check.sh"), []);
  skip("checks in the lab, and the page in a browser", "see the lines above.");
} else {
  // Its clients are in numbers that Node would not bear.
  buildBench();
  const tests = [...testsIn("tests", "lab"), ...testsIn("tests", "e2e")];
  const runnable = tests.filter((path) => isPacked || path !== inRoot("tests", "lab", "package.test.mjs"));
  part("Package, helper and page in the lab", ...inLab("node", ["--test", "--test-concurrency=1", ...runnable]));
}

for (const name of failures) console.error(`✗ ${name}`);
console.log(`parts: ${results.passed} passed, ${results.failed} failed, ${results.skipped} skipped`);
process.exit(results.failed > 0 ? 1 : 0);
