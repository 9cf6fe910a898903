/** What may be asked of the helper's release build: a mail domain and nothing else. The rest ends before anything is sent. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { heard } from "./forbidden.mjs";
import { ask, startHelper } from "./helper.mjs";
import { sentDuring } from "./packets.mjs";

let helper;
before(async () => (helper = await startHelper()));
after(() => helper.stop());

/** Input → the domain it is, in A-labels. */
const ACCEPTED = {
  "example.com": "example.com",
  "EXAMPLE.com.": "example.com",
  "ex\u{ad}ample.com": "example.com",
  "straße.de": "xn--strae-oqa.de",
  "xn--strae-oqa.de": "xn--strae-oqa.de",
  "faß.example": "xn--fa-hia.example",
  "İ.example": "xn--i-9bb.example",
  "ｅｘａｍｐｌｅ．ｃｏｍ": "example.com",
  "example.com。evil.example": "example.com.evil.example",
  "mta-sts.example.com": "mta-sts.example.com",
};

const REFUSED = [
  "example.com..",
  ".example.com",
  "a..b",
  "example.com:22",
  "user@127.0.0.1",
  "x@y.example",
  "example.com/evil",
  "example.com?x",
  "example.com#x",
  "example.com\\@evil.example",
  "127.0.0.1",
  "0x7f.1",
  "1",
  "2130706433",
  "[::1]",
  "①②⑦.⓪.⓪.①",
  "127。0。0。1",
  "exam\tple.com",
  "exam\nple.com",
  "exam ple.com",
  "%6cocalhost",
  "localhost",
  "xn--a",
  "xn--",
  "a\u{200d}b.example",
  "\u{202e}example.com",
  "_foo.example.com",
  "-a.example",
  "a-.example",
  "*.example.com",
  `${"a".repeat(64)}.example`,
  `${Array(4).fill("a".repeat(59)).join(".")}.example`,
  "exa\0mple.com",
  "example.com%00",
  "example.com&x=1",
  "example\u{2024}com",
  "a,b.example",
  "'",
  '"',
  "<b>.example",
  "a;b.example",
];

test("H-01: 10 spellings of a domain are asked for by their A-labels", async () => {
  const seen = {};
  for (const input of Object.keys(ACCEPTED)) seen[input] = (await ask(helper, input)).body.policyHost;
  const expected = Object.entries(ACCEPTED).map(([input, domain]) => [input, `mta-sts.${domain}`]);
  assert.equal(expected.length, 10);
  assert.deepEqual(seen, Object.fromEntries(expected));
});

test("H-01: 41 other strings are refused in a sentence, and nothing leaves the machine", async () => {
  assert.equal(REFUSED.length, 41);
  const sent = await sentDuring(helper, async () => {
    for (const input of REFUSED) {
      const { status, body } = await ask(helper, input);
      assert.equal(status, 400, JSON.stringify(input));
      assert.match(body.error, /^.{15,}\.$/su, JSON.stringify(input));
    }
  });
  assert.deepEqual(sent, []);
});

test("H-07: neither a URL nor a port, path, address or resolver can be chosen", async () => {
  const sent = await sentDuring(helper, async () => {
    for (const extra of [
      "url=http://127.0.0.1/",
      "port=25",
      "path=/",
      "host=127.0.0.1",
      "address=10.0.0.1",
      "ip=::1",
    ]) {
      for (const query of [extra, `domain=healthy.example&${extra}`]) {
        assert.equal((await fetch(`${helper.origin}/v1/policy?${query}`)).status, 400, query);
      }
    }
  });
  assert.deepEqual(sent, []);
});

test("nothing ever reached a forbidden address", () => assert.equal(heard(), ""));
