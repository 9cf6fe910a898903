/**
 * `node bench/node.mjs CORPUS.json` prints what policies and MX hosts cost in Node, in nanoseconds of CPU time: ours over
 * the WebAssembly border, mailauth, and a parser written by hand. `bench/run.mjs` puts the numbers in proportion.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import initWasm, { validatePolicy } from "../js/pkg/mta_sts.js";
import { parse as parseByHand } from "./handwritten.mjs";
import { KINDS } from "./corpus.mjs";
import { inRoot } from "../scripts/shell.mjs";

const ROUNDS = 5;
const SAMPLE_MS = 10;

const mailauth = createRequire(import.meta.url)("mailauth/lib/mta-sts.js");
await initWasm({ module_or_path: readFileSync(inRoot("js", "pkg", "mta_sts_bg.wasm")) });
const encoder = new TextEncoder();

/** Whether mailauth takes a policy. */
function isTakenByMailauth(text, options) {
  try {
    mailauth.parsePolicy(text, options);
    return true;
  } catch {
    return false;
  }
}

/** Every way to read one policy: gives whether it was found to be valid. */
const PARSERS = {
  mailauth: (text) => isTakenByMailauth(text),
  "mailauth, strict": (text) => isTakenByMailauth(text, { strict: true }),
  "by hand": (text) => parseByHand(text).validity === "valid",
  validatePolicy: (text) => validatePolicy(encoder.encode(text)).validity === "valid",
};

/** CPU time of this process so far, in nanoseconds: user and system, all threads. */
function cpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

/** Keeps results in use, so that nothing is optimised away. */
let sink = 0;

function time(times, run) {
  const start = cpu();
  for (let n = 0; n < times; n++) sink += run();
  return cpu() - start;
}

function runsFor(nanoseconds, run) {
  let times = 1;
  while (time(times, run) < nanoseconds) times *= 2;
  return times;
}

export function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/** Medians over rounds in which every task has its turn. */
function measure(tasks) {
  for (const task of tasks) task.times = runsFor(SAMPLE_MS * 1e6, task.run);
  for (let round = 0; round < ROUNDS; round++) {
    for (const task of tasks) (task.samples ??= []).push(time(task.times, task.run) / task.times / task.operations);
  }
  const nanoseconds = {};
  for (const { subject, kind, samples } of tasks) (nanoseconds[subject] ??= {})[kind] = median(samples);
  return nanoseconds;
}

const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
const tasks = [];
for (const kind of [...Object.keys(KINDS), "all"]) {
  const ofKind = kind === "all" ? cases : cases.filter((one) => one.kind === kind);
  for (const [subject, parse] of Object.entries(PARSERS)) {
    const run = () => {
      let taken = 0;
      for (const { text } of ofKind) if (parse(text)) taken++;
      return taken;
    };
    tasks.push({ subject, kind, operations: ofKind.length, run });
  }
  const asked = ofKind
    .filter((one) => one.valid)
    .map(({ text, hosts }) => ({ policy: mailauth.parsePolicy(text), hosts }));
  if (asked.length === 0) continue;
  tasks.push({
    subject: "match: mailauth",
    kind,
    operations: asked.length * asked[0].hosts.length,
    run: () => {
      let matched = 0;
      for (const { policy, hosts } of asked) {
        for (const host of hosts) if (mailauth.validateMx(host, policy).valid) matched++;
      }
      return matched;
    },
  });
}
const disagreements = {};
for (const [subject, parse] of Object.entries(PARSERS)) {
  disagreements[subject] = cases.filter(({ text, valid }) => parse(text) !== valid).length;
}
console.log(JSON.stringify({ nanoseconds: measure(tasks), disagreements, sink: sink > 0 }));
