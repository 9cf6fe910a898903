/** The helper's release build before policy hosts with certificates that are wrong, or meant to cost it something. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";

import { ROOT } from "../../scripts/shell.mjs";
import { BOMBS, REFUSED } from "./chains.mjs";
import { startHelper } from "./helper.mjs";
import { connectionOf, fetchFrom } from "./misbehaving.mjs";
import { Process } from "./process.mjs";

const VERSIONS = ["tls12", "tls13"];
const MAX_CPU_MS = 200;

let helper, used, descriptors;
before(async () => {
  helper = await startHelper();
  used = new Process(helper.pid);
  await fetchFrom(helper, "warm-up");
  descriptors = used.descriptors();
});
after(() => helper.stop());

for (const [name, [failure]] of Object.entries(BOMBS)) {
  for (const version of VERSIONS) {
    test(`h_25 ${name} over ${version}`, async (t) => {
      const before = used.cpuMs();
      const seen = await fetchFrom(helper, `${name}--${version}`);
      const cpu = used.cpuMs() - before;
      t.diagnostic(`${cpu.toFixed(1)} ms`);
      assert.equal(seen.failure?.class ?? null, failure, seen.failure?.detail);
      assert.ok(cpu < MAX_CPU_MS, `${cpu} ms of processor time`);
      const { certificates } = seen.tls;
      assert.ok(certificates.length <= 10 && certificates.every(({ dnsNames }) => dnsNames.length <= 50));
      assert.ok(JSON.stringify(seen).length < 64 * 1024);
    });
  }
}

/** Every kind over either version, so often that it comes to a hundred runs. */
const ROUNDS = Math.ceil(100 / (Object.keys(REFUSED).length * VERSIONS.length));

for (const [name, [failure]] of Object.entries(REFUSED)) {
  test(`h_26 nothing is sent over a certificate that is refused: ${name}`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const version of VERSIONS) {
        const label = `${name}--${version}--${round}`;
        const seen = await fetchFrom(helper, label);
        assert.equal(seen.failure?.class, failure, seen.failure?.detail);
        assert.equal(seen.response, null);
        const { application, received } = await connectionOf(label);
        assert.equal(application, 0, "bytes over a refused handshake");
        // The ClientHello and an alert; the request alone would be 180.
        assert.ok(received < 450, `${received} bytes below TLS`);
      }
    }
  });
}

test("h_26 the same count sees a request over a certificate that is accepted", async () => {
  await fetchFrom(helper, "good");
  assert.ok((await connectionOf("good")).application > 100);
});

test("h_24 a server that insists on HTTP/2 is told from one that is broken", async () => {
  const { failure, response } = await fetchFrom(helper, "h2-only");
  assert.equal(failure.class, "tls-alert");
  assert.match(failure.detail, /does not speak HTTP\/1\.1/);
  assert.equal(response, null);
  assert.equal((await connectionOf("h2-only")).application, 0);
});

test("h_24 no HTTP/2 is linked", () => {
  const args = [
    "tree",
    "--package",
    "mta-sts-helper",
    "--edges",
    "normal",
    "--prefix",
    "none",
    "--locked",
    "--offline",
  ];
  const tree = execFileSync("cargo", [...args, "--format", "{p} {f}"], { cwd: ROOT, encoding: "utf8" });
  const crates = tree.split("\n").map((line) => line.split(" "));
  assert.ok(crates.some(([name]) => name === "hyper"));
  for (const [name, , ...features] of crates) {
    assert.ok(!["h2", "h3", "quinn"].includes(name), name);
    assert.ok(
      !features
        .join(" ")
        .split(",")
        .some((feature) => ["http2", "http3"].includes(feature)),
      `${name} ${features}`,
    );
  }
});

test("h_25 h_26 no socket is left", () => {
  const now = used.descriptors();
  assert.ok(Math.abs(now - descriptors) <= 2, `${descriptors} before, ${now} now`);
});
