/**
 * `node bench/abuse.mjs`: what many bad clients can do to the helper, in the lab, with figures for docs/performance.md. First
 * floods of connections, then ten minutes of the worst mix of requests.
 *
 *     --clients 10000   of a flood
 *     --seconds 20      for each flood
 *     --minutes 10      for the mix
 */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { build, buildBench } from "../scripts/build.mjs";
import { fail, say } from "../scripts/shell.mjs";
import { BOMBS, QUICK, REFUSED, SLOW } from "../tests/lab/crowd.mjs";
import {
  atLeast,
  atMost,
  freshPolicy,
  held,
  isInLab,
  measure,
  numberOption,
  policy,
  runInLab,
  sleep,
  startServer,
  watch,
} from "./lab.mjs";
import { printTable } from "./table.mjs";

/** What has to be gone is looked for this long. */
const PATIENCE_MS = 60_000;
const FLOODS = ["drip", "silent", "half-open"];

const answered = ({ outcomes }) => outcomes["200"] ?? 0;
const asked = ({ outcomes }) => Object.values(outcomes).reduce((sum, times) => sum + times, 0);
const panics = (server) => (server.isAlive() ? 0 : 1) + (server.errors().match(/panicked/g) ?? []).length;

/** A server that has answered, what it holds then, and what a good client asks for: a policy from memory. */
async function warm() {
  const server = await startServer();
  const url = policy(server, QUICK[0]);
  await (await fetch(url, { headers: { connection: "close" } })).text();
  await sleep(200);
  return { server, url, before: held(server.pid) };
}

/** Seconds until the process has no more open files than before, two more at most; NaN if that takes too long. */
async function untilGone(server, before) {
  const start = performance.now();
  while (held(server.pid).files > before.files + 2) {
    if (performance.now() - start > PATIENCE_MS) return NaN;
    await sleep(50);
  }
  return (performance.now() - start) / 1000;
}

/**
 * H-60: `clients` connections of a kind, each from an address of its own and anew when closed, for some seconds, while one
 * good client asks 20 times a second.
 */
export async function flood(kind, clients, seconds) {
  const { server, url, before } = await warm();
  const watching = watch(server.pid, 100);
  let gone;
  const flooding = measure(["flood", kind, clients, seconds, `${server.origin}/v1/`], ({ phase }) => {
    if (phase === "over") gone = untilGone(server, before);
  });
  // The flood has begun, and ends later.
  await sleep(1000);
  const client = (await measure(["mix", seconds - 1, `good=20/1@${url}`])).good;
  const { connected, failed } = await flooding;
  const secondsUntilGone = await gone;
  const samples = watching.stop();
  const result = {
    connected,
    failed,
    growth: (Math.max(...samples.map(({ rss }) => rss)) - before.rss) / 1024,
    files: Math.max(...samples.map(({ files }) => files)),
    success: (100 * answered(client)) / asked(client),
    p99: client.p99,
    secondsUntilGone,
    panics: panics(server),
  };
  await server.stop();
  return result;
}

/** H-69: policies from memory for good clients, beside fetches from hosts that are slow, send bombs, or refuse. */
export async function mix(seconds) {
  const { server, url, before } = await warm();
  const watching = watch(server.pid, 1000);
  const numbered = (first, count) => first.replace(/^0/, `{0..${count}}`);
  const streams = await measure([
    "mix",
    seconds,
    `good=200/200@${url}`,
    // Fresh ones would hold every place, and the others were refused: so these wait for each other's fetch.
    `slow=50/100@${policy(server, numbered(SLOW[0], SLOW.length))}`,
    `bomb=50/100@${freshPolicy(server, numbered(BOMBS[0], BOMBS.length))}`,
    `refused=50/100@${freshPolicy(server, numbered(`0.${REFUSED}`, 10_000))}`,
  ]);
  const secondsUntilGone = await untilGone(server, before);
  const samples = watching.stop();
  const result = {
    streams,
    panics: panics(server),
    growth: (Math.max(...samples.map(({ rss }) => rss)) - before.rss) / 1024,
    // While the first connections come, memory may grow: the last four fifths of the load count.
    slope: slope(samples.filter(({ at }) => at > seconds / 5 && at < seconds)),
    success: (100 * answered(streams.good)) / asked(streams.good),
    p99: streams.good.p99,
    filesLeft: held(server.pid).files - before.files,
    secondsUntilGone,
  };
  await server.stop();
  return result;
}

/** MiB a minute: the line of least squares. */
function slope(samples) {
  const mean = (value) => samples.reduce((sum, sample) => sum + value(sample), 0) / samples.length;
  const [at, rss] = [mean((sample) => sample.at), mean((sample) => sample.rss)];
  const rise = mean((sample) => (sample.at - at) * (sample.rss - rss)) / mean((sample) => (sample.at - at) ** 2);
  return (rise * 60) / 1024;
}

async function benchInLab() {
  const [clients, seconds] = [numberOption("clients", 10_000), numberOption("seconds", 20)];
  const minutes = numberOption("minutes", 10);
  const files = Number(/^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))[1]);
  if (files < clients + 500) {
    fail(
      `${clients} clients need ${clients + 500} open files, ${files} are allowed here: “ulimit -n ${clients + 500}”.`,
    );
  }
  const rows = [["id", "what", "measured", "wanted", "reached"]];
  for (const kind of FLOODS) {
    say(`${clients} clients for ${seconds} s: ${kind}`);
    const seen = await flood(kind, clients, seconds);
    rows.push(
      ["H-60", `${kind}: connections made, not made`, `${seen.connected}, ${seen.failed}`, "", ""],
      // 1,024 connections, and as many that were told to go: with more, it accepts faster than it looks at them.
      atMost("H-60", `${kind}: open files at the highest`, seen.files, 2048),
      atMost("H-60", `${kind}: memory more than before`, seen.growth, 64, " MiB"),
      atLeast("H-60", `${kind}: a good client is answered`, seen.success, 99, " %"),
      atMost("H-60", `${kind}: the same, p99`, seen.p99 ?? NaN, 1000, " ms"),
      atMost("H-60", `${kind}: all gone after`, seen.secondsUntilGone, 6, " s"),
      atMost("H-60", `${kind}: panics`, seen.panics, 0),
    );
  }
  say(`The worst mix, for ${minutes} min`);
  const seen = await mix(minutes * 60);
  for (const [name, { outcomes, p50, p99, max }] of Object.entries(seen.streams)) {
    const counts = Object.entries(outcomes).map(([outcome, times]) => `${outcome}: ${times.toLocaleString("en")}`);
    const times = p50 === null ? "" : `; p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, longest ${max.toFixed(0)} ms`;
    rows.push(["H-69", name, `${counts.join(", ")}${times}`, "", ""]);
  }
  rows.push(
    atMost("H-69", "panics", seen.panics, 0),
    atMost("H-69", "memory more than before", seen.growth, 64, " MiB"),
    atMost("H-69", "memory, growth a minute", seen.slope, 1, " MiB"),
    atLeast("H-69", "good clients are answered", seen.success, 99, " %"),
    atMost("H-69", "the same, p99", seen.p99 ?? NaN, 250, " ms"),
    atMost("H-69", "open files left", seen.filesLeft, 2),
  );
  printTable(rows);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (isInLab()) {
    await benchInLab();
  } else {
    build();
    buildBench();
    runInLab("abuse.mjs", process.argv.slice(2));
  }
}
