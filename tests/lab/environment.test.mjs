/** What the release build's environment cannot do: lead elsewhere, open other ports, or switch a guard off. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { HELPER } from "../../scripts/build.mjs";
import { RESOLVER } from "./addresses.mjs";
import { DOMAINS } from "./domains.mjs";
import { OPEN, heard } from "./forbidden.mjs";
import { ask, startHelper, startHelperWith } from "./helper.mjs";
import { counted, sentDuring } from "./packets.mjs";

let helper;
before(async () => (helper = await startHelper()));
after(() => helper.stop());

test("H-07: over all domains of the lab, connections go to port 443 and questions to the resolver", async () => {
  const sent = await sentDuring(helper, () =>
    Promise.all(DOMAINS.filter(({ name }) => name !== "slow.example").map(({ name }) => ask(helper, name))),
  );
  const ports = Object.keys(counted(sent.map((line) => line.replace(/^tcp \S+/, "tcp"))));
  // A resolver's answer that is too long for a datagram comes over TCP (RFC 7766); none of these is.
  assert.deepEqual(ports.sort(), ["tcp 443", `udp ${RESOLVER} 53`]);
});

test("H-08: proxy variables are not honoured", async (t) => {
  const names = ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
  const proxied = await startHelperWith(Object.fromEntries(names.map((name) => [name, "http://127.0.0.1:1"])));
  t.after(() => proxied.stop());
  const sent = await sentDuring(proxied, async () => {
    assert.equal((await ask(proxied, "testing.example")).body.response.status, 200);
  });
  assert.deepEqual(
    sent.filter((line) => line.endsWith(" 1")),
    [],
  );
});

/** What a door for tests might be called. */
const DOORS = ["insecure", "allow-private", "allow-loopback", "no-verify", "skip-verify", "disable-guard", "test-mode"];

test("H-10: no flag and no variable opens the guard, and the program does not know their names", async (t) => {
  // A header field's name is no door.
  const bytes = readFileSync(HELPER, "latin1").toLowerCase().replaceAll("access-control-allow-private-network", "");
  for (const door of DOORS) {
    const { status, stderr } = spawnSync(HELPER, [`--${door}`], { encoding: "utf8" });
    assert.equal(status, 2, door);
    assert.match(stderr, /unexpected argument/);
    for (const spelling of [door, door.replace("-", "_")]) {
      if (spelling === "insecure") continue;
      assert.ok(!bytes.includes(spelling), spelling);
    }
  }
  const variables = DOORS.flatMap((door) => {
    const name = door.replace("-", "_").toUpperCase();
    return [name, `MTA_STS_${name}`, `MTA_STS_HELPER_${name}`].map((name) => [name, "1"]);
  });
  const opened = await startHelperWith(Object.fromEntries(variables));
  t.after(() => opened.stop());
  assert.equal((await ask(opened, OPEN)).body.failure.class, "address-refused");
  assert.equal((await ask(opened, "self-signed.example")).body.failure.class, "tls-self-signed");
});

test("nothing ever reached a forbidden address", () => assert.equal(heard(), ""));
