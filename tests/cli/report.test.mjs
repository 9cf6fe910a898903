/** `mta-sts report`: what it reads, what it says, for people and for programs, and how it ends. */

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

import { failedPart } from "../../js/dist/show/tls-reports.js";
import { gzipped, report } from "../api/tls-reports.mjs";
import { folder, mtaSts, needsPython, onTerminal } from "./command.mjs";

const { path: dir, write } = folder();
const fine = write("fine.json", report(1));
const failing = write("failing.json.gz", gzipped(2, { failed: 3 }));
const broken = write("broken.json", '{ "organization-name": ');
const mail = (subject, ...parts) =>
  [
    `From: tls@mail.example`,
    `To: reports@example.com`,
    `Subject: ${subject}`,
    `MIME-Version: 1.0`,
    ...(parts.length === 0
      ? ["Content-Type: text/plain", "", "Nothing to see."]
      : [
          'Content-Type: multipart/report; report-type="tlsrpt"; boundary="b"',
          "",
          ...parts.flatMap(([type, body]) => [
            "--b",
            `Content-Type: ${type}`,
            "Content-Transfer-Encoding: base64",
            "",
            Buffer.from(body).toString("base64"),
          ]),
          "--b--",
        ]),
    "",
  ].join("\r\n");

/** A folder with these files, by their paths in it. */
function tree(files) {
  const root = mkdtempSync(join(dir, "tree-"));
  for (const [path, content] of Object.entries(files)) {
    const place = join(root, path);
    mkdirSync(join(place, ".."), { recursive: true });
    writeFileSync(place, content);
  }
  return root;
}

const jsonOf = (args, options) => {
  const { stdout, ...rest } = mtaSts(["report", "--json", ...args], options);
  return { ...rest, summary: JSON.parse(stdout) };
};
const names = ({ documents }, root) => documents.map(({ name }) => name.slice(root.length + 1));

describe("how it ends", () => {
  const domainless = report(3).replace('"policies"', '"other"');
  for (const [what, args, status] of [
    ["no session failed", [fine], 0],
    ["sessions failed", [failing], 1],
    ["one file cannot be read", [fine, broken], 2],
    ["sessions failed, and one file cannot be read", [broken, failing], 1],
    ["one file is not there", [fine, join(dir, "gone.json")], 2],
    ["no report", [write("no-policies.json", domainless)], 2],
    ["an empty folder", [tree({})], 2],
  ]) {
    for (const format of [[], ["--json"], ["--csv", "sessions"]]) {
      test(`${what} ${format.join(" ")}: ${status}`, () => {
        const { status: ended, stderr } = mtaSts(["report", ...format, ...args]);
        assert.equal(ended, status, stderr);
      });
    }
  }

  for (const [args, message] of [
    [[], /There is no file to read\./],
    [["--json", "--csv", "failures", fine], /--json and --csv exclude each other/],
    [["--csv", "days", fine], /--csv takes sessions, failures or documents, not “days”\./],
    [["--output", "x", fine], /--output says where --json or --csv goes/],
    [["--timeout", "3", fine], /--timeout is about --check: give that too\./],
    [["--resolver", "quad1", "--check", fine], /--resolver takes cloudflare/],
    [["--chekc", fine], /There is no option --chekc for report\. Did you mean --check\?/],
    [["-", "-"], /Standard input \(“-”\) is named twice/],
  ]) {
    test(`refused: ${args.join(" ").slice(0, 60)}`, () => {
      const { status, stdout, stderr } = mtaSts(["report", ...args], { input: report(1) });
      assert.equal(status, 2);
      assert.equal(stdout, "");
      assert.match(stderr.replaceAll("\n", " "), message);
    });
  }

  test("a word that is nearly the command, and a domain of its name", () => {
    assert.match(mtaSts(["reprot", fine]).stderr, /There is no command reprot\. Did you mean report\?/);
    assert.match(mtaSts(["--json", "report", fine]).stderr, /Write the command first: “mta-sts report …”/);
    // It is looked up, not opened.
    const { stdout } = mtaSts(["report.example", "--timeout", "0.1", "--resolver", "http://127.0.0.1:9/x"]);
    assert.match(stdout, /^report\.example/);
  });
});

test("all succeeded, but nothing is green where a file could not be read", () => {
  const markOf = (...files) => /^(passed|not known) +All of/m.exec(mtaSts(["report", ...files]).stdout)?.[1];
  assert.equal(markOf(fine), "passed");
  assert.equal(markOf(fine, broken), "not known");
});

describe("what it reads", () => {
  test("what is piped", () => {
    const { summary, status } = jsonOf(["-"], { input: gzipped(4, { failed: 1 }) });
    assert.equal(status, 1);
    assert.deepEqual([summary.reports, summary.documents[0].name], [1, "standard input"]);
  });

  test("a folder of 300 reports and what is in it besides, in the order of names", () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, number) => [
        `${String(number % 10)}/${String(number).padStart(3, "0")}.json.gz`,
        gzipped(number, { failed: number % 5 === 0 ? 1 : 0 }),
      ]),
    );
    const root = tree({
      ...files,
      "README.md": "# Reports",
      "picture.png": Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]),
      "package.json": '{ "name": "x" }',
      ".hidden.json": report(400, { failed: 100 }),
      ".git/x.json": report(401, { failed: 100 }),
    });
    const { summary, status, stderr } = jsonOf([root]);
    assert.deepEqual([status, summary.files, summary.reports, summary.unreadable], [1, 300, 300, 0]);
    assert.deepEqual(summary.sessions, { successful: 3000, failed: 60 });
    assert.deepEqual(names(summary, root), Object.keys(files).toSorted());
    assert.match(stderr, /3 files of the folders without a report were left out/);
    const { stdout } = mtaSts(["report", root]);
    assert.match(
      stdout.replace(/\s+/g, " "),
      /3 files of the folders hold no report: \S+README\.md, \S+package\.json, \S+picture\.png\./,
    );
    assert.match(stdout, /^300 files: 300 reports\. 60 of 3,060 sessions failed \(2\.0 %\)\.$/m);
  });

  test("a folder of mail, of which some has reports", () => {
    const root = tree({
      "cur/1:2,S": mail("Report Domain: example.com", ["text/plain", "Hello"], ["application/tlsrpt+gzip", gzipped(5)]),
      "cur/2:2,S": mail("Lunch?"),
      "new/3": mail("Report", ["application/tlsrpt+json", report(6, { failed: 2 })]),
      "new/4": mail("Report", ["application/tlsrpt+gzip", gzipped(7).subarray(0, 30)]),
      "tmp/5": "",
    });
    const { summary, status } = jsonOf([root]);
    assert.deepEqual([status, summary.reports, summary.unreadable], [1, 2, 1]);
    assert.deepEqual(
      names(summary, root).map((name) => name.slice(0, 5)),
      ["cur/1", "new/3", "new/4"],
    );
  });

  test("what is named is told, whatever it is; what is compressed is told in a folder, too", () => {
    const root = tree({ "notes.txt": "Milk", "log.gz": gzipped(1).subarray(0, 20) });
    assert.equal(jsonOf([root]).summary.unreadable, 1);
    const { summary } = jsonOf([join(root, "notes.txt")]);
    assert.equal(summary.unreadable, 1);
    assert.equal(summary.documents[0].state, "unreadable");
  });

  test("JSON that is meant for a report is told in a folder, too: cut off, or a list of them", () => {
    const root = tree({ "cut.json": report(1).slice(0, 150), "list.json": `[${report(1)}]`, "x.json": '["policy"]' });
    const { summary, status, stderr } = jsonOf([root]);
    assert.deepEqual([status, summary.files, summary.unreadable], [2, 2, 2]);
    assert.match(stderr, /1 file of the folders without a report was left out/);
  });

  test("a folder without reports is told, for people and beside JSON", () => {
    const root = tree({ "notes.txt": "Milk" });
    assert.match(mtaSts(["report", root]).stdout, /^There is no report in what was named\.$/m);
    assert.match(jsonOf([root]).stderr, /^mta-sts: There is no report in what was named\.$/m);
  });

  test("links, also in a circle and to nowhere", () => {
    const root = tree({ "a/1.json": report(1) });
    symlinkSync(root, join(root, "a", "up"));
    symlinkSync(join(root, "a", "1.json"), join(root, "b.json"));
    symlinkSync(join(root, "nowhere"), join(root, "c.json"));
    const { summary, status } = jsonOf([root]);
    assert.deepEqual([status, summary.reports, summary.duplicates, summary.unreadable], [2, 1, 1, 1]);
    assert.match(summary.documents.at(-1).note, /could not be opened: no such file or directory/);
  });
});

describe("what it says", () => {
  for (const [successful, failed, part] of [
    [1, 1, "50 %"],
    [97, 3, "3 %"],
    [997, 28, "2.7 %"],
    [4, 996, "99.6 %"],
    [1, 99_999, "over 99.9 %"],
    [99_999, 1, "under 0.1 %"],
    [0, 7, "100 %"],
  ]) {
    test(`what is not all is not shown as all, nor little as nothing: ${part}`, () =>
      assert.equal(failedPart({ successful, failed }), part));
  }

  test("at a glance: who, what, which servers, which days", () => {
    const { stdout } = mtaSts(["report", fine, failing]);
    for (const part of [
      /^example\.com {2}2 reports, 2026-09-02 – 2026-09-03$/m,
      /^failed +3 of 23 sessions failed \(13 %\)\.$/m,
      /^ {4}certificate-expired +#{20} 3 sessions, 2026-09-03$/m,
      /^ {6}The certificate of the mail server has expired\.$/m,
      /mail servers {2}mx1\.example\.com \(3\)/,
      /Example Mail .*2 reports.*3 failed \(13 %\)/,
      /mode enforce, 1 week, \*\.example\.com/,
      /^ {4}2026-09-02 +none$/m,
      /^ {4}2026-09-03 {2}#{20} 3 \(23 %\)$/m,
      /^2 files: 2 reports\. 3 of 23 sessions failed \(13 %\)\.$/m,
      /^What may cause a failure, and what to do: mta-sts explain certificate-expired$/m,
    ]) {
      assert.match(stdout, part);
    }
    assert.match(mtaSts(["report", fine]).stdout, /^passed +All of 10 sessions succeeded\.$/m);
  });

  test("tr_034_what comes from a report cannot move the cursor or hide", () => {
    const nasty = "\u{1b}[2J\u{202e}evil\u{0}\r\n\u{9b}31m";
    const hostile = write(
      "hostile.json",
      report(8, { failed: 1, organization: nasty, type: nasty })
        .replaceAll("mx1.example.com", JSON.stringify(nasty).slice(1, -1))
        .replaceAll("mode: enforce", JSON.stringify(`mode: ${nasty}`).slice(1, -1)),
    );
    const badName = write("bad\u{1b}[31m\nname.json", "no");
    for (const args of [[], ["--json"], ...["sessions", "failures", "documents"].map((table) => ["--csv", table])]) {
      const { stdout, stderr } = mtaSts(["report", ...args, hostile, badName]);
      assert.match(
        stdout + stderr,
        /^[\n\r\x20-\x7e\xa1-\u{1fff}\u{2010}-\u{2027}\u{2030}-\u{205e}\u{2070}-\u{ffff}]*$/u,
      );
      assert.doesNotMatch(stdout.replaceAll("\r\n", "\n"), /\r/);
    }
    assert.match(mtaSts(["report", hostile]).stdout, /\\u\{1b\}\[2J\\u\{202e\}evil/);
  });

  test("--json is the summary, --csv a table, --output takes them to a file beside the text", () => {
    const output = join(dir, "out.json");
    const { stdout } = mtaSts(["report", failing, "--json", "--output", output]);
    assert.match(stdout, /3 of 13 sessions failed/);
    const summary = JSON.parse(readFileSync(output, "utf8"));
    assert.deepEqual(summary, jsonOf([failing]).summary);
    const csv = mtaSts(["report", failing, "--csv", "sessions"]).stdout;
    assert.equal(csv, "domain,day,successful-sessions,failed-sessions\r\nexample.com,2026-09-03,10,3\r\n");
  });

  test("many of everything: rows end, and the rest is counted", () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, number) => [
        `${number}.json`,
        report(number, { failed: 1, type: `type-${number}`, organization: `Sender ${number}` }),
      ]),
    );
    const { stdout } = mtaSts(["report", tree(files)]);
    assert.equal(stdout.match(/^ {4}type-/gm).length, 10);
    assert.equal(stdout.match(/^ {4}and 30 more$/gm).length, 2);
    assert.equal(stdout.match(/^ {4}2026-.* – /gm).length, 10);
  });

  test("on a terminal it says how far it is, and leaves only the summary", needsPython, () => {
    const { screen, status } = onTerminal(80, ["report", failing]);
    assert.equal(status, 1);
    assert.match(screen, /files? read: 0 reports/);
    assert.match(screen, /█{20}\S* 3 sessions/);
    assert.ok(screen.split("\u{1b}[J").at(-1).includes("example.com"));
  });
});
