/** The walls between the rooms of this project, as a table and as a rule of the linter. */
import path from 'node:path';
import { isBuiltin } from 'node:module';
import { onImport } from './imports.mjs';

/**
 * What a room may import: `rooms` of ours, and `packages` (Node's own modules among them); without `packages`, any.
 * A room that is not in the table may import nothing of ours.
 * @typedef {{ rooms: string[], packages?: string[], why: string }} Walls
 */

/** @type {Record<string, Walls>} */
export const WALLS = {
  config: { rooms: ['lib/evidence'], why: 'it is what the others stand on' },
  'config/decisions': { rooms: ['config'], packages: [], why: 'it holds what the team decided, as data' },
  'lib/basics': { rooms: [], packages: [], why: 'it is the common ground of all rooms' },
  'lib/evidence': { rooms: [], packages: [], why: 'it holds the types that the rooms hand each other' },
  'lib/wire': { rooms: ['lib/basics', 'lib/evidence'], why: 'it tells what passed on the socket, not what it means' },
  'lib/screen': { rooms: ['lib/evidence'], why: 'it tells what a person sees, not what it means' },
  'lib/protocol': {
    rooms: ['lib/basics', 'lib/evidence'],
    packages: [],
    why: 'it is pure: no browser, no file, no clock',
  },
  'lib/diagnosis': {
    rooms: ['lib/basics', 'lib/evidence', 'lib/protocol'],
    packages: [],
    why: 'it is pure: it reasons about evidence',
  },
  'lib/secrets': {
    rooms: ['config', 'lib/basics'],
    why: 'it knows what a secret looks like, and not where it came from',
  },
  'lib/recordings': {
    rooms: ['lib/basics', 'lib/evidence', 'lib/protocol', 'lib/secrets', 'lib/wire'],
    why: 'it reads what was recorded, here or elsewhere, and does not judge it',
  },
  pages: { rooms: [], packages: ['@playwright/test'], why: 'page objects find and act, and check nothing' },
  'fixtures/accounts': {
    rooms: ['config', 'lib/basics', 'lib/evidence'],
    why: 'it signs in, and sees no page and no socket',
  },
  'fixtures/matchers': { rooms: ['lib/evidence', 'lib/protocol'], why: 'a matcher compares what it is given' },
  'stack/faults': { rooms: [], packages: [], why: 'it is a list' },
  stack: {
    rooms: ['stack/faults', 'stack/server'],
    why: 'it starts servers and talks to them, and knows nothing of the checks',
  },
  'stack/server': {
    rooms: ['stack', 'stack/faults'],
    why: 'if it shared the grammar with the checks, both would drift together',
  },
  'stack/web': { rooms: [], packages: [], why: 'it runs in the browser' },
  fixtures: {
    rooms: [
      'config',
      'config/decisions',
      'fixtures/accounts',
      'fixtures/matchers',
      'lib/basics',
      'lib/diagnosis',
      'lib/evidence',
      'lib/protocol',
      'lib/recordings',
      'lib/screen',
      'lib/secrets',
      'lib/wire',
      'pages',
      'stack',
      'stack/faults',
    ],
    why: 'it puts the rooms together for a test, and knows no test',
  },
  'reporters/record': {
    rooms: ['config', 'config/decisions', 'lib/basics', 'lib/diagnosis', 'lib/evidence', 'lib/protocol'],
    why: 'it keeps what was found, and does not judge it',
  },
  'reporters/assess': {
    rooms: ['config/decisions', 'lib/basics', 'lib/diagnosis', 'lib/protocol', 'reporters/record'],
    packages: ['node:path'],
    why: 'it judges the record, and nothing else',
  },
  'reporters/history': {
    rooms: ['lib/basics', 'reporters/assess', 'reporters/record'],
    why: 'it keeps what became of earlier runs',
  },
  'reporters/write': {
    rooms: ['config', 'config/decisions', 'lib/basics', 'reporters/assess', 'reporters/record'],
    why: 'it puts into words and pictures what was assessed',
  },
  'reporters/github': {
    rooms: ['config', 'reporters/assess', 'reporters/record', 'reporters/write'],
    why: 'it hands what was written to GitHub',
  },
  'reporters/playwright': {
    rooms: [
      'config',
      'config/decisions',
      'lib/basics',
      'lib/diagnosis',
      'lib/evidence',
      'lib/secrets',
      'reporters',
      'reporters/assess',
      'reporters/history',
      'reporters/record',
      'reporters/write',
    ],
    why: 'it hears the runner, and hands on what it heard',
  },
  reporters: {
    rooms: [
      'config',
      'lib/basics',
      'lib/secrets',
      'reporters/assess',
      'reporters/history',
      'reporters/record',
      'reporters/write',
    ],
    why: 'it closes a run: the record first, then what is made of it',
  },
  tests: { rooms: ['fixtures'], packages: [], why: 'a test has one import: test and expect' },
  'tests/mutants': {
    rooms: ['.', 'config', 'fixtures', 'reporters/playwright', 'stack', 'stack/faults'],
    why: 'it says which spec runs under which fault',
  },
  'tests/harness': {
    rooms: [
      'bin',
      'bin/docs',
      'bin/mutation',
      'bin/judge',
      'bin/reports',
      'config',
      'config/decisions',
      'fixtures',
      'fixtures/accounts',
      'fixtures/matchers',
      'lib/basics',
      'lib/diagnosis',
      'lib/evidence',
      'lib/protocol',
      'lib/recordings',
      'lib/screen',
      'lib/secrets',
      'lib/wire',
      'reporters',
      'reporters/assess',
      'reporters/github',
      'reporters/history',
      'reporters/playwright',
      'reporters/record',
      'reporters/write',
      'stack',
      'stack/faults',
      'stack/server',
      'stack/web',
      'tests/mutants',
    ],
    why: 'it proves the rooms, and nobody imports tests',
  },
  bin: {
    rooms: [
      'bin/bench',
      'bin/docs',
      'bin/mutation',
      'bin/judge',
      'bin/reports',
      'config',
      'config/decisions',
      'lib/basics',
      'lib/recordings',
      'lib/secrets',
      'stack/faults',
      'tests/mutants',
    ],
    why: 'commands start programs, and share nothing with them but settings and names of faults',
  },
  'bin/bench': {
    rooms: ['config', 'lib/secrets', 'stack'],
    why: 'what is compared with the suite must not be made of it, except what keeps tokens out of traces',
  },
  'bin/docs': {
    rooms: ['bin', 'config', 'config/decisions', 'lib/protocol', 'stack/faults', 'tests/mutants'],
    why: 'it reads what the documents say from the code, and changes nothing',
  },
  'bin/mutation': {
    rooms: ['bin', 'config', 'lib/basics', 'tests/mutants'],
    why: 'it changes the code of the stack, and learns from the specs alone who notices',
  },
  'bin/judge': {
    rooms: ['config', 'lib/basics', 'lib/diagnosis', 'lib/evidence', 'lib/protocol', 'lib/recordings'],
    why: 'it judges what was recorded, with the rules that judge a live test',
  },
  'bin/reports': {
    rooms: [
      'bin',
      'config',
      'lib/basics',
      'reporters',
      'reporters/assess',
      'reporters/github',
      'reporters/history',
      'reporters/record',
      'reporters/write',
    ],
    why: 'these commands read the record of a run and write what follows from it',
  },
  '.': {
    rooms: ['bin', 'config', 'fixtures', 'fixtures/accounts', 'lib/secrets', 'reporters', 'stack'],
    why: 'the top level only puts the rooms together',
  },
};

/**
 * The room of a file: the longest name in the table that its folder starts with, else its top folder.
 * @param {string} file relative to the project, with forward slashes
 */
function roomOf(file) {
  const folders = file.split('/').slice(0, -1);
  const two = folders.slice(0, 2).join('/');
  return two in WALLS ? two : (folders[0] ?? '.');
}

/** @param {string} specifier e.g. `@playwright/test/reporter` => `@playwright/test`, `node:fs/promises` => `node:fs` */
function packageOf(specifier) {
  const depth = specifier.startsWith('@') ? 2 : 1;
  return specifier.split('/').slice(0, depth).join('/');
}

/**
 * The permission that an import needs: the room of its file must name the room or the package that it takes from.
 * @param {string} from the importing file, relative to the project, with forward slashes
 * @param {string} specifier what it imports
 * @returns {{ room: string, list: 'rooms' | 'packages', name: string }}
 */
export function permissionFor(from, specifier) {
  const room = roomOf(from);
  if (specifier.startsWith('.'))
    return { room, list: 'rooms', name: roomOf(path.posix.join(path.posix.dirname(from), specifier)) };
  const name = isBuiltin(specifier) && !specifier.startsWith('node:') ? `node:${specifier}` : specifier;
  return { room, list: 'packages', name: packageOf(name) };
}

/**
 * Why an import is not allowed, or undefined when it is.
 * @param {string} from the importing file, relative to the project, with forward slashes
 * @param {string} specifier what it imports
 */
export function trespass(from, specifier) {
  const { room, list, name } = permissionFor(from, specifier);
  const { rooms, packages, why } = WALLS[room] ?? { rooms: [], why: 'its walls are not in bin/walls.mjs yet' };
  if (list === 'packages') {
    if (!packages || packages.includes(name)) return undefined;
    return `${room}/ may import ${packages.join(', ') || 'no package'}, not ${specifier}: ${why}.`;
  }
  if (name === room || rooms.includes(name)) return undefined;
  return `${room}/ may import ${rooms.map((one) => `${one}/`).join(', ') || 'nothing of ours'}, not ${name}/: ${why}.`;
}

/** @type {import('eslint').Rule.RuleModule} */
export const wallsRule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const from = path.relative(context.cwd, context.filename).replaceAll(path.sep, '/');
    return onImport((node, specifier) => {
      const message = trespass(from, specifier);
      if (message) context.report({ node, message });
    });
  },
};
