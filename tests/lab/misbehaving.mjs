/** The helper before the hostile host: what it says, what the host saw, and what it cost. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { MISBEHAVING } from "./addresses.mjs";

export const MIB = 1024;

/** The evidence of a policy domain. */
export async function evidenceOf(helper, domain) {
  const response = await fetch(`${helper.origin}/v1/policy?domain=${domain}`);
  assert.equal(response.status, 200, domain);
  return response.json();
}

/** The same for a label of the hostile host. */
export const fetchFrom = (helper, label) => evidenceOf(helper, `${label}.misbehaving.example`);

/** The one connection that the hostile host had under this label, once it is closed. */
export async function connectionOf(label) {
  for (let tries = 0; tries < 40; tries += 1) {
    const response = await fetch(`http://${MISBEHAVING}:8080/${label}`);
    const all = await response.json();
    assert.equal(all.length, 1, `${label}: connections`);
    if (all[0].closedAfterMs !== null) return all[0];
    await sleep(50);
  }
  return assert.fail(`${label}: the connection stays open`);
}

/** What a process uses at the moment, as Linux counts it. */
export class Process {
  #folder;

  constructor(pid) {
    this.#folder = `/proc/${pid}`;
  }

  #status(field) {
    const status = readFileSync(`${this.#folder}/status`, "latin1");
    return Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(status)[1]);
  }

  /** How many KiB more than now it holds at most while `act` goes on. */
  async peakGrowth(act) {
    // Linux's way to forget the peak (proc_pid_clear_refs(5)).
    writeFileSync(`${this.#folder}/clear_refs`, "5");
    const before = this.#status("VmRSS");
    await act();
    return this.#status("VmHWM") - before;
  }

  /** Milliseconds of processor time so far, of all its threads. */
  cpuMs() {
    const threads = readdirSync(`${this.#folder}/task`);
    const ofThread = (id) => Number(readFileSync(`${this.#folder}/task/${id}/schedstat`, "latin1").split(" ")[0]);
    return threads.reduce((sum, id) => sum + ofThread(id), 0) / 1e6;
  }

  /** How many files and sockets it has open. */
  descriptors() {
    return readdirSync(`${this.#folder}/fd`).length;
  }
}
