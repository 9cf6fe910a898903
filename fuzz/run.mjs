/**
 * Fuzzes the targets one after another: `node fuzz/run.mjs [--seconds N] [--keep] [target ...]`, all of them for ten
 * minutes each if nothing else is said. What is found goes to `fuzz/target/corpus`; `--keep` adds of it to the committed
 * corpus what reaches new code. Needs cargo-fuzz (`cargo install cargo-fuzz --version 0.13.2 --locked`) and a C++ compiler.
 */

import { spawnSync } from "node:child_process";
import { mkdirSync, openSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { ROOT, fail, hasProgram, inRoot, say } from "../scripts/shell.mjs";

const ALL = readdirSync(inRoot("fuzz", "fuzz_targets")).map((file) => file.replace(/\.rs$/, ""));
/** Names and record data are short; time spent on longer ones is lost. */
const MOST_BYTES = { domain: 512, mx_data: 512 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: "string", default: "600" }, keep: { type: "boolean", default: false } },
});
const targets = positionals.length > 0 ? positionals : ALL;
const unknown = targets.find((target) => !ALL.includes(target));
if (unknown !== undefined) fail(`There is no target “${unknown}”. There are: ${ALL.join(", ")}.`);
if (!hasProgram("cargo-fuzz")) fail("cargo-fuzz is missing: cargo install cargo-fuzz --version 0.13.2 --locked");

const logs = inRoot("fuzz", "target", "logs");
mkdirSync(logs, { recursive: true });
const committed = (target) => join("fuzz", "corpus", target);
const found = (target) => join("fuzz", "target", "corpus", target);

/** Runs libFuzzer; it writes to standard error, which goes to a log. */
function libFuzzer(target, name, folders, args) {
  for (const folder of folders) mkdirSync(inRoot(folder), { recursive: true });
  const log = join(logs, `${target}-${name}.log`);
  const output = openSync(log, "w");
  // Coverage is an unstable option of rustc; sanitizers need more than that, and the core has no unsafe code.
  const { status } = spawnSync(
    "cargo",
    ["fuzz", "run", "--sanitizer", "none", "--features", "libfuzzer", target, ...folders, "--", ...args],
    { cwd: ROOT, stdio: ["ignore", output, output], env: { ...process.env, RUSTC_BOOTSTRAP: "1" } },
  );
  return { isGood: status === 0, log, text: readFileSync(log, "utf8") };
}

function sizeOf(folder) {
  const files = readdirSync(inRoot(folder));
  return { files: files.length, bytes: files.reduce((sum, file) => sum + statSync(inRoot(folder, file)).size, 0) };
}

const table = {};
let failed = false;
for (const target of targets) {
  say(`Fuzzing ${target} for ${values.seconds} seconds`);
  const length = `-max_len=${MOST_BYTES[target] ?? 4096}`;
  const args = [
    `-max_total_time=${values.seconds}`,
    "-timeout=5",
    "-rss_limit_mb=2048",
    "-print_final_stats=1",
    length,
  ];
  const { isGood, log, text } = libFuzzer(target, "run", [found(target), committed(target)], args);
  failed ||= !isGood;
  const stat = (name) => Number(text.match(new RegExp(`stat::${name}:\\s+(\\d+)`))?.[1] ?? 0);
  table[target] = { executions: stat("number_of_executed_units"), "per second": stat("average_exec_per_sec") };
  if (!isGood) console.error(`✗ ${target} failed; see ${log} and fuzz/artifacts/${target}.`);
  if (values.keep && isGood) {
    // Without counters an input is new if it reaches new code, not if it goes there more often: a small corpus.
    libFuzzer(target, "merge", [committed(target), found(target)], ["-merge=1", "-use_counters=0", length]);
  }
  Object.assign(table[target], sizeOf(committed(target)), { result: isGood ? "held" : "failed" });
}
console.table(table);
process.exit(failed ? 1 : 0);
