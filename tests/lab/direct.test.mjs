/** The direct fetch of the package in Node: the same evidence as the helper's, for every domain of the lab. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";

import { HOSTILE } from "./addresses.mjs";
import { comparable, fetchBoth, fetchDirectly } from "./direct.mjs";
import { DOMAINS } from "./domains.mjs";
import { startHelper } from "./helper.mjs";
import { HOSTILE_DOMAIN, respond, serveTcp, serveTls } from "./hostile.mjs";

const OK = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

let helper;
before(async () => (helper = await startHelper()));
after(() => helper.stop());

// To the word: the sentences with the particulars are the same too.
test("every domain of the lab", { concurrency: true }, async (t) => {
  await Promise.all(
    DOMAINS.map(({ name }) =>
      t.test(name, async () => {
        const { direct, helped } = await fetchBoth(helper, name);
        assert.deepEqual(comparable(direct), comparable(helped));
      }),
    ),
  );
});

/** Policy hosts beyond those of the lab's domains → the class of failure. */
const OTHERS = {
  "nodata.example": "dns-no-address",
  "dead.example": "connect-refused",
  "mixed.example": "connect-refused",
};
for (const [domain, failure] of Object.entries(OTHERS)) {
  test(`evidence of ${domain}`, async () => {
    const { direct, helped } = await fetchBoth(helper, domain);
    assert.equal(direct.failure?.class, failure);
    assert.deepEqual(comparable(direct), comparable(helped));
  });
}

test("the times are there, and the clock is of today", async () => {
  const before = Math.floor(Date.now() / 1000);
  const seen = await fetchDirectly("slow.example", { timeoutMs: 1000 });
  assert.ok(before <= seen.startedAt && seen.startedAt <= Date.now() / 1000);
  assert.ok(seen.elapsedMs >= 999 && seen.elapsedMs < 3000, String(seen.elapsedMs));
  for (const stage of [seen.resolution, seen.connections[0], seen.tls]) {
    assert.ok(Number.isInteger(stage.elapsedMs) && stage.elapsedMs < seen.elapsedMs);
  }
});

test("the request is the helper's, byte for byte", async (t) => {
  const connections = await serveTls(t, "good", respond(OK));
  await fetchBoth(helper, HOSTILE_DOMAIN);
  const [one, other] = connections.map(({ bytes }) => bytes.toString());
  assert.match(one, /^GET \/\.well-known\/mta-sts\.txt HTTP\/1\.1\r\nhost: mta-sts\.hostile\.example\r\n/);
  assert.equal(one, other);
});

test("an address that is refused is not dialled", async (t) => {
  const connections = await serveTcp(t, () => {});
  const refuseAddress = (address) => (address === HOSTILE ? "the test's own" : undefined);
  const seen = await fetchDirectly(HOSTILE_DOMAIN, { refuseAddress });
  assert.equal(seen.failure.class, "address-refused");
  assert.deepEqual(seen.resolution.addresses, [{ address: HOSTILE, refused: "the test's own" }]);
  assert.deepEqual([seen.connections, connections], [[], []]);
});

const module = JSON.stringify(new URL("direct.mjs", import.meta.url).href);

test("the environment neither leads through a proxy nor makes a certificate good", async (t) => {
  const proxied = await serveTcp(t, () => {});
  const program = `
    const { fetchDirectly } = await import(${module});
    const seen = await Promise.all(["healthy.example", "wrong-certificate.example"].map((name) => fetchDirectly(name)));
    console.log(JSON.stringify(seen.map(({ response, failure }) => failure?.class ?? response.status)));`;
  const names = ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
  const env = {
    ...process.env,
    ...Object.fromEntries(names.map((name) => [name, `http://${HOSTILE}:443`])),
    NODE_USE_ENV_PROXY: "1",
    NODE_TLS_REJECT_UNAUTHORIZED: "0",
  };
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], { env });
  assert.deepEqual(JSON.parse(stdout), [200, "tls-name"]);
  assert.deepEqual(proxied, []);
});

test("a worker fetches as well", async () => {
  const program = `
    import(${module})
      .then(({ fetchDirectly }) => fetchDirectly("healthy.example"))
      .then((seen) => require("node:worker_threads").parentPort.postMessage(seen));`;
  const worker = new Worker(program, { eval: true });
  const seen = await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  await worker.terminate();
  assert.deepEqual(comparable(seen), comparable(await fetchDirectly("healthy.example")));
});

test("nothing ever reached a forbidden address", () => {
  assert.equal(readFileSync(join(process.env.LAB_DIR, "canary.log"), "utf8"), "");
});
