/** Two replicas of the helper's release build behind nginx, with the configuration that packaging/ has as an example. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { inRoot } from "../../scripts/shell.mjs";
import { MACHINE } from "./addresses.mjs";
import { eventually } from "./eventually.mjs";
import { get, startHelperAs } from "./helper.mjs";

const lab = process.env.LAB_DIR;
/** The lab has a certificate for this name. */
const CERTIFICATE = "mta-sts.healthy.example";
const PORTS = [8081, 8082];

let folder;
let nginx;
let replicas;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "nginx-"));
  mkdirSync(join(folder, "temp"));
  const example = readFileSync(inRoot("packaging", "nginx.conf"), "utf8")
    .replace("listen 443", "listen 127.0.0.1:9443")
    .replace("/etc/ssl/checker.example.pem", join(lab, "tls", `${CERTIFICATE}.chain.pem`))
    .replace("/etc/ssl/checker.example.key", join(lab, "tls", "key.pem"));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; user root; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log; events {}
http {
${temporary.map((kind) => `${kind}_temp_path ${folder}/temp/${kind};`).join("\n")}
${example}
}
`,
  );
  replicas = await Promise.all(PORTS.map(start));
  nginx = spawn("nginx", ["-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")], { stdio: "inherit" });
  await eventually(
    () =>
      ask("/healthz").then(
        ({ status }) => status === 200,
        () => false,
      ),
    "nginx",
  );
});
after(async () => {
  nginx.kill("SIGTERM");
  await once(nginx, "exit");
  await Promise.all(replicas.map((replica) => replica.stop()));
  rmSync(folder, { recursive: true });
});

function start(port) {
  const options = ["--host", "checker.example", "--trusted-proxy", "127.0.0.1"];
  return startHelperAs({ port, options: [...options, "--log", "json", "--log-clients", "--drain-seconds", "1"] });
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** One GET through nginx, from an address that is neither the helper's nor nginx's. */
function ask(path, headers = {}) {
  return new Promise((resolve, reject) => {
    const options = {
      agent,
      host: "127.0.0.1",
      port: 9443,
      path,
      servername: CERTIFICATE,
      ca: readFileSync(process.env.LAB_CA),
      headers: { host: "checker.example", ...headers },
      localAddress: MACHINE,
    };
    request(options, async (response) => {
      let body = "";
      for await (const part of response.setEncoding("utf8")) body += part;
      resolve({ status: response.statusCode, body });
    })
      .on("error", reject)
      .end();
  });
}

const requests = (replica) =>
  replica
    .log()
    .map((line) => JSON.parse(line))
    .filter(({ event }) => event === "request");

test("page and policies come through, from both replicas", async () => {
  const page = await ask("/");
  assert.equal(page.status, 200);
  assert.match(page.body, /^<!doctype html>/i);
  for (const domain of ["healthy.example", "wrong-certificate.example", "missing-policy.example", "no-host.example"]) {
    const { status, body } = await ask(`/v1/policy?domain=${domain}`, { origin: "https://checker.example" });
    assert.equal(status, 200, body);
    assert.equal(JSON.parse(body).policyHost, `mta-sts.${domain}`);
  }
  assert.equal((await ask("/v1/policy?domain=healthy.example", { origin: "https://evil.example" })).status, 403);
  await eventually(() => replicas.every((replica) => requests(replica).length > 0), "requests at both");
  const clients = new Set(replicas.flatMap(requests).map(({ client }) => client));
  assert.deepEqual([...clients], [MACHINE.replace(/\d+$/, "0/24")]);
});

test("a replica is replaced while people check: not one request fails", async () => {
  let isOver = false;
  const answers = [];
  const people = Array.from({ length: 4 }, async () => {
    while (!isOver) answers.push(await ask("/v1/policy?domain=missing-policy.example"));
  });
  const [first, second] = replicas;
  await eventually(() => answers.length > 20, "a first few");
  first.signal("SIGTERM");
  const notReady = () => get("http://127.0.0.1:8081/readyz").then(({ status }) => status === 503);
  await eventually(notReady, "503");
  assert.equal(await first.ended, 0);
  const [before, alone] = [answers.length, requests(second).length];
  await eventually(() => answers.length > before + 20, "a few from the other one alone");
  assert.ok(requests(second).length >= alone + 20);
  replicas[0] = await start(8081);
  // nginx tries it again after fail_timeout.
  const isBack = async () => (await new Promise((done) => setTimeout(done, 100)), requests(replicas[0]).length > 5);
  await eventually(isBack, "requests at the new one").finally(() => (isOver = true));
  await Promise.all(people);
  assert.deepEqual(
    answers.filter(({ status }) => status !== 200),
    [],
  );
  assert.ok(answers.every(({ body }) => JSON.parse(body).response.status === 404));
});
