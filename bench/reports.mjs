/**
 * Reading TLS reports, ours beside parsedmarc and mail-auth, on the same files: `node bench/reports.mjs`, or as a part of `npm run bench`.
 *
 * A month of 10,000 reports, then what each makes of odd ones, whether memory grows with the number of reports, and what hostile files
 * cost. Each figure is the best of several rounds in which all take turns, each round in a process of its own.
 */

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build, buildBench } from "../scripts/build.mjs";
import { TARGET, fail, inRoot, output, say, succeeds } from "../scripts/shell.mjs";
import { reports } from "../tests/reports/corpus.mjs";
import { manySenders } from "../tests/reports/senders.mjs";
import { bombs } from "./bombs.mjs";
import { ODDITIES, verdict } from "./oddities.mjs";
import { writePack } from "./pack.mjs";
import { readInPage } from "./reports_page.mjs";
import { printTable } from "./table.mjs";

const ROUNDS = 5;
/** 18 domains and 20 senders: in a month some 10,000 reports. */
const DOMAINS = Array.from({ length: 18 }, (_, number) => `domain${number}.example`);
const SENDERS = manySenders(20);
const REPORTS_OF_A_MONTH = 10_000;

const NATIVE = join(TARGET, "release", "mta-sts-bench");
const PEERS = join(TARGET, "bench", "peers", "release", "mta-sts-bench-peers");
const NODE_PEER = inRoot("bench", "reports_node.mjs");
const PYTHON_PEER = inRoot("bench", "reports_peer.py");
const packFile = (name) => join(TARGET, "bench", `reports-${name}.pack`);

const number = (value) => Math.round(value).toLocaleString("en");
const mebibytes = (kibibytes) => (kibibytes / 1024).toFixed(1);

/** Who reads: `sum` adds the sessions of a pack up, `each` says what it makes of each file. */
function subjects() {
  const found = {
    "ours, native": { sum: [NATIVE, "reports", "sum"], each: [NATIVE, "reports", "each"] },
    "ours, in Node": { sum: [process.execPath, NODE_PEER] },
  };
  const manifest = ["--manifest-path", inRoot("bench", "peers", "Cargo.toml")];
  const folder = ["--target-dir", join(TARGET, "bench", "peers")];
  if (succeeds("cargo", ["build", "--quiet", "--release", "--locked", ...manifest, ...folder])) {
    found["mail-auth"] = { sum: [PEERS, "sum"], each: [PEERS, "each"] };
  } else say("Left out: mail-auth could not be built.");
  const python = process.env.PYTHON ?? "python3";
  const version = output(python, [PYTHON_PEER, "version", ""])?.trim();
  if (version)
    found[`parsedmarc ${version}`] = { sum: [python, PYTHON_PEER, "sum"], each: [python, PYTHON_PEER, "each"] };
  else say("Left out: parsedmarc is not installed for python3 (pip install parsedmarc; PYTHON names another python).");
  return found;
}

function ask([program, ...args], path) {
  const { status, stdout } = spawnSync(program, [...args, path], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: Infinity,
  });
  if (status !== 0) fail(`“${[program, ...args, path].join(" ")}” failed; its own words are above.`);
  return JSON.parse(stdout);
}

/** A pack of so many reports of our domains, and what they say in all. */
function pack(count) {
  const truth = { read: 0, successful: 0, failed: 0, octets: 0, compressed: 0 };
  const days = Math.ceil((count * 31) / REPORTS_OF_A_MONTH);
  const path = packFile(count);
  function* files() {
    for (const report of reports({ domains: DOMAINS, senders: SENDERS, firstDay: "2026-01-01", days })) {
      if (truth.read === count) return;
      truth.read++;
      truth.successful += report.successful;
      truth.failed += report.failed;
      truth.octets += report.json.length;
      truth.compressed += report.bytes.length;
      yield report;
    }
  }
  writePack(path, files());
  if (truth.read !== count) fail(`There are ${truth.read} reports, not ${count}.`);
  return { path, truth };
}

function printMonth(found) {
  const { path, truth } = pack(REPORTS_OF_A_MONTH);
  const size = (octets) => `${number(octets / REPORTS_OF_A_MONTH)} octets`;
  say(`${number(REPORTS_OF_A_MONTH)} reports, ${size(truth.octets)} each, ${size(truth.compressed)} compressed`);
  const rounds = Object.fromEntries(Object.keys(found).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, { sum }] of Object.entries(found)) rounds[name].push(ask(sum, path));
  }
  const best = (name, member) => Math.min(...rounds[name].map((round) => round[member]));
  const ours = best("ours, native", "cpuMs");
  const rows = Object.keys(found).map((name) => {
    const [first] = rounds[name];
    const cpu = best(name, "cpuMs");
    const isRight =
      first.read === truth.read && ["successful", "failed"].every((member) => first[member] === truth[member]);
    return [
      name,
      number(cpu),
      number(best(name, "wallMs")),
      number((REPORTS_OF_A_MONTH / cpu) * 1000),
      (cpu / ours).toFixed(1),
      mebibytes(best(name, "peakKib")),
      mebibytes(Math.min(...rounds[name].map(({ peakKib, baseKib }) => peakKib - baseKib))),
      number(first.refused),
      isRight ? "yes" : "NO",
    ];
  });
  const heads = [
    "CPU ms",
    "wall ms",
    "reports per second of CPU",
    "× ours",
    "peak MiB",
    "of it grown",
    "refused",
    "sums right",
  ];
  printTable([["a month of 10,000 reports", ...heads], ...rows]);
}

function printOddities(found) {
  const path = packFile("odd");
  writePack(path, ODDITIES);
  const asked = Object.entries(found).filter(([, { each }]) => each);
  const answers = asked.map(([, { each }]) => ask(each, path));
  const rows = ODDITIES.map((oddity) => [
    oddity.what,
    ...answers.map((answer) => verdict(oddity, answer[oddity.name])),
  ]);
  printTable([["a report with …", ...asked.map(([name]) => name)], ...rows]);
}

function printMemory(found) {
  const counts = [1_000, 10_000, 100_000];
  const packs = counts.map((count) => pack(count).path);
  const rows = Object.entries(found).map(([name, { sum }]) => [
    name,
    ...packs.map((path) => ask(sum, path)).map(({ peakKib, baseKib }) => mebibytes(peakKib - baseKib)),
  ]);
  printTable([["MiB grown for so many reports", ...counts.map(number)], ...rows]);
}

/** What is hostile, to ours alone: others may take all the memory that there is. */
function printBombs(found) {
  const path = packFile("bomb");
  const ours = ["ours, native", "ours, in Node"].map((name) => found[name].sum);
  const rows = [];
  for (const bomb of bombs()) {
    writePack(path, [bomb]);
    const rounds = ours.map((sum) => Array.from({ length: 3 }, () => ask(sum, path)));
    const cells = rounds.flatMap((round) => [
      number(Math.min(...round.map(({ cpuMs }) => cpuMs))),
      mebibytes(Math.min(...round.map(({ peakKib, baseKib }) => peakKib - baseKib))),
    ]);
    rows.push([bomb.what, number(bomb.bytes.length), ...cells]);
  }
  const heads = ["native: ms", "MiB grown", "Node: ms", "MiB grown"];
  printTable([["a file of …", "octets", ...heads], ...rows]);
}

async function printPage() {
  const { took, says } = await readInPage(packFile(REPORTS_OF_A_MONTH), 3);
  say(`The page takes ${number(Math.min(...took))} ms for the month, until it is drawn: “${says.trim()}”`);
}

export async function benchReports() {
  const found = subjects();
  printMonth(found);
  await printPage();
  printOddities(found);
  printMemory(found);
  printBombs(found);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  build();
  buildBench();
  await benchReports();
}
