/**
 * TLS reports as an administrator gets them over months, the same on every run: none is a copy of a real one, all are written in the
 * manners of senders (`senders.mjs`) and tell one story (`story.mjs`). `wrap.mjs` puts them into messages and archives,
 * `hostile.mjs` makes what nobody should send.
 */

import { gzipSync } from "node:zlib";

import { Random } from "../../bench/corpus.mjs";
import { SENDERS } from "./senders.mjs";
import { failuresOf, policyOf } from "./story.mjs";

const DAY = 86_400;

/**
 * Yields reports, day by day.
 *
 * - `domains`: names, or `{ name, mx }`; without `mx` it is `mx1` and `mx2` of the domain
 * - `firstDay` as `2026-08-25`, and how many `days`
 * - `story: false`: nothing fails
 *
 * Each is `{ name, json, bytes, organization, domain, day, successful, failed }`: the file's name (RFC 8460 §5.1), its text, the same with
 * gzip, and what it says, for comparison.
 */
export function* reports({
  seed = 8460,
  domains = ["example.com"],
  firstDay = "2026-08-25",
  days = 92,
  senders = SENDERS,
  story = true,
} = {}) {
  const random = new Random(seed);
  const first = Date.parse(`${firstDay}T00:00:00Z`) / 1000;
  for (let number = 0; number < days; number++) {
    for (const [place, named] of domains.entries()) {
      const { name: domain, mx } = typeof named === "string" ? { name: named } : named;
      const start = first + number * DAY;
      const day = {
        domain,
        mx: mx ?? [`mx1.${domain}`, `mx2.${domain}`],
        start,
        end: start + DAY - 1,
        // Every domain lives through the story at its own time; the first at the beginning.
        number: (number + place * 17) % days,
        days,
        isWeekend: [0, 6].includes(new Date(start * 1000).getUTCDay()),
        story,
      };
      for (const sender of senders) {
        if (random.chance(sender.silent)) continue;
        yield report(sender, day, random);
      }
    }
  }
}

function report(sender, day, random) {
  const busy = sender.volume * (day.isWeekend ? sender.weekend : 1);
  const sessions = 1 + random.below(Math.ceil(busy * 0.5)) + Math.floor(busy * 0.6);
  const details = failuresOf(sender, day, sessions, random);
  const failed = Math.min(
    sessions,
    details.reduce((sum, detail) => sum + detail["failed-session-count"], 0),
  );
  const policies = [entry(policyOf(sender, day, details), sessions - failed, failed, details)];
  if (sender.dane) {
    const overDane = random.below(Math.ceil(busy * 0.2)) + 1;
    policies.push(entry(tlsa(day), overDane, 0, []));
  }
  const json = sender.write(day, policies, random);
  const sum = (name) => policies.reduce((total, { summary }) => total + summary[name], 0);
  return {
    name: `${sender.host}!${day.domain}!${day.start}!${day.end}!${random.label(6)}.json.gz`,
    json,
    bytes: gzipSync(json),
    organization: sender.organization,
    domain: day.domain,
    day: new Date(day.start * 1000).toISOString().slice(0, 10),
    successful: sum("total-successful-session-count"),
    failed: sum("total-failure-session-count"),
  };
}

function entry(policy, successful, failed, details) {
  const summary = { "total-successful-session-count": successful, "total-failure-session-count": failed };
  return { policy, summary, "failure-details": details };
}

/** The TLSA records of the first MX host: the digest is that of nothing. */
function tlsa({ domain, mx }) {
  const digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  return {
    "policy-type": "tlsa",
    "policy-string": [`3 1 1 ${digest}`],
    "policy-domain": domain,
    "mx-host": [mx[0]],
  };
}
