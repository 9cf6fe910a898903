/**
 * `node bench/node.mjs CORPUS.json` prints what policies and MX hosts cost in Node, in nanoseconds of CPU time: ours over
 * the WebAssembly border, mailauth, and a parser written by hand. `bench/run.mjs` puts the numbers in proportion.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { initSync, validatePolicy } from "../js/pkg/mta_sts.js";
import { policyParser } from "../js/dist/node.js";
import { parse as parseByHand } from "./handwritten.mjs";
import { KINDS } from "./corpus.mjs";
import { inRoot } from "../scripts/shell.mjs";

const ROUNDS = 5;
const SAMPLE_MS = 10;

const mailauth = createRequire(import.meta.url)("mailauth/lib/mta-sts.js");
// The same instance for the glue's functions and the package's.
initSync({ module: readFileSync(inRoot("js", "pkg", "mta_sts_bg.wasm")) });
const parser = await policyParser();
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

/** Asks for everything that a parser written by hand gives as well; gives whether the policy is valid. */
function readOut(policy) {
  const { validity, mode, maxAge, mx, findings } = policy;
  sink += mx.length + findings.length + (maxAge ?? 0) + (mode?.length ?? 0);
  return validity === "valid";
}

/** Every way to read one policy: gives whether it was found to be valid. */
const PARSERS = {
  mailauth: (text) => isTakenByMailauth(text),
  "mailauth, strict": (text) => isTakenByMailauth(text, { strict: true }),
  "by hand": (text) => parseByHand(text).validity === "valid",
  validatePolicy: (text) => validatePolicy(encoder.encode(text)).validity === "valid",
  parse: (text) => parser.parse(text).validity === "valid",
  "parse, read out": (text) => readOut(parser.parse(text)),
};

function count(list, isCounted) {
  let counted = 0;
  for (const item of list) if (isCounted(item)) counted++;
  return counted;
}

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
  const texts = ofKind.map((one) => one.text);
  for (const [subject, parse] of Object.entries(PARSERS)) {
    tasks.push({ subject, kind, operations: texts.length, run: () => count(texts, parse) });
  }
  const asked = ofKind.filter((one) => one.valid);
  if (asked.length === 0) continue;
  const policies = asked.map(({ text, hosts }) => ({ policy: mailauth.parsePolicy(text), hosts }));
  const operations = asked.length * asked[0].hosts.length;
  tasks.push({
    subject: "match: mailauth",
    kind,
    operations,
    run() {
      let matched = 0;
      for (const { policy, hosts } of policies) {
        matched += count(hosts, (host) => mailauth.validateMx(host, policy).valid);
      }
      return matched;
    },
  });
  const matchers = asked.map(({ text, hosts }) => ({ matcher: parser.matcher(text), hosts }));
  tasks.push({
    subject: "match: allows",
    kind,
    operations,
    run() {
      let matched = 0;
      for (const { matcher, hosts } of matchers) matched += count(matcher.allows(hosts), Boolean);
      return matched;
    },
  });
  tasks.push({
    subject: "match: allows, one by one",
    kind,
    operations,
    run() {
      let matched = 0;
      for (const { matcher, hosts } of matchers) matched += count(hosts, (host) => matcher.allows([host])[0]);
      return matched;
    },
  });
}
const disagreements = {};
for (const [subject, parse] of Object.entries(PARSERS)) {
  disagreements[subject] = count(cases, ({ text, valid }) => parse(text) !== valid);
}
console.log(JSON.stringify({ nanoseconds: measure(tasks), disagreements, sink: sink > 0 }));
