/**
 * A rule of the linter: no import leads back to its own file, through however many others. Imports of types count,
 * which the rules of this kind in public plugins leave out: two files that need each other's types are one subject.
 */
import path from 'node:path';
import { importedBy, onImport } from './imports.mjs';

/**
 * The shortest way along imports from one file to another.
 * @param {string} from an absolute path
 * @param {string} to an absolute path
 * @param {(file: string) => string[]} [targets] the files that a file imports
 * @returns {string[] | undefined} the files on the way, both ends included; undefined when there is none
 */
export function importPath(from, to, targets = importedBy) {
  /** @type {Map<string, string | undefined>} each file found, with the one that it was found from */
  const cameFrom = new Map([[from, undefined]]);
  for (const file of cameFrom.keys()) {
    if (file === to) {
      const way = [];
      for (let at = /** @type {string | undefined} */ (file); at !== undefined; at = cameFrom.get(at)) way.unshift(at);
      return way;
    }
    for (const target of targets(file)) if (!cameFrom.has(target)) cameFrom.set(target, file);
  }
  return undefined;
}

/** @type {import('eslint').Rule.RuleModule} */
export const importCyclesRule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const { cwd, filename } = context;
    return onImport((node, specifier) => {
      if (!specifier.startsWith('.')) return;
      const cycle = importPath(path.resolve(path.dirname(filename), specifier), filename);
      if (!cycle) return;
      const files = [filename, ...cycle].map((file) => path.relative(cwd, file).replaceAll(path.sep, '/'));
      context.report({ node, message: `This import closes a cycle: ${files.join(' -> ')}.` });
    });
  },
};
