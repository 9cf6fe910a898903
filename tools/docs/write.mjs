/** Declarations as Markdown: a heading each, its comment, then its fields and methods. */

import ts from "typescript";

import { commentOf, fileOf, hasModifier, isHidden, namesIn } from "./sources.mjs";
import { meanings } from "./variants.mjs";

export class Writer {
  #sources;
  /** The names that belong on the page. */
  #names;
  #written = new Set();
  /** The chapters that are the place of a declaration, by its name. */
  #chapters = new Map();
  #blocks = [];

  constructor(sources, names) {
    this.#sources = sources;
    this.#names = names;
  }

  heading(level, text) {
    this.#blocks.push(`${"#".repeat(level)} ${text}`);
  }

  text(text) {
    if (text !== "") this.#blocks.push(text);
  }

  /** A chapter in the place of a declaration: with its comment, and links to it lead there. */
  chapter(title, node) {
    this.#chapters.set(node.name.text, title);
    this.heading(2, title);
    this.#comment(node);
  }

  page() {
    return `${this.#blocks.join("\n\n")}\n`;
  }

  func(method) {
    this.#written.add(method.name.text);
    this.heading(3, `${method.name.text}()`);
    this.text(`\`\`\`ts\n${head(method)}\n\`\`\``);
    const { text, throws } = commentOf(method);
    this.text(text);
    if (throws.length > 0) this.text(["Throws:", ...throws.map((reason) => `- ${reason}`)].join("\n"));
  }

  /** Declarations that a node refers to, and those that they refer to, each right after the first that does. */
  follow(node, level, isWanted = () => true) {
    for (const name of namesIn(node)) {
      const declaration = this.#sources.declarations[name];
      if (!this.#names.has(name) || this.#written.has(name) || !isWanted({ name, file: fileOf(declaration) })) continue;
      this.declaration(declaration, level);
      this.follow(declaration, level, isWanted);
    }
  }

  /** What has no place yet. */
  rest(isWanted = () => true) {
    for (const name of this.#names) {
      const declaration = this.#sources.declarations[name];
      if (this.#written.has(name) || !isWanted({ name, file: fileOf(declaration) })) continue;
      this.declaration(declaration, 3);
    }
  }

  declaration(node, level) {
    const name = node.name.text;
    this.heading(level, this.#title(node));
    this.#comment(node);
    const bases = (node.heritageClauses ?? []).flatMap(({ types }) => types).map((type) => this.#type(type));
    if (ts.isClassDeclaration(node)) this.text("Properties and methods:");
    else if (bases.length > 0) this.text(`All of ${bases.join(" and ")}, and:`);
    if (ts.isVariableDeclaration(node)) this.text(`\`\`\`js\n${name} = ${valueOf(node)}\n\`\`\``);
    else if (ts.isTypeAliasDeclaration(node)) this.#alias(name, node.type);
    else this.#members(node.members);
  }

  /** What it is called. A class or an interface may have the name of a function, but for its first letter. */
  #title(node) {
    const name = node.name.text;
    if (ts.isClassDeclaration(node)) return `Class ${name}`;
    const isTwin = (other) => other !== name && other.toLowerCase() === name.toLowerCase();
    return ts.isInterfaceDeclaration(node) && [...this.#names].some(isTwin) ? `Interface ${name}` : name;
  }

  #comment(node) {
    this.#written.add(node.name.text);
    this.text(commentOf(node)?.text ?? "");
  }

  #alias(name, type) {
    const arms = ts.isUnionTypeNode(type) ? type.types : [type];
    if (arms.every(ts.isTypeLiteralNode)) {
      arms.forEach((arm, number) => {
        if (arms.length > 1) this.text(number === 0 ? "Either" : "or");
        this.#members(arm.members);
      });
    } else if (arms.every((arm) => ts.isLiteralTypeNode(arm))) {
      this.#words(
        name,
        arms.map(({ literal }) => literal.text),
      );
    } else {
      this.text(this.#type(type));
    }
  }

  #words(name, words) {
    const known = meanings(name, words);
    if (name === "FindingId") this.text(words.map((id) => `[\`${id}\`](findings/${id}.md)`).join(",\n"));
    else if (known === null) this.text(words.map((word) => `\`"${word}"\``).join(" or "));
    else this.text(words.map((word, number) => `- \`"${word}"\`: ${known[number]}`).join("\n"));
  }

  #members(members) {
    const isSetToo = (getter) =>
      members.some((member) => ts.isSetAccessor(member) && member.name.text === getter.name.text);
    const lines = members
      // Of an accessor the getter says it all.
      .filter((member) => !isHidden(member) && !ts.isSetAccessor(member))
      .map((member) => {
        const words = (commentOf(member)?.text ?? "").replace(/\s+/g, " ");
        if (ts.isMethodSignature(member) || ts.isMethodDeclaration(member))
          return `- \`${signature(member)}\`: ${words}`;
        const isReadOnly = ts.isGetAccessor(member) ? !isSetToo(member) : hasModifier(member, "ReadonlyKeyword");
        const name = `${member.name.text}${member.questionToken ? "?" : ""}`;
        const type = this.#type(member.type ?? member.initializer) + (isReadOnly ? ", read only" : "");
        return `- \`${name}\` (${type})${words && `: ${words}`}`;
      });
    this.text(lines.join("\n"));
  }

  /** A type as code, with links to what it names. */
  #type(type) {
    const arms = ts.isUnionTypeNode(type) ? type.types : [type];
    return arms
      .filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword)
      .map((arm) => {
        const code = `\`${inOneLine(arm.getText()).replace(/^\((.*)\)$/, "$1")}\``;
        const names = [...new Set(namesIn(arm))].filter((name) => this.#names.has(name));
        const place = (name) => this.#chapters.get(name) ?? this.#title(this.#sources.declarations[name]);
        const link = (name, text) => `[${text}](#${anchor(place(name))})`;
        if (names.length < 2) return names.length === 0 ? code : link(names[0], code);
        return `${code} with ${names.map((name) => link(name, `\`${name}\``)).join(" and ")}`;
      })
      .join(" or ");
  }
}

const anchor = (title) => title.toLowerCase().replaceAll(" ", "-");

const inOneLine = (text) => text.replace(/\s+/g, " ").replace(/\bArray<(\w+)>/g, "$1[]");

function valueOf({ initializer }) {
  let value = initializer;
  while (ts.isAsExpression(value) || ts.isSatisfiesExpression(value)) value = value.expression;
  return value.getText();
}

/** The head of a method or function, in one line. */
function signature(method) {
  const end = method.body ? method.body.getStart() : method.getEnd();
  const text = method.getSourceFile().text.slice(method.getStart(), end);
  return inOneLine(text)
    .trim()
    .replace(/;$/, "")
    .replace(/^async /, "");
}

/** The head of a function, as it stands in the source, from the left edge. */
function head(node) {
  const end = node.body ? node.body.getStart() : node.getEnd();
  const text = node.getSourceFile().text.slice(node.getStart(), end);
  return node.body ? text.replace(/^export (?:async )?/, "").trim() : text.replace(/\n {2}/g, "\n").replace(/;$/, "");
}
