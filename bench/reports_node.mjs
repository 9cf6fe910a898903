/** `node bench/reports_node.mjs PACK` reads the reports of a pack with the package, as bench/peers does with mail-auth. */

import { readFileSync } from "node:fs";

import { readReports } from "../js/dist/node.js";
import { openPack } from "./pack.mjs";

const kibibytes = (line) => Number(readFileSync("/proc/self/status", "utf8").match(`${line}:\\s+(\\d+)`)?.[1] ?? 0);
const [path] = process.argv.slice(2);

// The module is there before the clock runs: docs/performance.md has the start by itself.
await readReports([]);
const base = kibibytes("VmRSS");
const cpu = process.cpuUsage();
const wall = performance.now();
const { reports, unreadable, duplicates, sessions } = await readReports(openPack(path));
const { user, system } = process.cpuUsage(cpu);
console.log(
  JSON.stringify({
    cpuMs: (user + system) / 1000,
    wallMs: performance.now() - wall,
    baseKib: base,
    peakKib: kibibytes("VmHWM"),
    read: reports + duplicates,
    refused: unreadable,
    ...sessions,
  }),
);
