/** THIRD-PARTY-LICENSES.md: the licences of what is compiled into the WebAssembly modules. */

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

import { fail, inRoot, output } from "./shell.mjs";

export const LICENSES = inRoot("THIRD-PARTY-LICENSES.md");
const TARGET = "wasm32-unknown-unknown";

/** What Rust brings along for this target, as its own COPYRIGHT-library.html names it. The crates have the texts, too. */
const OF_RUST = [
  ["std, core, alloc", "MIT OR Apache-2.0", "The Rust Project Developers (see https://thanks.rust-lang.org)"],
  ["std, its backtraces", "MIT OR Apache-2.0", "Copyright (c) 2014 Alex Crichton"],
  ["std, its channels", "MIT OR Apache-2.0", "Copyright (c) 2019 The Crossbeam Project Developers"],
  ["core, its tables of Unicode", "Unicode-3.0", "Copyright © 1991-2024 Unicode, Inc."],
  ["cfg-if, dlmalloc, rustc-demangle", "MIT OR Apache-2.0", "Copyright (c) 2014 Alex Crichton"],
  ["hashbrown", "MIT OR Apache-2.0", "Copyright (c) 2016 Amanieu d'Antras"],
  ["foldhash", "Zlib", "Copyright (c) 2024 Orson Peters"],
];

const INTRODUCTION = `What is compiled into the WebAssembly modules, \`js/pkg/mta_sts_bg.wasm\` and \`js/pkg/reports/mta_sts_reports_bg.wasm\`, besides the
project itself. Where there is a choice, it is used under the licence that comes first below. Each text stands here once; the copyright lines are in the tables.`;

/** The licences that deny.toml allows, in its order. */
export function allowedLicenses() {
  const [, list] = /^\[licenses\]\nallow = \[(.*)\]$/m.exec(readFileSync(inRoot("deny.toml"), "utf8"));
  return JSON.parse(`[${list}]`);
}

/** Which licences to use something under: of each choice in an SPDX expression the first that is allowed. */
export function choose(name, expression, allowed) {
  const all = (expression ?? "none").replaceAll("/", " OR ").split(" AND ");
  return all.map((part) => {
    const choices = part.replace(/[()]/g, "").split(/ OR /);
    const chosen = allowed.find((id) => choices.includes(id));
    if (chosen !== undefined) return chosen;
    throw new Error(`${name} has the licence “${expression}”, which deny.toml does not allow: use another crate.`);
  });
}

/** The crates that are compiled in: what `cargo metadata` knows about those that `cargo tree` names. */
function crates() {
  const ask = (...args) => output("cargo", args) ?? fail(`“cargo ${args.join(" ")}” failed; run it to see why.`);
  // Only the tree knows which features, and so which crates, these packages come to.
  const modules = ["mta-sts-wasm", "mta-sts-reports-wasm"].flatMap((name) => ["--package", name]);
  const compiled = ["--target", TARGET, "--edges", "normal,no-proc-macro"];
  const tree = ask("tree", "--locked", ...modules, ...compiled, "--prefix", "none", "--format", "{p}");
  const named = new Set(tree.split("\n").map((line) => line.split(" ").slice(0, 2).join(" ")));
  const { packages } = JSON.parse(ask("metadata", "--locked", "--format-version", "1", "--filter-platform", TARGET));
  return packages.filter(({ name, version, source }) => source !== null && named.has(`${name} v${version}`));
}

/** The text of a licence as a crate brings it. */
function textOf(folder, license) {
  const particular = { MIT: "LICENSE-MIT", "Apache-2.0": "LICENSE-APACHE", "Unicode-3.0": "LICENSE-UNICODE" }[license];
  const names = readdirSync(folder);
  const name = [particular, "LICENSE", "LICENSE.md", "LICENSE.txt"].find((name) => names.includes(name));
  // Or as REUSE has it: by its id.
  const path = name ?? join("LICENSES", `${license}.txt`);
  return existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8") : undefined;
}

const COPYRIGHT = /^ *Copyright (?:\(c\)|©).*$/gim;

/** The text without its name and the lines that differ from crate to crate. */
function bare(text) {
  const body = text.replace(COPYRIGHT, "").replace(/^ *All rights reserved\. *$/m, "");
  return body
    .replace(/^(BSD 3-Clause License|MIT License|The MIT License \(MIT\))$/m, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** The file. */
export function licenses() {
  const allowed = allowedLicenses();
  /** Licence → the words of its text → the text, and which crates bring it. Line breaks differ. */
  const texts = new Map(allowed.map((id) => [id, new Map()]));
  const rows = crates().map(({ name, version, license, authors, manifest_path: manifest }) => {
    const notices = choose(`${name} ${version}`, license, allowed).flatMap((id) => {
      const text = textOf(dirname(manifest), id);
      if (text === undefined) throw new Error(`${name} ${version} brings no text of its licence, ${id}.`);
      const words = bare(text).toLowerCase().replace(/\W+/g, " ");
      const known = texts.get(id).get(words) ?? { text: bare(text), names: [] };
      texts.get(id).set(words, { ...known, names: [...known.names, name] });
      return text.match(COPYRIGHT) ?? [];
    });
    const ways = [notices.map((line) => line.trim()), authors, [`the authors of ${name}`]];
    const owners = ways.find((names) => names.length > 0);
    return [`${name} ${version}`, license, owners.join("; ").replace(/ <.*?>/g, "")];
  });
  for (const [name, license] of OF_RUST) {
    const missing = choose(name, license, allowed).find((id) => texts.get(id).size === 0);
    if (missing !== undefined) throw new Error(`No crate brings the text of ${missing}, the licence of ${name}.`);
  }
  return page(rows, texts);
}

function page(rows, texts) {
  const [, rust] = /channel = "(.*)"/.exec(readFileSync(inRoot("rust-toolchain.toml"), "utf8"));
  const table = (rows) =>
    ["| | licence | copyright |", "|---|---|---|", ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n");
  const sections = [...texts].flatMap(([id, variants]) =>
    [...variants.values()].flatMap(({ text, names }, number) => [
      ...(number === 0 ? [`## ${id}`] : []),
      ...(variants.size > 1 ? [`As in ${names.join(", ")}:`] : []),
      `\`\`\`text\n${text}\n\`\`\``,
    ]),
  );
  return `${[
    "# Third-party licences",
    "<!-- Generated by scripts/licenses.mjs. -->",
    INTRODUCTION,
    table(rows),
    `From Rust ${rust} itself:`,
    table(OF_RUST),
    ...sections,
  ].join("\n\n")}\n`;
}
