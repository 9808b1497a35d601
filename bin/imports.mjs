/**
 * What a file imports: values, types, re-exports and dynamic imports. The linter's rules and the harness read it here.
 */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/**
 * A rule's listeners for each way to import.
 * @param {(node: any, specifier: string) => void} check takes the node to report at and what is imported
 * @returns {import('eslint').Rule.RuleListener}
 */
export function onImport(check) {
  /** @param {any} node */
  const listener = (node) => {
    if (typeof node.source?.value === 'string') check(node.source, node.source.value);
  };
  return {
    ImportDeclaration: listener,
    ImportExpression: listener,
    ExportNamedDeclaration: listener,
    ExportAllDeclaration: listener,
    TSImportType: listener,
  };
}

/**
 * The specifiers of all imports in a source text, in their order.
 * @param {string} text
 * @returns {string[]}
 */
export function specifiersIn(text) {
  /** @type {string[]} */
  const found = [];
  /** @param {ts.Node | undefined} node */
  const take = (node) => {
    if (node && ts.isStringLiteralLike(node)) found.push(node.text);
  };
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) take(node.moduleSpecifier);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) take(node.argument.literal);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) take(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest));
  return found;
}

/** @type {Map<string, { changed: number, targets: string[] }>} */
const known = new Map();

/**
 * The files of ours that a file imports, as absolute paths; none when it does not exist or is no module of ours.
 * @param {string} file an absolute path
 * @returns {string[]}
 */
export function importedBy(file) {
  const changed = /\.(ts|mjs|js)$/.test(file) && statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (!changed) return [];
  const before = known.get(file);
  if (before?.changed === changed) return before.targets;
  const targets = specifiersIn(readFileSync(file, 'utf8'))
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => path.resolve(path.dirname(file), specifier));
  known.set(file, { changed, targets });
  return targets;
}
