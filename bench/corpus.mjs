/**
 * The corpus of the benchmarks: 1,000 policies, the same on every run and every machine, from three lines to 60 KiB.
 *
 * Each has a label of ours: whether the letter of RFC 8461 §3.2 lets it stand. Comparing speeds says nothing without the
 * number of labels a parser disagrees with, because a parser that checks less is faster.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** How many policies of each kind there are, and what a kind is. */
export const KINDS = {
  small: { count: 400, make: small },
  typical: { count: 400, make: typical },
  medium: { count: 70, make: (random) => long(random, { hosts: random.from(20, 60) }) },
  invalid: { count: 120, make: invalid },
  large: { count: 10, make: (random) => long(random, { bytes: 60 * 1024 }) },
};

/** MX hosts asked of each policy. */
const HOSTS = 8;
const MAX_AGES = [86_400, 604_800, 1_209_600, 2_592_000, 31_557_600];

/** Xorshift (Marsaglia 2003), 32 bits: `Math.random` cannot be seeded. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed;
  }

  /** A whole number from 0 to before `bound`. */
  below(bound) {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % bound;
  }

  /** A whole number from `least` to `most`. */
  from(least, most) {
    return least + this.below(most - least + 1);
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  chance(percent) {
    return this.below(100) < percent;
  }

  /** Lower-case letters and digits, a letter first. */
  label(length) {
    const rest = Array.from({ length: length - 1 }, () => this.pick("abcdefghijklmnopqrstuvwxyz0123456789"));
    return this.pick("abcdefghijklmnopqrstuvwxyz") + rest.join("");
  }

  domain() {
    return `${this.label(this.from(4, 16))}.${this.pick(["example", "test", "co.example", "mail.test"])}`;
  }
}

/** The lines of a policy, its patterns wherever the list stands. */
function lines({ version = "STSv1", mode = "enforce", mx, maxAge = "604800", before = [], after = [] }) {
  return [
    `version: ${version}`,
    `mode: ${mode}`,
    ...before,
    ...mx.map((pattern) => `mx: ${pattern}`),
    `max_age: ${maxAge}`,
    ...after,
  ];
}

/** One host, as most domains have it. */
function small(random) {
  const domain = random.domain();
  const mx = [random.pick([`mail.${domain}`, `*.${domain}`, domain, `MX.${domain}`])];
  return { mx, lines: lines({ mode: random.pick(["enforce", "testing", "none"]), mx, maxAge: random.pick(MAX_AGES) }) };
}

/** Two to seven hosts, as mail providers ask their customers to publish. */
function typical(random) {
  const domain = random.domain();
  const mx = random.pick([
    () => [`${domain.replaceAll(".", "-")}.mail.provider.example`, "*.mail.provider.example"],
    () => [
      "aspmx.mx.provider.example",
      "*.aspmx.mx.provider.example",
      ...["1", "2", "3", "4"].map((n) => `alt${n}.aspmx.mx.provider.example`),
    ],
    () => [...Array(random.from(2, 6)).keys()].map((n) => `mx${n + 1}.${domain}`).concat(`*.mx.${domain}`),
  ])();
  return { mx, lines: lines({ mode: random.pick(["enforce", "testing"]), mx, maxAge: random.pick(MAX_AGES) }) };
}

/** As many numbered hosts as asked for, or as fit in `bytes`; one in six is a site of its own, with a wildcard. */
function long(random, { hosts = Infinity, bytes = Infinity }) {
  const domain = random.domain();
  const host = random.pick(["mx", "mail", "in-smtp"]);
  const mx = [];
  for (let room = bytes - 80; mx.length < hosts && room > 0;) {
    const number = `${mx.length}`.padStart(4, "0");
    mx.push(random.chance(16) ? `*.site${number}.${domain}` : `${host}${number}.${domain}`);
    room -= "mx: \r\n".length + mx.at(-1).length;
  }
  return { mx, lines: lines({ mx }) };
}

/** One way in which a typical policy breaks the grammar. */
const MISTAKES = [
  ({ mx }) => lines({ mx, version: "STSv2" }),
  ({ mx }) => lines({ mx }).slice(1),
  ({ mx }) => lines({ mx, mode: "report" }),
  ({ mx }) => lines({ mx, mode: "Enforce" }),
  ({ mx }) => lines({ mx, maxAge: "31557601" }),
  ({ mx }) => lines({ mx, maxAge: "-1" }),
  ({ mx }) => lines({ mx, maxAge: "1 week" }),
  ({ mx }) => lines({ mx }).slice(0, -1),
  () => lines({ mx: [] }),
  ({ mx }) => lines({ mx: ["*.*.example.test", ...mx] }),
  ({ mx }) => lines({ mx: ["two words.test", ...mx] }),
  ({ mx }) => lines({ mx: ["mail_1.example.test", ...mx] }),
  ({ mx }) => lines({ mx: ["pöst.example.test", ...mx] }),
  ({ mx }) => lines({ mx: ["https://mail.example.test/", ...mx] }),
  ({ mx }) => lines({ mx, before: [`mx ${mx[0]}`] }),
  ({ mx }) => lines({ mx, before: ["# our servers"] }),
  ({ mx }) => lines({ mx, before: [""] }),
  () => ["<!doctype html>", '<html lang="en">', "<title>404</title>", "<p>Nothing here.</p>"],
  ({ mx }) => ["{", `  "version": "STSv1", "mode": "enforce", "mx": ["${mx[0]}"], "max_age": 604800`, "}"],
  ({ mx }) => [`\ufeff${lines({ mx })[0]}`, ...lines({ mx }).slice(1)],
];

function invalid(random, number) {
  const { mx } = typical(random);
  return { mx, lines: MISTAKES[number % MISTAKES.length]({ mx }) };
}

/** Hosts to ask a policy about, about half of them allowed: by name, in capitals, with a final dot, below a wildcard. */
function hostsFor(mx, random) {
  return Array.from({ length: HOSTS }, (_, number) => {
    const pattern = random.pick(mx);
    if (number % 2 === 1) return number === 1 ? `a.b.${pattern.replace("*.", "")}` : `mx${number}.${random.domain()}`;
    const host = pattern.replace("*", random.label(5));
    return number === 2 ? host.toUpperCase() : number === 4 ? `${host}.` : host;
  });
}

/** The policies: `{ kind, valid, text, hosts }`. */
export function corpus() {
  const random = new Random(8461);
  const policies = [];
  for (const [kind, { count, make }] of Object.entries(KINDS)) {
    for (let number = 0; number < count; number++) {
      const made = make(random, number);
      const end = random.pick(["\n", "\r\n"]);
      const text = made.lines.join(end) + (random.chance(85) ? end : "");
      policies.push({ kind, valid: kind !== "invalid", text, hosts: hostsFor(made.mx, random) });
    }
  }
  return policies;
}

/** Writes the corpus where both sides of the benchmark read it. */
export function writeCorpus(path) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(corpus()));
}
