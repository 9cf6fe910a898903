/** What has changed between two checks: a row for each kind of change, and none for what is no change. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { drift } from "../../js/dist/drift/drift.js";

const DAY = 86_400;
/** 15 January 2027, 08:00 UTC. */
const THEN = 1_800_000_000;
const BEFORE = {
  checkedAt: THEN,
  outcome: "protected",
  id: "1",
  policySha256: "a".repeat(64),
  mode: "enforce",
  maxAge: 7 * DAY,
  mx: ["mx1.example.com", "*.example.net"],
  policyMissedAt: null,
  mxHosts: ["mx1.example.com"],
  certificateNotBefore: THEN - 30 * DAY,
  certificateNotAfter: THEN + 60 * DAY,
  findings: [],
};
const NOW = { ...BEFORE, checkedAt: THEN + DAY };
const OTHER = "b".repeat(64);
/** The mail servers that the former policy allows. */
const isAllowed = (host) => host === "mx1.example.com" || host === "mx.example.net";
const ALL = { record: true, lacksRecord: false, host: true, policy: true, mx: true, whole: true };
const gone = { id: null, outcome: "not-announced", policySha256: null, mode: null, maxAge: null, mx: null };

/** What differs before, what differs after → the changes, with severity and a part of the sentence. */
const ROWS = [
  ["nothing", {}, {}, []],
  ["the same policy in other words", {}, { policySha256: OTHER }, [["policy-reworded", "note", "Nothing follows."]]],
  [
    "patterns in another order",
    {},
    { policySha256: OTHER, mx: ["*.example.net", "mx1.example.com"] },
    [["policy-reworded", "note", "Nothing follows."]],
  ],
  [
    "the same policy in words that change the verdict",
    {},
    { policySha256: OTHER, outcome: "senders-differ" },
    [
      ["policy-reworded", "note", "so is the id."],
      ["outcome-changed", "note", "`senders-differ`"],
    ],
  ],
  [
    "a pattern twice",
    {},
    { policySha256: OTHER, mx: ["mx1.example.com", "*.example.net", "mx1.example.com"] },
    [["policy-reworded", "note", "Nothing follows."]],
  ],
  [
    "both unusable: whether they say the same is not known",
    { mode: null, maxAge: null, mx: null },
    { policySha256: OTHER, mode: null, maxAge: null, mx: null },
    [["policy-changed-id-same", "error", "look for none"]],
  ],
  // The old policy may have been fetched until the moment of the later check, and is kept for its own max_age.
  [
    "another policy, the same id",
    {},
    { policySha256: OTHER, maxAge: 8 * DAY },
    [["policy-changed-id-same", "error", "may keep it until 23 January 2027"]],
  ],
  [
    "it is the former max_age that counts",
    { maxAge: 30 * DAY },
    { policySha256: OTHER, maxAge: 31 * DAY },
    [["policy-changed-id-same", "error", "until 15 February 2027"]],
  ],
  [
    "another policy, the same id, the former one unusable",
    { mode: null, maxAge: null, mx: null },
    { policySha256: OTHER },
    [["policy-changed-id-same", "error", "look for none"]],
  ],
  [
    "another policy, the same id: who does not look at the id",
    {},
    { policySha256: OTHER, maxAge: 8 * DAY },
    [["policy-changed-id-same", "error", "postfix-tlspol and chasquid do not look at the id"]],
  ],
  [
    "another policy, the same id, a hash not known: what it says is another",
    {},
    { policySha256: "not-known", maxAge: 8 * DAY },
    [["policy-changed-id-same", "error", "may keep it until 23 January 2027"]],
  ],
  ["a hash not known, and the file says the same", {}, { policySha256: "not-known" }, []],
  ["no hash known, and the file says the same", { policySha256: "not-known" }, { policySha256: "not-known" }, []],
  ["another id, a hash not known", { policySha256: "not-known" }, { id: "2" }, []],
  [
    "a hash not known, and the former file could not be used",
    { policySha256: "not-known", mode: null, maxAge: null, mx: null },
    {},
    [],
  ],
  ["another policy and another id", {}, { policySha256: OTHER, id: "2" }, []],
  ["another id, the same policy", {}, { id: "2" }, [["id-changed-policy-same", "note", "`1` and is `2`"]]],
  ["an id that differs in case only", { id: "a" }, { id: "A" }, [["id-changed-policy-same", "note", "`a` and is `A`"]]],
  ["no policy file seen before", { policySha256: null }, {}, []],
  [
    "the record is gone",
    {},
    gone,
    [
      ["record-gone", "error", "(mode enforce) go by it until at the latest 23 January 2027"],
      ["outcome-changed", "note", "`protected` and is `not-announced`"],
    ],
  ],
  [
    "the record is gone, and the policy file is still served",
    {},
    { id: null, outcome: "undiscovered" },
    [
      ["record-gone", "error", "(mode enforce) go by it"],
      ["outcome-changed", "note", "`undiscovered`"],
    ],
  ],
  [
    "the record is gone, the last policy was seen a while ago",
    { policyMissedAt: THEN - 3 * DAY, outcome: "policy-unavailable" },
    gone,
    [
      ["record-gone", "error", "until at the latest 19 January 2027"],
      ["outcome-changed", "note", "`policy-unavailable`"],
    ],
  ],
  ["the record was gone already, its policy may still be held", { outcome: "not-announced" }, gone, []],
  [
    "it comes back with the former id and another policy",
    { policyMissedAt: THEN - DAY, outcome: "not-announced" },
    { policySha256: OTHER, maxAge: 8 * DAY, outcome: "not-announced" },
    [
      ["record-new", "note", "with id `1`"],
      ["policy-changed-id-same", "error", "may keep it until 21 January 2027"],
    ],
  ],
  [
    "the same id, the former policy expired everywhere",
    { policyMissedAt: THEN - 30 * DAY },
    { policySha256: OTHER, maxAge: 8 * DAY },
    [["policy-changed-id-same", "error", "look for none"]],
  ],
  [
    "the record is gone after mode none",
    { mode: "none", outcome: "none" },
    gone,
    [
      ["record-gone", "note", "now there is none."],
      ["outcome-changed", "note", "`none`"],
    ],
  ],
  [
    "the record cannot be used: the report says that",
    {},
    { id: null, outcome: "record-unusable" },
    [["outcome-changed", "note", "`record-unusable`"]],
  ],
  [
    "a record is new",
    gone,
    {},
    [
      ["record-new", "note", "with id `1`"],
      ["outcome-changed", "note", "`not-announced` and is `protected`"],
    ],
  ],
  [
    "enforce to testing",
    {},
    { mode: "testing", id: "2", policySha256: OTHER },
    [
      [
        "mode-weakened",
        "error",
        "less protected than before. Senders that hold the former policy may go by it until 23 January 2027.",
      ],
    ],
  ],
  [
    "testing to none: the way to take MTA-STS away",
    { mode: "testing" },
    { mode: "none", id: "2", policySha256: OTHER },
    [["mode-weakened", "warning", "expired everywhere, at the latest on 23 January 2027. Only then remove the record"]],
  ],
  [
    "testing to enforce",
    { mode: "testing" },
    { id: "2", policySha256: OTHER },
    [
      [
        "mode-strengthened",
        "note",
        "is `enforce`. Senders that hold the former policy may go by it until 23 January 2027.",
      ],
    ],
  ],
  [
    "max_age is shorter",
    {},
    { maxAge: DAY, id: "2", policySha256: OTHER },
    [
      [
        "max-age-shortened",
        "warning",
        "was 604800 seconds and is 86400: senders forget the policy sooner. Those that hold the former one may keep it until 23 January 2027.",
      ],
    ],
  ],
  [
    "max_age is shorter, the former policy expired everywhere",
    { policyMissedAt: THEN - 30 * DAY },
    { maxAge: DAY, id: "2", policySha256: OTHER },
    [["max-age-shortened", "warning", "senders forget the policy sooner."]],
  ],
  ["max_age is longer", {}, { maxAge: 70 * DAY, id: "2", policySha256: OTHER }, []],
  [
    "other patterns",
    {},
    { mx: ["mx1.example.com", "mx2.example.com"], id: "2", policySha256: OTHER },
    [
      [
        "patterns-added",
        "note",
        "`mx2.example.com`. Senders that hold the former policy, at the latest until 23 January 2027,",
      ],
      [
        "patterns-removed",
        "note",
        "`*.example.net`. Senders that hold the former policy may deliver there until 23 January 2027.",
      ],
    ],
  ],
  [
    "patterns in another order, with another id",
    {},
    { mx: ["*.example.net", "mx1.example.com"], id: "2", policySha256: OTHER },
    [],
  ],
  [
    "the mail moves",
    {},
    { mxHosts: ["a.example", "b.example"] },
    [
      [
        "mx-hosts-added",
        "note",
        "(mode enforce) does not allow `a.example`, `b.example`: senders that hold it, at the latest until 23 January 2027, deliver there only when they have fetched one that does.",
      ],
      ["mx-hosts-removed", "note", "`mx1.example.com`"],
    ],
  ],
  [
    "the mail moves, mode testing",
    { mode: "testing" },
    { mode: "testing", mxHosts: ["mx1.example.com", "a.example"] },
    [["mx-hosts-added", "note", "until 23 January 2027, deliver there and report it."]],
  ],
  [
    "the mail moves to where the former policy lets it go, in part",
    {},
    { mxHosts: ["mx1.example.com", "mx.example.net", "a.example"] },
    [
      [
        "mx-hosts-added",
        "note",
        "New mail servers: `mx.example.net`, `a.example`. The former policy (mode enforce) does not allow `a.example`:",
      ],
    ],
  ],
  [
    "the mail moves to where the former policy lets it go",
    {},
    { mxHosts: ["mx1.example.com", "mx.example.net"] },
    [["mx-hosts-added", "note", /^New mail servers: `mx\.example\.net`\.$/]],
  ],
  [
    "the mail moves, mode none",
    { mode: "none" },
    { mode: "none", mxHosts: ["mx1.example.com", "a.example"] },
    [["mx-hosts-added", "note", /^New mail servers: `a\.example`\.$/]],
  ],
  [
    "the mail moves, the former policy expired everywhere",
    { policyMissedAt: THEN - 30 * DAY },
    { mxHosts: ["mx1.example.com", "a.example"] },
    [["mx-hosts-added", "note", /^New mail servers: `a\.example`\.$/]],
  ],
  [
    "the mail moves, and no record had announced the policy",
    { id: null, outcome: "undiscovered" },
    { id: null, outcome: "undiscovered", mxHosts: ["mx1.example.com", "a.example"] },
    [["mx-hosts-added", "note", /^New mail servers: `a\.example`\.$/]],
  ],
  [
    "the certificate was not renewed",
    {},
    { checkedAt: THEN + 45 * DAY },
    [["certificate-not-renewed", "warning", "ends on 16 March 2027, in 15 days"]],
  ],
  [
    "not renewed, and ends on the next day",
    {},
    { checkedAt: THEN + 59 * DAY },
    [["certificate-not-renewed", "warning", "in 1 day."]],
  ],
  [
    "a certificate of six days, in its last third",
    { certificateNotAfter: THEN + 3 * DAY },
    { certificateNotBefore: THEN - 3 * DAY, certificateNotAfter: THEN + 3 * DAY, checkedAt: THEN + 2 * DAY },
    [["certificate-not-renewed", "warning", "in 1 day."]],
  ],
  [
    "a certificate of six days, with time left",
    { certificateNotAfter: THEN + 5 * DAY },
    { certificateNotBefore: THEN - DAY, certificateNotAfter: THEN + 5 * DAY, checkedAt: THEN + DAY },
    [],
  ],
  ["not renewed yet, with time left", {}, { checkedAt: THEN + 39 * DAY }, []],
  ["not renewed, and ended: the report says that", {}, { checkedAt: THEN + 61 * DAY }, []],
  ["a renewed certificate, short as it is", {}, { certificateNotAfter: THEN + 6 * DAY }, []],
];

const hasTexts = ({ outcome }) => outcome === "record-unusable";

for (const [name, before, after, expected] of ROWS) {
  test(name, () => {
    const later = { ...NOW, ...after };
    const seen = { ...ALL, lacksRecord: later.id === null && !hasTexts(later) };
    const changes = drift({ ...BEFORE, ...before }, later, seen, isAllowed);
    assert.deepEqual(
      changes.map(({ id, severity }) => [id, severity]),
      expected.map(([id, severity]) => [id, severity]),
    );
    for (const [index, [, , part]] of expected.entries()) {
      const { sentence } = changes[index];
      if (part instanceof RegExp) assert.match(sentence, part);
      else assert.ok(sentence.includes(part), `${sentence} lacks ${part}`);
      assert.match(sentence, /\.$/);
      // A date that has passed says nothing about who holds what.
      assert.doesNotMatch(sentence, /2026/);
    }
  });
}

/** What could not be looked at → what is left of a day on which everything changed. */
const PARTS = [
  [[], ["policy-changed-id-same", "mode-weakened", "mx-hosts-added", "mx-hosts-removed", "outcome-changed"]],
  [
    ["policy", "host", "whole"],
    ["mx-hosts-added", "mx-hosts-removed"],
  ],
  [
    ["mx", "whole"],
    ["policy-changed-id-same", "mode-weakened"],
  ],
  [["whole"], ["policy-changed-id-same", "mode-weakened", "mx-hosts-added", "mx-hosts-removed"]],
];

for (const [unseen, left] of PARTS) {
  test(`without ${unseen.join(", ") || "nothing"}`, () => {
    const after = { ...NOW, policySha256: OTHER, mode: "testing", mxHosts: ["a.example"], outcome: "testing" };
    const seen = { ...ALL, ...Object.fromEntries(unseen.map((part) => [part, false])) };
    assert.deepEqual(
      drift(BEFORE, after, seen, isAllowed).map(({ id }) => id),
      left,
    );
  });
}

test("a record that nobody could look up is not gone", () => {
  const seen = { ...ALL, record: false, policy: false, whole: false, lacksRecord: true };
  assert.deepEqual(drift(BEFORE, { ...NOW, ...gone }, seen, isAllowed), []);
});

test("the table has every kind of change", async () => {
  const { readFileSync } = await import("node:fs");
  const source = readFileSync(new URL("../../js/src/drift/change.ts", import.meta.url), "utf8");
  const ids = [...source.matchAll(/^ {2}\| "([a-z-]+)"/gm)].map(([, id]) => id);
  const tested = new Set(ROWS.flatMap(([, , , changes]) => changes.map(([id]) => id)));
  assert.deepEqual([...tested].sort(), ids.sort());
});
