/**
 * `npm run bench`: builds what it needs, times ours and others on the same 1,000 policies, prints the ratios of
 * docs/performance.md with their targets, reads TLS reports, opens the page, loads the helper, then checks that nothing takes more
 * than proportional time.
 *
 * A target that is missed is printed, and fails nothing: on a shared machine a ratio moves. A superlinear parser fails.
 */

import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { build, buildBench } from "../scripts/build.mjs";
import { TARGET, fail, inRoot, say, succeeds } from "../scripts/shell.mjs";
import { KINDS, writeCorpus } from "./corpus.mjs";
import { benchHelper } from "./helper.mjs";
import { benchPackage } from "./package.mjs";
import { benchPage } from "./page.mjs";
import { benchReports } from "./reports.mjs";
import { printTable } from "./table.mjs";
import { ratioRows } from "./targets.mjs";

/** Both sides take turns this often; the medians count. */
const PASSES = 3;
const CORPUS = join(TARGET, "bench", "corpus.json");
const NATIVE = join(TARGET, "release", "mta-sts-bench");

build();
buildBench();
writeCorpus(CORPUS);

say(`Timing, in ${PASSES} passes`);
const passes = [];
for (let pass = 0; pass < PASSES; pass++) {
  passes.push(timings(NATIVE, ["ratios", CORPUS]), timings(process.execPath, [inRoot("bench", "node.mjs"), CORPUS]));
}
const peers = succeeds("python3", ["-c", "import checkdmarc"], { quiet: true });
if (peers) passes.push(timings("python3", [inRoot("bench", "peers.py"), CORPUS]));
const { nanoseconds, disagreements } = medians(passes);

printTimes();
printRatios();
if (!peers) say("Left out: checkdmarc is not installed for python3 (pip install checkdmarc postfix-mta-sts-resolver).");

say("Weighing the package and timing its calls");
await benchPackage();

say("Reading TLS reports");
await benchReports();

say("Opening the page");
await benchPage();

say("Loading the helper, beside nginx");
benchHelper();

say("Checking that twice the input takes no more than twice the time, give or take a quarter");
// glibc keeps what is freed: fetching megabytes from the kernel anew each time would be measured as well.
const env = { MALLOC_MMAP_MAX_: "0", MALLOC_TRIM_THRESHOLD_: `${2 ** 32}` };
if (!succeeds(NATIVE, ["linear"], { env })) fail("See the lines that do not end in “ok”.");

/** What one side measured: `{ nanoseconds: { subject: { kind: number } }, disagreements: { subject: number } }`. */
function timings(program, args) {
  const { status, stdout } = spawnSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (status !== 0) fail(`“${[program, ...args].join(" ")}” failed; its own words are above.`);
  return JSON.parse(stdout);
}

function medians(passes) {
  const nanoseconds = {};
  const disagreements = {};
  const subjects = new Set(passes.flatMap((pass) => Object.keys(pass.nanoseconds)));
  for (const subject of subjects) {
    const seen = passes.flatMap((pass) => pass.nanoseconds[subject] ?? []);
    nanoseconds[subject] = {};
    for (const kind of Object.keys(seen[0])) {
      const values = seen.map((times) => times[kind]).sort((a, b) => a - b);
      nanoseconds[subject][kind] = values[values.length >> 1];
    }
  }
  for (const pass of passes) Object.assign(disagreements, pass.disagreements);
  return { nanoseconds, disagreements };
}

/** Nanoseconds of each parser, and how often it disagrees with the labels: one that checks less is faster. */
function printTimes() {
  const kinds = Object.keys(KINDS);
  const rows = [["ns per operation", ...kinds, "disagrees with the label"]];
  for (const [subject, times] of Object.entries(nanoseconds)) {
    const numbers = kinds.map((kind) =>
      times[kind] === undefined ? "" : Math.round(times[kind]).toLocaleString("en"),
    );
    rows.push([subject, ...numbers, `${disagreements[subject] ?? ""}`]);
  }
  printTable(rows);
}

function printRatios() {
  const rows = [["target", "what", "measured", "wanted", "reached"]];
  for (const { target, what, measured, wanted, reached } of ratioRows(nanoseconds)) {
    rows.push([target, what, measured.toFixed(2), wanted, reached ? "yes" : "NO"]);
  }
  printTable(rows);
}
