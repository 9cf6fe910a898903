/** Lists of domains, their order and their faults; checks without a network, which end as “could not tell”. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { linesOf } from "../../js/dist/cli/domains.js";
import { worst } from "../../js/dist/cli/exit.js";
import { inOrder } from "../../js/dist/cli/in-order.js";
import { folder, mtaSts } from "./command.mjs";

const { path: dir, write } = folder();
/** Nothing listens there, so every lookup fails at once. */
const NOWHERE = ["--resolver=http://127.0.0.1:1/dns-query", "--helper=http://127.0.0.1:1"];

/** A list → its lines with numbers. */
const LISTS = [
  ["", []],
  ["a.example", [[1, "a.example"]]],
  [
    "\u{feff}a.example\r\n\r\n  b.example  \n",
    [
      [1, "a.example"],
      [3, "b.example"],
    ],
  ],
  [
    "# all\na.example # main\n#b.example\n\tc.example\t# spare",
    [
      [2, "a.example"],
      [4, "c.example"],
    ],
  ],
  ["a#b.example", [[1, "a#b.example"]]],
  ["a.example b.example", [[1, "a.example b.example"]]],
];

for (const [text, lines] of LISTS) {
  test(`the list ${JSON.stringify(text)}`, () => {
    assert.deepEqual(
      linesOf(text).map(({ line, input }) => [line, input]),
      lines,
    );
  });
}

test("bad lines are told with their number, the rest is checked, in the order given", () => {
  const input = "# domains\nb.example\n\nnot a domain\na.example\n192.0.2.1\n";
  const { status, stdout, stderr } = mtaSts([...NOWHERE, "-", "--concurrency=1"], { input });
  assert.equal(status, 2);
  assert.match(stderr, /standard input, line 4: Character 4 is a space/);
  assert.match(stderr, /standard input, line 6: 192\.0\.2\.1 is an address/);
  assert.ok(stdout.indexOf("b.example") < stdout.indexOf("a.example") && stdout.includes("a.example"));
  assert.match(stdout, /^4 domains: 2 not known, 2 not checked\.$/m);
});

test("JSON Lines: a value for each domain in the order given, errors among them", () => {
  const list = write("list.txt", "not a domain\nb.example\n");
  const { status, stdout } = mtaSts([...NOWHERE, "--json", "--list", list, "a.example"]);
  const values = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(status, 2);
  assert.deepEqual(
    values.map((value) => value.domain ?? value.input),
    ["a.example", "not a domain", "b.example"],
  );
  assert.equal(values[0].outcome, "inconclusive");
  assert.equal(values[1].line, 1);
  assert.match(values[1].error, /line 1: Character 4 is a space/);
});

test("one domain is one JSON document; the same domain from a list is a line", () => {
  assert.equal(JSON.parse(mtaSts([...NOWHERE, "--json", "a.example"]).stdout).domain, "a.example");
  const { stdout } = mtaSts([...NOWHERE, "--json", "-"], { input: "a.example\n" });
  assert.equal(stdout.split("\n").length, 2);
});

test("SARIF points into the list, and says what was not looked at", () => {
  write("my list.txt", "# mine\na.example\n???\n");
  const { stdout } = mtaSts([...NOWHERE, "--sarif", "--list", "my list.txt"], { cwd: dir });
  const [run] = JSON.parse(stdout).runs;
  const { artifactLocation, region } = run.results[0].locations[0].physicalLocation;
  assert.deepEqual([artifactLocation.uri, region], ["my%20list.txt", { startLine: 2 }]);
  assert.equal(run.invocations[0].executionSuccessful, false);
  assert.match(JSON.stringify(run.invocations[0].toolExecutionNotifications), /line 3: /);
});

test("an internationalised domain is told in A-labels", () => {
  const { stdout } = mtaSts([...NOWHERE, "bücher.example"]);
  assert.match(stdout, /^xn--bcher-kva\.example .*\n {2}In DNS this name is written xn--bcher-kva\.example\.$/m);
});

test("a domain that is given again is checked once, where it stands first", () => {
  const input = "a.example\nb.example\nA.EXAMPLE.\nnot a domain\nnot a domain\n";
  const { stdout, stderr } = mtaSts([...NOWHERE, "-", "b.example"], { input });
  const names = [...stdout.matchAll(/^\S.*?\s([ab]\.example) /gm)].map(([, name]) => name);
  assert.deepEqual(names, ["a.example", "b.example"]);
  assert.equal(stdout.match(/It is given 2 times, and checked once\./g).length, 2);
  assert.match(stdout, /^4 domains: /m);
  assert.match(stderr, /line 4:[^]*line 5:/);
});

test("--brief and --full", () => {
  assert.doesNotMatch(mtaSts([...NOWHERE, "--brief", "a.example"]).stdout, /DNS record/);
  assert.match(mtaSts([...NOWHERE, "--full", "a.example", "b.example"]).stdout, /DNS record[^]*DNS record/);
});

test("results come in order, so many at a time, as soon as they may go", async () => {
  const log = [];
  let running = 0;
  let most = 0;
  const delays = [40, 10, 30, 0, 20];
  for await (const result of inOrder(delays, 2, async (delay) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, delay));
    running -= 1;
    log.push(`done ${delay}`);
    return delay;
  })) {
    log.push(`told ${result}`);
  }
  assert.equal(most, 2);
  assert.deepEqual(
    log.filter((line) => line.startsWith("told")).map((line) => Number(line.slice(5))),
    delays,
  );
  // The first is told before the last is done: nothing waits for all.
  assert.ok(log.indexOf("told 40") < log.indexOf("done 20"));
});

test("what is certainly wrong wins over what is not known, and that over what is fine", () => {
  assert.equal(worst([0, 2, 1, 0]), 1);
  assert.equal(worst([0, 2, 0]), 2);
  assert.equal(worst([0, 0]), 0);
});
