/**
 * Keeps the machine out of what is built: a panic's message names the source file, by its whole path where that is not in
 * the project's folder. With other names for those folders, everybody builds the same octets.
 */

import { dirname, join } from "node:path";

import { ROOT, fail, output } from "./shell.mjs";

/** The environment in which cargo builds for `target` with no path of this machine; it overrides `RUSTFLAGS`. */
export function withoutPaths(target) {
  const names = new Map([...packageFolders(target), [ROOT, "."], standardLibrary()]);
  const flags = [...names].map(([folder, name]) => `--remap-path-prefix=${folder}=${name}`);
  return { CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f") };
}

/** Where cargo keeps the sources of packages from registries: a folder for each registry, or a vendored one. */
function packageFolders(target) {
  const metadata = output("cargo", ["metadata", "--locked", "--format-version", "1", "--filter-platform", target]);
  if (metadata === null) fail("“cargo metadata” failed: is Cargo.lock up to date?");
  const packages = JSON.parse(metadata).packages.filter(({ source }) => source !== null);
  return packages.map(({ manifest_path: manifest }) => [dirname(dirname(manifest)), "registry"]);
}

/** With the component rust-src, the standard library's generic code bears the paths of that; without, these names. */
function standardLibrary() {
  const commit = output("rustc", ["--version", "--verbose"])?.match(/^commit-hash: (.+)$/m)?.[1];
  const sysroot = output("rustc", ["--print", "sysroot"])?.trim();
  return [join(sysroot ?? "", "lib", "rustlib", "src", "rust"), `/rustc/${commit}`];
}
