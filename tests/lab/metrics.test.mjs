/** Metrics and probes of the helper's release build. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { eventually } from "./eventually.mjs";
import { get, startHelperAs } from "./helper.mjs";

const ADMIN = "http://127.0.0.1:9391";
let page;
let program;
before(async () => {
  page = mkdtempSync(join(tmpdir(), "page-"));
  writeFileSync(join(page, "index.html"), "<!doctype html>");
  program = await startHelperAs({ page, options: ["--admin-listen", "127.0.0.1:9391", "--host", "checker.example"] });
});
after(async () => {
  await program.stop();
  rmSync(page, { recursive: true });
});

/** `name{labels}` → value, of what is not a comment. */
async function metrics() {
  const { status, headers, body } = await get(`${ADMIN}/metrics`);
  assert.equal(status, 200);
  assert.match(headers["content-type"], /^application\/openmetrics-text; version=1\.0\.0/);
  assert.ok(body.endsWith("# EOF\n"));
  const lines = body.split("\n").filter((line) => line && !line.startsWith("#"));
  for (const line of lines) assert.match(line, /^[a-z_]+(\{[a-z]+="[^"\\]*"(,[a-z]+="[^"\\]*")*\})? [0-9.e+-]+$/);
  return { body, of: (name) => Number(lines.find((line) => line.startsWith(`${name} `))?.split(" ")[1] ?? 0) };
}

test("what is counted, and by what", async () => {
  const ask = (domain) => get(`${program.origin}/v1/policy?domain=${domain}`);
  for (const domain of ["healthy.example", "wrong-certificate.example", "no-host.example", "127.0.0.1"]) {
    await ask(domain);
  }
  await get(`${program.origin}/`);
  await get(`${program.origin}/`, { host: "evil.example" });
  const running = ask("silent.example");
  await eventually(async () => (await metrics()).of("mta_sts_helper_fetches_under_way") === 1, "a fetch under way");
  const seen = await metrics();
  for (const [name, value] of [
    ['mta_sts_helper_requests_total{route="policy",status="2xx"}', 3],
    ['mta_sts_helper_requests_total{route="policy",status="4xx"}', 1],
    ['mta_sts_helper_requests_total{route="page",status="2xx"}', 1],
    ['mta_sts_helper_requests_total{route="page",status="4xx"}', 1],
    ['mta_sts_helper_policy_outcomes_total{outcome="fetched"}', 3],
    ['mta_sts_helper_policy_outcomes_total{outcome="refused"}', 1],
    ['mta_sts_helper_fetch_failures_total{class="tls-name"}', 1],
    ['mta_sts_helper_fetch_failures_total{class="dns-no-name"}', 1],
    ["mta_sts_helper_fetch_duration_seconds_count", 3],
    ["mta_sts_helper_connections_open", 1],
    ["mta_sts_helper_log_lines_lost_total", 0],
    ['mta_sts_helper_build_info{version="0.1.0"}', 1],
  ]) {
    assert.equal(seen.of(name), value, `${name}\n${seen.body}`);
  }
  await running;
  await eventually(async () => (await metrics()).of("mta_sts_helper_fetches_under_way") === 0, "no fetch under way");
});

test("h_67: whatever is asked, no label comes from it and their number has a bound", async () => {
  const methods = ["GET", "HEAD", "POST", "BREW"];
  for (let number = 0; number < 40; number += 1) {
    const target = `/${number}%22%0a/healthy.example?domain=x${number}.example`;
    await fetch(`${program.origin}${number % 2 ? "/v1" : ""}${target}`, { method: methods[number % 4] });
  }
  const before = (await metrics()).body.split("\n").length;
  for (let number = 0; number < 40; number += 1) await fetch(`${program.origin}/v1/other-${number}/`);
  const { body } = await metrics();
  assert.equal(body.split("\n").length, before);
  assert.ok(before < 120, `${before} lines`);
  assert.doesNotMatch(body, /example|127\.0\.0\.1|BREW/);
});

test("h_62: metrics are on their own address only, and not for a name that was pointed at it", async () => {
  assert.equal((await get(`${program.origin}/metrics`)).status, 404);
  assert.equal((await get(`${ADMIN}/metrics`, { host: "evil.example:9391" })).status, 403);
  assert.equal((await get(`${ADMIN}/metrics`, { host: "checker.example" })).status, 200);
  assert.equal((await get(`${ADMIN}/v1/policy?domain=healthy.example`)).status, 404);
});

test("probes are answered by whatever name, and nothing else is", async () => {
  for (const origin of [program.origin, ADMIN]) {
    for (const host of ["10.0.0.7", "10.0.0.7:8080", "pod.example"]) {
      const alive = await get(`${origin}/healthz`, { host });
      assert.deepEqual([alive.status, alive.body], [200, "alive\n"]);
      const ready = await get(`${origin}/readyz`, { host });
      assert.deepEqual([ready.status, ready.body], [200, "ready\n"]);
      assert.equal(ready.headers["cache-control"], "no-store");
    }
  }
  assert.equal((await get(`${program.origin}/`, { host: "10.0.0.7" })).status, 403);
  assert.equal((await fetch(`${program.origin}/healthz`, { method: "POST" })).status, 405);
});

test("without its page it lives and is not ready; with it, it is again", async () => {
  rmSync(join(page, "index.html"));
  const { status, body } = await get(`${program.origin}/readyz`);
  assert.deepEqual([status, body], [503, "The page is missing.\n"]);
  assert.equal((await get(`${program.origin}/healthz`)).status, 200);
  writeFileSync(join(page, "index.html"), "<!doctype html>");
  assert.equal((await get(`${program.origin}/readyz`)).status, 200);
});
