/**
 * `node bench/helper.mjs` (in `npm run bench`): how much the helper serves and what it takes, beside nginx doing the same
 * proxying in the same run, in the lab. T11 of docs/performance.md.
 *
 *     --seconds 2   for each measurement
 *     --rounds 3    in which all take turns; medians count
 */

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { HELPER, build, buildBench } from "../scripts/build.mjs";
import { QUICK } from "../tests/lab/crowd.mjs";
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
  startServer,
} from "./lab.mjs";
import { startProxy } from "./proxy.mjs";
import { printTable } from "./table.mjs";

const CONNECTIONS = [1, 32, 256];
/** For memory per connection. */
const IDLE = 800;

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

/** Requests that the policy hosts have answered so far: what was fetched, and not remembered or shared. */
const fetched = () => readFileSync(join(process.env.LAB_DIR, "nginx", "access.log"), "latin1").split("\n").length - 1;

/** What costs the helper least, and keeps the connection. */
const nothingToDo = (server) => `${server.origin}/healthz`;

/** Every way to be answered: `{ what, run(connections, seconds), fetches }`. */
function subjects({ helper, second, proxy }) {
  const load = (urls) => (connections, seconds) => measure(["load", connections, seconds, ...urls]);
  const fetch = (how) => (concurrency, seconds) => measure(["fetch", how, concurrency, seconds, ...QUICK]);
  const fresh = (server) => QUICK.map((domain) => freshPolicy(server, domain));
  const theirs = (path) => [`${proxy.origin}${path}`];
  return [
    { what: "nothing to do: helper", run: load([nothingToDo(helper)]) },
    { what: "nothing to do: nginx", run: load(theirs("/null")) },
    { what: "from memory: helper", run: load([policy(helper, QUICK[0])]) },
    { what: "from memory: nginx", run: load(theirs(`/memory?domain=${QUICK[0]}`)) },
    { what: "fresh: helper", run: load(fresh(helper)), fetches: true },
    {
      what: "fresh: two helpers",
      run: load(fresh(helper).flatMap((url, at) => [url, fresh(second)[at]])),
      fetches: true,
    },
    { what: "fresh: nginx", run: load(QUICK.flatMap((domain) => theirs(`/fresh?domain=${domain}`))), fetches: true },
    { what: "bare TLS and GET", run: fetch("bare"), fetches: true },
    { what: "bare DNS, TLS and GET", run: fetch("bare-dns"), fetches: true },
    { what: "the helper's fetch alone", run: fetch("policy"), fetches: true },
  ];
}

/** `{ [what]: { [connections]: { perSecond, p50, p99, refused } } }` */
async function rates(all, rounds, seconds) {
  const seen = {};
  for (let round = 0; round < rounds; round++) {
    for (const connections of CONNECTIONS) {
      for (const { what, run, fetches } of all) {
        const before = fetches && fetched();
        const { perSecond, p50, p99, outcomes } = await run(connections, seconds);
        const refused = Object.entries(outcomes).filter(([outcome]) => outcome !== "200");
        ((seen[what] ??= {})[connections] ??= []).push({
          // Who is answered with what another one's fetch brought was not served fresh.
          perSecond: fetches ? Math.min(perSecond, (fetched() - before) / seconds) : perSecond,
          p50,
          p99,
          refused: refused.reduce((sum, [, times]) => sum + times, 0),
        });
      }
    }
  }
  for (const byConnections of Object.values(seen)) {
    for (const [connections, list] of Object.entries(byConnections)) {
      const middle = (name) => median(list.map((one) => one[name]));
      byConnections[connections] = Object.fromEntries(Object.keys(list[0]).map((name) => [name, middle(name)]));
    }
  }
  return seen;
}

/** KiB that each of many idle connections takes, of all of a server's processes. */
async function perConnection(pids, url) {
  const total = () => pids.reduce((sum, pid) => sum + held(pid).rss, 0);
  const before = total();
  let during;
  await measure(["flood", "idle", IDLE, 3, url], ({ phase, open }) => {
    if (phase === "over" && open === IDLE) during = total();
  });
  return during === undefined ? NaN : (during - before) / IDLE;
}

async function benchInLab() {
  const [seconds, rounds] = [numberOption("seconds", 2), numberOption("rounds", 3)];
  const idle = await startServer();
  const proxy = await startProxy();
  const { rss } = held(idle.pid);
  const ourConnection = await perConnection([idle.pid], nothingToDo(idle));
  const theirConnection = await perConnection(proxy.pids, `${proxy.origin}/null`);
  await idle.stop();

  const [helper, second] = [await startServer(), await startServer()];
  const seen = await rates(subjects({ helper, second, proxy }), rounds, seconds);
  const loaded = held(helper.pid).peak;
  for (const server of [helper, second, proxy]) await server.stop();

  const columns = CONNECTIONS.flatMap((count) => [`c=${count}: per second`, "p50 ms", "p99 ms"]);
  const cells = (byConnections) =>
    CONNECTIONS.flatMap((count) => {
      const { perSecond, p50, p99, refused } = byConnections[count];
      const rate = Math.round(perSecond).toLocaleString("en") + (refused > 0 ? ` (${refused} refused)` : "");
      return [rate, ...[p50, p99].map((time) => (time === null ? "" : time.toFixed(2)))];
    });
  printTable([["answers", ...columns], ...Object.entries(seen).map(([what, one]) => [what, ...cells(one)])]);

  const ratio = (one, other, count) => seen[one][count].perSecond / seen[other][count].perSecond;
  const rows = CONNECTIONS.flatMap((count) => [
    ...["bare TLS and GET", "bare DNS, TLS and GET", "the helper's fetch alone"].map((bound) =>
      atLeast("T11", `c=${count}: fresh / ${bound}`, ratio("fresh: helper", bound, count), 0.9),
    ),
    atLeast(
      "T11",
      `c=${count}: from memory / nothing to do`,
      ratio("from memory: helper", "nothing to do: helper", count),
      0.9,
    ),
  ]);
  printTable([
    ["target", "what", "measured", "wanted", "reached"],
    ...rows,
    atMost("T11", "memory when idle", rss / 1024, 8, " MiB"),
    atMost("T11", `memory of an idle connection (${IDLE})`, ourConnection, 16, " KiB"),
  ]);
  const mebibytes = (bytes) => (bytes / 2 ** 20).toFixed(1);
  printTable([
    ["beside it", ""],
    ...CONNECTIONS.map((count) => [
      `c=${count}: fresh, helper / nginx`,
      ratio("fresh: helper", "fresh: nginx", count).toFixed(2),
    ]),
    ...CONNECTIONS.map((count) => [
      `c=${count}: fresh, two helpers / one`,
      ratio("fresh: two helpers", "fresh: helper", count).toFixed(2),
    ]),
    ["memory of an idle connection, nginx", `${theirConnection.toFixed(2)} KiB`],
    ["the helper's memory at its highest, in all this", `${mebibytes(loaded * 1024)} MiB`],
    ["the program", `${mebibytes(statSync(HELPER).size)} MiB`],
  ]);
}

export function benchHelper(args = []) {
  buildBench();
  runInLab("helper.mjs", args);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (isInLab()) {
    await benchInLab();
  } else {
    build();
    benchHelper(process.argv.slice(2));
  }
}
