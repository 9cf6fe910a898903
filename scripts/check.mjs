/** `npm run check`: formatting, lints, licences. Changes nothing. */

import { installPackages, prepareRust } from "./build.mjs";
import { hasProgram, inRoot, run, say } from "./shell.mjs";

prepareRust();
installPackages();
say("Formatting");
run("cargo", ["fmt", "--all", "--check"]);
run("cargo", ["fmt", "--manifest-path", "tools/Cargo.toml", "--check"]);
run("cargo", ["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"]);
run("cargo", ["fmt", "--manifest-path", "bench/peers/Cargo.toml", "--check"]);
run(inRoot("node_modules", ".bin", "prettier"), ["--check", "--log-level", "warn", "."]);
say("Lints");
const deny = ["--", "--deny", "warnings"];
run("cargo", ["clippy", "--quiet", "--locked", "--workspace", "--all-targets", ...deny]);
run("cargo", [
  "clippy",
  "--quiet",
  "--locked",
  "--package",
  "mta-sts-wasm",
  "--package",
  "mta-sts-reports-wasm",
  "--target",
  "wasm32-unknown-unknown",
  "--all-targets",
  ...deny,
]);
// Not every target: the library takes in files whose tests belong elsewhere.
run("cargo", ["clippy", "--quiet", "--locked", "--manifest-path", "fuzz/Cargo.toml", "--lib", "--tests", ...deny]);
if (hasProgram("cargo-deny")) {
  say("Licences and sources of dependencies");
  run("cargo", ["deny", "--log-level", "error", "check", "bans", "licenses", "sources"]);
} else {
  say("cargo-deny is not installed: licences were not checked (cargo install cargo-deny).");
}
