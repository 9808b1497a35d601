/**
 * The walls between the rooms of this project, as a table and as a rule of the linter.
 */
import path from 'node:path';
import { isBuiltin } from 'node:module';

/**
 * What a room may import: `rooms` of ours, and `packages` (Node's own modules among them); without `packages`, any.
 * A room that is not in the table may import nothing of ours.
 * @typedef {{ rooms: string[], packages?: string[], why: string }} Walls
 */

/** @type {Record<string, Walls>} */
export const WALLS = {
  config: { rooms: [], why: 'it is what the others stand on' },
  accounts: { rooms: ['config'], why: 'it signs in, and sees no page and no socket' },
  secrets: { rooms: ['config'], why: 'it knows what a secret looks like, and not where it came from' },
  pages: { rooms: [], packages: ['@playwright/test'], why: 'page objects find and act, and check nothing' },
  screen: { rooms: [], why: 'it tells what a person sees, not what it means' },
  wire: { rooms: [], why: 'it tells what passed on the socket, not what it means' },
  protocol: { rooms: [], packages: ['zod'], why: 'it is pure: no browser, no file, no clock' },
  diagnosis: { rooms: ['protocol'], packages: [], why: 'it is pure: it reasons about evidence' },
  matchers: { rooms: ['protocol'], why: 'a matcher compares what it is given' },
  faults: { rooms: [], packages: [], why: 'it is a catalogue' },
  stack: { rooms: ['faults'], why: 'if it shared the grammar with the checks, both would drift together' },
  fixtures: {
    rooms: ['accounts', 'config', 'diagnosis', 'faults', 'matchers', 'pages', 'protocol', 'screen', 'secrets', 'stack', 'wire'],
    why: 'it puts the rooms together for a test, and knows no test',
  },
  reporters: { rooms: ['config', 'diagnosis', 'faults', 'fixtures', 'protocol', 'secrets'], why: 'it tells what was found, and finds nothing' },
  tests: { rooms: ['fixtures'], packages: [], why: 'a test has one import: test and expect' },
  'tests/harness': {
    rooms: [
      'accounts', 'bin', 'config', 'diagnosis', 'faults', 'fixtures', 'matchers',
      'pages', 'protocol', 'reporters', 'screen', 'secrets', 'stack', 'wire',
    ],
    why: 'it proves the rooms, and nobody imports tests',
  },
  bin: { rooms: ['bin/bench', 'config', 'faults'], why: 'commands start programs, and share nothing with them but settings and names of faults' },
  'bin/bench': { rooms: ['config', 'secrets', 'stack'], why: 'what is compared with the suite must not be made of it, but for what keeps tokens out of traces' },
  '.': { rooms: ['accounts', 'bin', 'config', 'faults', 'fixtures', 'reporters', 'secrets', 'stack'], why: 'the top level only puts the rooms together' },
};

/**
 * The room of a file: the longest name in the table that its folder starts with, else its top folder.
 * @param {string} file relative to the project, with forward slashes
 */
function roomOf(file) {
  const folders = file.split('/').slice(0, -1);
  const two = folders.slice(0, 2).join('/');
  return two in WALLS ? two : folders[0] ?? '.';
}

/** @param {string} specifier e.g. `@playwright/test/reporter` => `@playwright/test`, `node:fs/promises` => `node:fs` */
function packageOf(specifier) {
  const depth = specifier.startsWith('@') ? 2 : 1;
  return specifier.split('/').slice(0, depth).join('/');
}

/** @param {string[]} names */
const list = (names) => (names.length === 0 ? 'nothing' : names.map((name) => `${name}/`).join(', '));

/**
 * Why an import is not allowed, or undefined when it is.
 * @param {string} from the importing file, relative to the project, with forward slashes
 * @param {string} specifier what it imports
 */
export function trespass(from, specifier) {
  const room = roomOf(from);
  const { rooms, packages, why } = WALLS[room] ?? { rooms: [], why: 'its walls are not in bin/walls.mjs yet' };
  if (specifier.startsWith('.')) {
    const other = roomOf(path.posix.join(path.posix.dirname(from), specifier));
    if (other === room || rooms.includes(other)) return undefined;
    return `${room}/ may import ${list(rooms)} of ours, not ${other}/: ${why}.`;
  }
  const name = isBuiltin(specifier) && !specifier.startsWith('node:') ? `node:${specifier}` : packageOf(specifier);
  if (!packages || packages.includes(name)) return undefined;
  return `${room}/ may import ${packages.join(', ') || 'no package'}, not ${name}: ${why}.`;
}

/** @type {import('eslint').Rule.RuleModule} */
export const wallsRule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const from = path.relative(context.cwd, context.filename).replaceAll(path.sep, '/');
    /** @param {{ source?: import('estree').Expression | null }} node */
    const check = ({ source }) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const message = trespass(from, source.value);
      if (message) context.report({ node: source, message });
    };
    return { ImportDeclaration: check, ImportExpression: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
};
