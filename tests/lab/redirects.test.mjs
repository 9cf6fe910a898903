/** Redirects are reported and never followed (RFC 8461 §3.3), wherever they lead. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { HOSTILE, RESOLVER } from "./addresses.mjs";
import { heard } from "./forbidden.mjs";
import { ask, startHelper } from "./helper.mjs";
import { HOSTILE_DOMAIN, HOSTILE_HOST, respond, serveTls } from "./hostile.mjs";
import { counted, sentDuring } from "./packets.mjs";

let helper;
before(async () => (helper = await startHelper()));
after(() => helper.stop());

const PATH = "/.well-known/mta-sts.txt";

const REDIRECTS = [
  [301, `https://www.healthy.example${PATH}`],
  [302, `http://${HOSTILE_HOST}${PATH}`],
  [303, `https://${HOSTILE_HOST}/elsewhere`],
  [307, "/elsewhere"],
  [308, `https://${HOSTILE_HOST}:25/`],
  [301, "https://127.0.0.1/"],
  [302, "http://169.254.169.254/latest/meta-data/"],
  [307, "file:///etc/passwd"],
  [308, "//[::1]/"],
  // To itself: whoever follows never comes to an end.
  [301, `https://${HOSTILE_HOST}${PATH}`],
];

test("H-06: 10 redirects are reported, each after one connection and one request", async (t) => {
  let redirect;
  const connections = await serveTls(
    t,
    "good",
    respond((socket) => {
      const [status, location] = redirect;
      socket.end(`HTTP/1.1 ${status} Moved\r\nlocation: ${location}\r\ncontent-length: 0\r\n\r\n`);
    }),
  );
  const sent = await sentDuring(helper, async () => {
    for (redirect of REDIRECTS) {
      const [status, location] = redirect;
      const { body } = await ask(helper, HOSTILE_DOMAIN);
      assert.equal(body.failure, null, location);
      assert.deepEqual([body.response.status, body.response.redirectTarget], [status, location]);
    }
  });
  assert.deepEqual(counted(sent), { [`udp ${RESOLVER} 53`]: 20, [`tcp ${HOSTILE} 443`]: 10 });
  const requests = connections.map(({ bytes }) => bytes.toString().match(/GET /g)?.length);
  assert.deepEqual(requests, Array(10).fill(1));
});

test("nothing ever reached a forbidden address", () => assert.equal(heard(), ""));
