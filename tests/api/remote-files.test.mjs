/** The files of a page, in its worker: what waits for one, and what ends the wait. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { endWaits, heardOpened, portedSource } from "../../js/dist/remote/files.js";

const source = (id, number) => portedSource({ name: "a.json", size: undefined, file: null }, id, number, () => {});

test("bytes go to the file and the call that wait for them", async () => {
  const [first, second, other] = [source(1, 0), source(1, 1), source(2, 0)].map((file) => file.arrayBuffer());
  const bytes = [1, 2, 3].map((length) => new ArrayBuffer(length));
  heardOpened({ type: "opened", id: 2, file: 0, bytes: bytes[2], why: "" });
  heardOpened({ type: "opened", id: 1, file: 1, bytes: bytes[1], why: "" });
  heardOpened({ type: "opened", id: 1, file: 0, bytes: bytes[0], why: "" });
  assert.deepEqual(await Promise.all([first, second, other]), bytes);
});

test("the end of a call ends what it waits for, and nothing else", async () => {
  const [ended, other] = [source(3, 0), source(4, 0)].map((file) => file.arrayBuffer());
  endWaits(3);
  await assert.rejects(ended, /the reading has ended/);
  // What comes late has nobody to go to.
  heardOpened({ type: "opened", id: 3, file: 0, bytes: new ArrayBuffer(1), why: "" });
  heardOpened({ type: "opened", id: 4, file: 0, bytes: null, why: "it was moved" });
  await assert.rejects(other, /it was moved/);
});
