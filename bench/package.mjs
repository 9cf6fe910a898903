/**
 * What the package weighs and what a call of it costs: `node bench/package.mjs` prints both as tables; `npm run bench` runs it
 * last. Times are medians; they are of one machine, so read them beside each other.
 */

import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { PAGE } from "../scripts/build.mjs";
import { inRoot, output } from "../scripts/shell.mjs";
import { printTable } from "./table.mjs";

/** How often a program is started, or a call timed. */
const ROUNDS = 9;
/** T6 of docs/performance.md, in bytes. */
const WANTED = { engine: 40_000, page: 60_000 };

const number = (value) => value.toLocaleString("en");
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

/** Raw, gzip -9 and brotli 11 of some files. */
function weigh(paths) {
  const files = paths.map((path) => readFileSync(path));
  const total = (size) => files.reduce((sum, bytes) => sum + size(bytes), 0);
  return [
    total((bytes) => bytes.length),
    total((bytes) => gzipSync(bytes, { level: 9 }).length),
    total((bytes) => brotliCompressSync(bytes).length),
  ];
}

function filesIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function printSizes() {
  const pkg = (name) => inRoot("js", "pkg", name);
  const engine = [pkg("mta_sts_bg.wasm"), pkg("mta_sts.js")];
  // What a visitor loads: the compressed copies beside the files are the same once more.
  const page = filesIn(PAGE).filter((path) => /\.(html|css|js|wasm)$/.test(path));
  const rows = [
    ["the WebAssembly module", ...weigh([engine[0]]), ""],
    ["its glue", ...weigh([engine[1]]), ""],
    ["engine: both", ...weigh(engine), WANTED.engine],
    ["the page, with all it loads", ...weigh(page), WANTED.page],
  ];
  const cells = rows.map(([what, raw, gzip, brotli, wanted]) => [
    what,
    ...[raw, gzip, brotli].map(number),
    wanted === "" ? "" : `≤ ${number(wanted)}: ${brotli <= wanted ? "yes" : "NO"}`,
  ]);
  printTable([["bytes", "raw", "gzip", "brotli", "T6, brotli"], ...cells]);
  const [packed] = JSON.parse(output("npm", ["pack", "--dry-run", "--json", "--ignore-scripts", "--silent"]));
  const { size, unpackedSize, entryCount } = packed;
  console.log(
    `The package: ${number(size)} bytes as a tarball, ${number(unpackedSize)} unpacked, ${entryCount} files.\n`,
  );
}

/** Runs a script in a fresh Node; gives the numbers that it prints. */
function fresh(script) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8",
    cwd: inRoot(),
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const START = `
  const start = performance.now();
  const { init, validatePolicy } = await import("./js/dist/node.js");
  const imported = performance.now();
  await init();
  const loaded = performance.now();
  await validatePolicy("version: STSv1\\nmode: none\\nmax_age: 1\\n");
  console.log(JSON.stringify([imported - start, loaded - imported, performance.now() - loaded]));
`;
const START_MAILAUTH = `
  const start = performance.now();
  const { createRequire } = await import("node:module");
  const { parsePolicy } = createRequire(process.cwd() + "/")("mailauth/lib/mta-sts.js");
  const imported = performance.now();
  parsePolicy("version: STSv1\\nmode: none\\nmax_age: 1\\n");
  console.log(JSON.stringify([imported - start, 0, performance.now() - imported]));
`;

function printStart() {
  const rows = [["ms in a fresh Node", "import", "init", "first call", "together"]];
  for (const [what, script] of [
    ["ours", START],
    ["mailauth/lib/mta-sts.js", START_MAILAUTH],
  ]) {
    const runs = Array.from({ length: ROUNDS }, () => fresh(script));
    const parts = [0, 1, 2].map((part) => median(runs.map((run) => run[part])));
    const together = median(runs.map((run) => run.reduce((sum, part) => sum + part, 0)));
    rows.push([what, ...[...parts, together].map((value) => value.toFixed(1))]);
  }
  printTable(rows);
}

/** Microseconds of one call, awaited. */
async function cost(call) {
  const samples = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    let times = 0;
    for (; performance.now() - start < 50; times++) await call();
    samples.push(((performance.now() - start) * 1000) / times);
  }
  return median(samples);
}

async function printCalls() {
  const { check, explain, matchMx, readDomain, replay, validatePolicy, validateRecord } =
    await import("../js/dist/node.js");
  const policy = "version: STSv1\nmode: enforce\nmx: mx1.example.com\nmx: *.mail.example.com\nmax_age: 604800\n";
  const recording = readFileSync(inRoot("tests", "vectors", "cases", "healthy.json"), "utf8");
  const nothing = async () => Response.json({ Status: 0 });
  const calls = {
    readDomain: () => readDomain("example.com"),
    validatePolicy: () => validatePolicy(policy),
    "validatePolicy, with senders and two hosts": () =>
      validatePolicy(policy, { senders: true, mx: ["mx1.example.com", "a.mail.example.com"] }),
    validateRecord: () => validateRecord("v=STSv1; id=20260101;"),
    matchMx: () => matchMx(["mx1.example.com", "*.mail.example.com"], "a.mail.example.com"),
    explain: () => explain("sts-policy-fetch-error"),
    "replay of a healthy domain": () => replay(recording),
    "check without any network": () => check("example.com", { fetch: nothing, helper: null }),
  };
  const rows = [["µs per awaited call", ""]];
  for (const [what, call] of Object.entries(calls)) rows.push([what, (await cost(call)).toFixed(1)]);
  printTable(rows);
}

export async function benchPackage() {
  printSizes();
  printStart();
  await printCalls();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await benchPackage();
