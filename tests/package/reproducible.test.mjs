/** The modules are the same, byte for byte, whoever builds them and where: a clean build in another folder gives what is packed. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { test } from "node:test";

import { inRoot } from "../../scripts/shell.mjs";

/** What a build of the modules needs. */
const SOURCES = ["crates", "bench", "scripts", "tools", ".cargo", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml"];

test("two clean builds in two folders give the same modules and the same glue", () => {
  // A space in the path, because flags are split at spaces.
  const folder = mkdtempSync(join(tmpdir(), "mta sts "));
  try {
    const filter = (path) => !["target", "node_modules"].includes(basename(path));
    for (const name of SOURCES) cpSync(inRoot(name), join(folder, name), { recursive: true, filter });
    // Tools of the host: how they were built is no part of the module.
    symlinkSync(inRoot("node_modules"), join(folder, "node_modules"));
    if (existsSync(inRoot("tools", "target"))) symlinkSync(inRoot("tools", "target"), join(folder, "tools", "target"));
    const script = 'const { buildModules } = await import("./scripts/build.mjs"); buildModules();';
    const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, CARGO_TARGET_DIR: undefined },
    });
    assert.equal(status, 0, stderr);
    for (const name of ["mta_sts", "reports/mta_sts_reports"].flatMap((name) => [
      `${name}_bg.wasm`,
      `${name}.js`,
      `${name}.d.ts`,
    ])) {
      const [here, there] = [inRoot("js", "pkg", name), join(folder, "js", "pkg", name)].map((path) =>
        readFileSync(path),
      );
      assert.ok(here.equals(there), `${name} differs`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
