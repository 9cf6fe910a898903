/** A file on which the module breaks down costs itself, and nothing that was or will be read beside it. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";

import { initReports, readReport, readReports } from "../../js/dist/node.js";
import { inRoot } from "../../scripts/shell.mjs";
import { limitMemory, mostPages } from "./small_memory.mjs";
import { file, report } from "./tls-reports.mjs";

const MODULE = inRoot("js", "pkg", "reports", "mta_sts_reports_bg.wasm");
const TOO_MUCH = " ".repeat(19 * 1024 * 1024);
const harmful = file("harmful.json", TOO_MUCH);
const good = (number) => file(`${number}.json`, report(number, { failed: 1 }));
const brief = ({ reports, unreadable, sessions, documents }) => ({
  reports,
  unreadable,
  failed: sessions.failed,
  states: documents.map(({ state }) => state),
});

// 16 MiB: enough for everything but TOO_MUCH.
before(async () => initReports(limitMemory(await readFile(MODULE), 256)));

test("w_05_its memory ends at 256 MiB", async () => {
  assert.equal(mostPages(await readFile(MODULE)), 4096);
});

test("a call that traps is rejected with a sentence, and the next one works", async () => {
  for (let round = 0; round < 3; round++) {
    await assert.rejects(readReport(TOO_MUCH), {
      name: "MtaStsError",
      code: "engine",
      message: /^The checker broke down on this input .* restarted\.$/,
    });
    assert.equal((await readReport(report(1))).documents[0].reading.isUsable, true);
  }
});

test("w_05_a file that traps is unreadable with a sentence, and the others count once", async () => {
  for (const [files, states] of [
    [
      [good(1), good(2), harmful, good(3)],
      ["counted", "counted", "unreadable", "counted"],
    ],
    [
      [harmful, good(1)],
      ["unreadable", "counted"],
    ],
    [
      [good(1), harmful],
      ["counted", "unreadable"],
    ],
    [
      [harmful, harmful, good(1), harmful],
      ["unreadable", "unreadable", "counted", "unreadable"],
    ],
  ]) {
    const summary = await readReports(files);
    const counted = states.filter((state) => state === "counted").length;
    assert.deepEqual(brief(summary), {
      reports: counted,
      unreadable: states.length - counted,
      failed: counted,
      states,
    });
    const notes = summary.documents.filter(({ state }) => state === "unreadable").map(({ note }) => note);
    for (const note of notes) assert.equal(note, "The reader broke down on it, so nothing of it is counted.");
  }
});

test("each file is opened three times at most, however many trap", async () => {
  const opened = new Map();
  const count = ({ name, bytes }, number) => ({
    name: `${number}-${name}`,
    size: bytes.length,
    arrayBuffer: async () => {
      opened.set(number, (opened.get(number) ?? 0) + 1);
      return new Uint8Array(bytes).buffer;
    },
  });
  const files = Array.from({ length: 20 }, (_, number) => (number % 2 ? harmful : good(number)));
  const summary = await readReports(files.map(count));
  assert.equal(summary.reports, 10);
  assert.equal(opened.size, 20);
  assert.ok(Math.max(...opened.values()) <= 3, [...opened.values()].join());
});

test("a reading that runs meanwhile loses nothing", async () => {
  let go;
  const held = new Promise((resolve) => (go = resolve));
  const slow = {
    name: "slow.json",
    arrayBuffer: async () => {
      await held;
      return new Uint8Array(Buffer.from(report(3, { failed: 1 }))).buffer;
    },
  };
  const reading = readReports([good(1), good(2), slow, good(4)]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await assert.rejects(readReport(TOO_MUCH), { code: "engine" });
  go();
  assert.deepEqual(brief(await reading), { reports: 4, unreadable: 0, failed: 4, states: Array(4).fill("counted") });
});

test("w_05_a summary for which memory does not suffice is an error with a sentence, and the next reading works", async () => {
  // Half a MiB of texts each, all different: they can be added up, but not given out.
  const wordy = Array.from({ length: 16 }, (_, number) => {
    const content = JSON.parse(report(number, { failed: 1 }));
    const [detail] = content.policies[0]["failure-details"];
    content.policies[0]["failure-details"] = Array.from({ length: 100 }, (_, at) => ({
      ...detail,
      "failure-reason-code": `${number} ${at} ${"x".repeat(4000)}`,
    }));
    return file(`${number}.json`, JSON.stringify(content));
  });
  await assert.rejects(readReports(wordy), {
    name: "MtaStsError",
    code: "engine",
    message: "Memory does not suffice for the summary of these files: read fewer at a time.",
  });
  assert.equal((await readReports(wordy.slice(0, 2))).reports, 2);
});
