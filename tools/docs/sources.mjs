/** What the TypeScript sources declare, found by syntax alone. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

import { inRoot } from "../../scripts/shell.mjs";

/** All files of a folder, parsed: `{ files, declarations }`, both by name. */
export function readSources(folder) {
  const files = {};
  const declarations = {};
  for (const path of readdirSync(inRoot(folder), { recursive: true })) {
    if (!path.endsWith(".ts")) continue;
    const text = readFileSync(join(inRoot(folder), path), "utf8");
    files[path] = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    for (const statement of files[path].statements) {
      if (!hasModifier(statement, "ExportKeyword")) continue;
      const nodes = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement];
      for (const node of nodes) if (node.name && !commentOf(node)?.isInternal) declarations[node.name.text] = node;
    }
  }
  return { files, declarations };
}

/** The names that a module exports; those that come from `types.ts`, all of them. */
export function exportsOf({ files, declarations }, path) {
  return files[path].statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement)) {
      return Object.keys(declarations).filter((name) => declaredIn(declarations[name], statement));
    }
    if (statement.exportClause) return statement.exportClause.elements.map(({ name }) => name.text);
    return Object.keys(declarations).filter((name) => fileOf(declarations[name]) === "types.ts");
  });
}

const declaredIn = (node, statement) => node === statement || node.parent?.parent === statement;

export const fileOf = (node) => node.getSourceFile().fileName;

/** The names of types in a node, in order. */
export function namesIn(node) {
  const names = [];
  const visit = (inner) => {
    if (isHidden(inner)) return;
    if (ts.isIdentifier(inner) && isTypeName(inner)) names.push(inner.text);
    inner.forEachChild(visit);
  };
  visit(node);
  return names;
}

function isTypeName({ parent }) {
  return ts.isTypeReferenceNode(parent) || ts.isTypeQueryNode(parent) || ts.isExpressionWithTypeArguments(parent);
}

/** The text of a comment with its tags; `null` without one. */
export function commentOf(node) {
  const comment = ts.getJSDocCommentsAndTags(ts.isVariableDeclaration(node) ? node.parent.parent : node).at(-1);
  if (!comment) return null;
  const text = (part) => ts.getTextOfJSDocComment(part) ?? "";
  const tags = comment.tags ?? [];
  const clean = (words) => words.replace(/\{@link (\w+)\}/g, "`$1`");
  return {
    text: clean(text(comment.comment)),
    isInternal: tags.some(({ tagName }) => tagName.text === "internal"),
    throws: tags
      .filter(({ tagName }) => tagName.text === "throws")
      .map((tag) =>
        clean(
          [tag.typeExpression ? `\`${tag.typeExpression.type.getText()}\`` : "", text(tag.comment)].join(" ").trim(),
        ),
      ),
  };
}

export function hasModifier({ modifiers = [] }, name) {
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind[name]);
}

/** Members that are nobody's business: private, internal, static, or called by the platform. */
export function isHidden(node) {
  if (!ts.isClassElement(node)) return false;
  return (
    ts.isConstructorDeclaration(node) ||
    ts.isPrivateIdentifier(node.name) ||
    /Callback$/.test(node.name.text) ||
    Boolean(commentOf(node)?.isInternal) ||
    hasModifier(node, "StaticKeyword")
  );
}
