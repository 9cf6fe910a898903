import { readFileSync, readdirSync, writeFileSync } from "node:fs";

/** In KiB, as Linux counts. */
export const MIB = 1024;

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
