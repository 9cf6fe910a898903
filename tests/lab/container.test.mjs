/**
 * What the container image is made of, without an engine: the folder that packaging/rootfs.sh puts together, as the root of
 * the helper's file system, read-only, for a user who is nobody.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { HELPER, PAGE } from "../../scripts/build.mjs";
import { inRoot } from "../../scripts/shell.mjs";
import { eventually } from "./eventually.mjs";
import { get, startHelperAs } from "./helper.mjs";

const ADMIN = "http://127.0.0.1:9393";
/** As the last stage of the Containerfile has it. */
const containerfile = readFileSync(inRoot("packaging", "Containerfile"), "utf8").split("\nFROM scratch\n")[1];
const environment = Object.fromEntries(
  /^ENV (.*)$/m
    .exec(containerfile)[1]
    .split(" ")
    .map((pair) => pair.split("=")),
);
const [, user] = /^USER (\d+:\d+)$/m.exec(containerfile);
const [entry] = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(containerfile)[1]);
/** In a namespace of users that has only one, nobody else can be anybody. */
const hasUsers = /^\s*0\s+0\s+\d{6,}/.test(readFileSync("/proc/self/uid_map", "utf8"));

let root;
let program;
before(async () => {
  root = mkdtempSync(join(tmpdir(), "root-"));
  execFileSync(inRoot("packaging", "rootfs.sh"), [HELPER, PAGE, root]);
  writeFileSync(join(root, "etc", "resolv.conf"), readFileSync("/etc/resolv.conf"));
  const into = `mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec setpriv --no-new-privs chroot ${
    hasUsers ? `--userspec=${user} ` : ""
  }"$0" "$@"`;
  program = await startHelperAs({
    command: ["unshare", "--mount", "--propagation", "private", "sh", "-c", into, root, entry],
    page: environment.MTA_STS_HELPER_WWW,
    options: ["--admin-listen", "127.0.0.1:9393"],
    // The roots are the image's own.
    environment: { ...environment, SSL_CERT_FILE: undefined },
  });
});
after(async () => {
  await program?.stop();
  rmSync(root, { recursive: true });
});

test("it serves the page and fetches a policy", async () => {
  const { status, body } = await get(`${program.origin}/`);
  assert.equal(status, 200);
  assert.equal(body, readFileSync(join(PAGE, "index.html"), "utf8"));
  const fetched = await get(`${program.origin}/v1/policy?domain=healthy.example`);
  const { failure, response } = JSON.parse(fetched.body);
  assert.deepEqual([failure, response.status], [null, 200]);
});

test("h_70: it is nobody, gains nothing, and can write nowhere", () => {
  const [pid] = readdirSync("/proc").filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith(`${entry}\0`);
    } catch {
      return false;
    }
  });
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  if (hasUsers) {
    const id = user.split(":")[0];
    assert.match(status, new RegExp(`^Uid:\t${[id, id, id, id].join("\t")}$`, "m"));
    assert.match(status, /^CapEff:\t0+$/m);
  }
  assert.match(status, /^NoNewPrivs:\t1$/m);
  assert.throws(() => writeFileSync(`/proc/${pid}/root/file`, ""), { code: "EROFS" });
  // Nothing in it could be run but the helper, its libraries and their loader.
  const programs = execFileSync("find", [root, "-type", "f", "-perm", "/111", "-printf", "%P\n"], { encoding: "utf8" });
  const others = programs
    .split("\n")
    .filter((path) => path && !/^(mta-sts-helper|.*\/lib[^/]*\.so\.\d+|.*\/ld-linux[^/]*)$/.test(path));
  assert.deepEqual(others, []);
});

test("without name servers it is not ready, and says so", async () => {
  rmSync(join(root, "etc", "resolv.conf"));
  const notReady = async () => {
    const { status, body } = await get(`${ADMIN}/readyz`);
    return status === 503 && body;
  };
  assert.match(await eventually(notReady, "503"), /name servers of this machine could not be read/);
  assert.equal((await get(`${ADMIN}/healthz`)).status, 200);
});
