import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { checkDisplay } from '../../../bin/display.ts';
import { readArguments } from '../../../bin/arguments.mjs';
import { ROOT, run } from '../../../bin/child.mjs';
import { COMMANDS, typed } from '../../../bin/commands.mjs';
import type { Command } from '../../../bin/given.ts';
import { helpOf } from '../../../bin/help.mjs';
import { nearest, thereAre } from '../../../bin/nearest.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { allFaults } from '../../../stack/faults/index.ts';
import { secretsOfEveryKind } from '../secrets/support/kinds.ts';

const names = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[];
const commands: Readonly<Record<string, Command>> = COMMANDS;

test('npm has a script for each command and for nothing else', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  expect(scripts).toEqual(Object.fromEntries(names.map((name) => [name, `node bin/run.mjs ${name}`])));
});

for (const name of names) {
  test(`the help of ${name} has every option, an example and the exit codes, in 80 columns`, () => {
    const { options = {}, uses, exits, file } = commands[name]!;
    const help = helpOf(name);
    for (const part of [...Object.keys(options).map((option) => `--${option}`), '--help', uses[0]![1], 'Exit codes:'])
      expect(help).toContain(part);
    for (const [code, meaning] of Object.entries(exits))
      expect(help).toMatch(new RegExp(`^  ${code} +${meaning.slice(0, 30)}`, 'm'));
    expect(help.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(existsSync(join(ROOT, 'bin', file))).toBe(true);
  });

  test(`the examples of ${name} are understood`, () => {
    for (const [, line] of commands[name]!.uses) {
      const words: string[] = line.match(/"[^"]*"|\S+/g) ?? [];
      expect(line.startsWith(typed(name))).toBe(true);
      expect(readArguments(name, words.includes('--') ? words.slice(words.indexOf('--') + 1) : [])).toMatchObject({
        help: false,
      });
    }
  });
}

test('npm test -- --help prints its help and starts nothing', async ({}, testInfo) => {
  const place = { id: 'help', dir: testInfo.outputPath('run'), secrets: testInfo.outputPath('private') };
  const { code, output } = await run(process.execPath, [join(ROOT, 'bin/run.mjs'), 'test', '--help'], {
    env: childEnvironment({ NETRA_RUN: JSON.stringify(place) }),
  });
  expect({ code, output }).toEqual({ code: 0, output: `${helpOf('test')}\n` });
  expect(existsSync(place.dir)).toBe(false);
});

test('npm test with a selection that no test matches ends with what Playwright says, and checks no code', async () => {
  const { code, output } = await run(process.execPath, [join(ROOT, 'bin/run.mjs'), 'test', 'nosuchfile'], {
    env: childEnvironment({ NETRA_RUN: undefined, TEST_WORKER_INDEX: undefined }),
  });
  expect({ code, output }).toEqual({
    code: 1,
    output: expect.stringMatching(/^Error: No tests found\.\nMake sure that .+\nYou may need to .+\n$/),
  });
});

test('npm test -- --list lists what is chosen, and runs nothing', async () => {
  const { code, output } = await run(
    process.execPath,
    [join(ROOT, 'bin/run.mjs'), 'test', 'harness/bin/commands', '--list'],
    { env: childEnvironment({ NETRA_RUN: undefined, TEST_WORKER_INDEX: undefined }) },
  );
  expect(output).toMatch(/^Listing tests:\n(?: .+\n)+Total: \d+ tests in 1 file\n$/);
  expect(code).toBe(0);
});

for (const name of ['golden', 'nightly', 'stack']) {
  test(`npm run ${name} -- --list-faults prints id, title and owner of each fault`, async () => {
    const { code, output } = await run(process.execPath, [join(ROOT, 'bin/run.mjs'), name, '--list-faults']);
    expect(code).toBe(0);
    expect(
      output
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ {2,}/)),
    ).toEqual(allFaults.map(({ id, title, owner }) => [id, title, owner]));
  });
}

test('an option that npm took for itself is refused, and not ignored', async () => {
  const started = (name: string, variable: string, value: string) =>
    run(process.execPath, [join(ROOT, 'bin/run.mjs'), name], { env: childEnvironment({ [variable]: value }) });
  expect(await started('golden', 'npm_config_fault', 'F19')).toEqual({
    code: 2,
    interrupted: false,
    output: 'npm took --fault for itself: write "npm run golden -- --fault ...", with "--"\nbefore it.\n',
  });
  expect(await started('stack', 'npm_config_web', '')).toMatchObject({ code: 2 });
  expect(await started('mutants', 'npm_config_project', 'F19')).toMatchObject({ code: 2 });
});

test('the arguments of a command are read into values, in any form', () => {
  expect(
    readArguments('nightly', ['--shards=3', '--fault', 'F19', '--fault=F03', '--target', 'local']).options,
  ).toMatchObject({
    shards: 3,
    fault: ['F19', 'F03'],
    target: 'local',
    focus: 'nightly',
    grep: undefined,
  });
  expect(readArguments('test', ['threads/', '--grep', 'draft', '-x', '--project=local']).rest).toEqual([
    'threads/',
    '--grep',
    'draft',
    '-x',
    '--project=local',
  ]);
  expect(readArguments('golden', ['-h'])).toMatchObject({ help: true });
  expect(() => readArguments('golden', ['--fault', '--headed'])).toThrow(/^--fault needs a value/);
  expect(() => readArguments('golden', ['--headed=yes'])).toThrow(/^--headed takes no value/);
  expect(() => readArguments('judge', ['--person', '', 'a.har'])).toThrow(/^--person needs a value/);
  expect(() => readArguments('judge', ['--thread=', 'a.har'])).toThrow(/^--thread needs a value/);
  expect(() => readArguments('worklog', [''])).toThrow(/^An argument is empty; was it a variable that is not set\?/);
  expect(() => readArguments('nightly', ['--shards', '2', '--shards=3'])).toThrow(
    /^--shards is given twice: 2 and 3\./,
  );
  expect(() => readArguments('clean', ['--runs', '9'.repeat(30)])).toThrow(/^--runs must be a whole number/);
  expect(() => readArguments('clean', ['--runs', '-1'])).toThrow(/^--runs must be a whole number .*, not "-1"/);
  expect(() => readArguments('clean', ['--runs', '--keep'])).toThrow(/^--runs needs a value/);
  expect(() => readArguments('stack', ['--web-port', '99999'])).toThrow(
    /^--web-port must be a whole number from 0 to 65535, not "99999"/,
  );
  expect(() => readArguments('golden', ['F19'])).toThrow(/^npm run golden does not take "F19"/);
});

test('the nearest known word is the one that was probably meant', () => {
  const known = ['fault', 'list-faults', 'headed', 'target'];
  expect(nearest('faul', known)).toBe('fault');
  expect(nearest('FAULT', known)).toBe('fault');
  expect(nearest('list', known)).toBe('list-faults');
  expect(nearest('haeded', known)).toBe('headed');
  expect(nearest('tarjet', known)).toBe('target');
  expect(nearest('xyz', known)).toBeUndefined();
  expect(nearest('F1', ['F10', 'F01', 'F19'])).toBe('F10');
  expect(nearest('anything', [])).toBeUndefined();
  expect(nearest('--changed', ['--headed', '--only-changed'])).toBe('--only-changed');
  expect(nearest('--changed', ['--target', '--headed'])).toBeUndefined();
  expect(thereAre('xyz', known, 'words')).toBe('; the words are fault, list-faults, headed, target');
  const many = Array.from({ length: 99 }, (_, index) => `F${index + 1}`);
  expect(thereAre('F999', many, 'faults')).toMatch(/^; of the 99 faults the nearest are F\d+, F\d+, F\d+$/);
});

test('a command that opens a window is refused where there is no display, and no other is', () => {
  expect(() => checkDisplay({ headed: true }, [], false)).toThrow(/^--headed opens a window, .*xvfb-run/);
  expect(() => checkDisplay({}, ['--headed'], false)).toThrow(/^--headed opens a window/);
  expect(() => checkDisplay({ step: true }, [], false)).toThrow(/^--step opens a window/);
  expect(() => checkDisplay({ headed: true }, [], true)).not.toThrow();
  expect(() => checkDisplay({ headed: false }, ['threads/'], false)).not.toThrow();
});

const REFUSED: Readonly<Record<string, readonly [words: readonly string[], sentence: RegExp]>> = {
  'limits of a clean-up and a run that stays': [['clean', '--runs', '1', '--keep'], /^Either limits .* or --keep/],
  'a run for a clean-up by limits': [['clean', 'some-run'], /^Either limits .* or --keep/],
  'a plan of one part': [['nightly', '--plan', '--shard', '1/2'], /^--plan and --shard exclude each other\.$/],
  'a part with two numbers of parts': [['nightly', '--shard', '1/2', '--shards', '3'], /leave out --shards\.$/],
  'a file of times that is not there': [
    ['nightly', '--times', 'none.json', '--plan'],
    /no file of times none\.json\.$/,
  ],
  'a pattern that is none': [['nightly', '--grep', '[', '--plan'], /^--grep must be a regular expression: /],
  'a pattern that is none, for Playwright': [['mutants', '--grep', '('], /^--grep must be a regular expression: /],
  'a frontend in no folder': [
    ['frontend', '--start', 'x', '--directory', 'none'],
    /^--directory must be a folder, and none/,
  ],
  'a frontend at no address': [['frontend', '--start', 'x', '--url', 'ftp://x'], /^--url must be an address such as/],
  'a replay of what is no recording': [
    ['replay', 'package.json'],
    /"npm run judge" judges recordings of other tools\.$/,
  ],
};
for (const [what, [words, sentence]] of Object.entries(REFUSED)) {
  test(`a command line is refused in one sentence: ${what}`, async () => {
    const { code, output } = await run(process.execPath, ['bin/run.mjs', ...words], { cwd: ROOT });
    expect(code).toBe(2);
    expect(output.trim().replaceAll('\n', ' ')).toMatch(sentence);
    expect(output).not.toMatch(/^ +at /m);
  });
}

const TYPED = {
  jwt: secretsOfEveryKind().jwt,
  address: 'https://ada:open-sesame-9@host.example',
  setting: `key of staging ${randomBytes(6).toString('hex')}`,
};

for (const words of [
  ['golden', TYPED.jwt],
  ['golden', `--fault=F19:${TYPED.address}=3`],
  ['judge', `--persn=${TYPED.jwt}`],
  ['judge', TYPED.address],
  ['worklog', TYPED.setting],
  ['merge', TYPED.address],
  ['test', `--shard=${TYPED.jwt}`],
  ['test', TYPED.setting],
  ['frontend', '--start', 'x', '--url', `${TYPED.address}:99999`],
  [TYPED.jwt],
]) {
  const shown = words.join(' ').replace(/(?<=[ =:]|^)(?:eyJ|https:|key of ).*/, '...');
  test(`a secret in a command line is not told again: ${shown}`, async () => {
    const { code, output } = await run(process.execPath, ['bin/run.mjs', ...words], {
      cwd: ROOT,
      env: childEnvironment({ STAGING_SIMULATION_KEY: TYPED.setting }),
    });
    expect(code).toBe(2);
    expect(output.length).toBeGreaterThan(20);
    for (const secret of [...TYPED.jwt.split('.'), 'open-sesame-9', TYPED.setting])
      expect(output.replaceAll('\n', ' ')).not.toContain(secret);
    expect(output).not.toMatch(/^ +at /m);
  });
}

test('a secret in a command line is not told again where nothing is installed yet', async () => {
  const clone = mkdtempSync(join(tmpdir(), 'clone-'));
  for (const folder of ['bin', 'config', 'lib']) cpSync(join(ROOT, folder), join(clone, folder), { recursive: true });
  const { code, output } = await run(process.execPath, ['bin/run.mjs', 'golden', TYPED.jwt], { cwd: clone });
  rmSync(clone, { recursive: true });
  expect({ code, output }).toEqual({
    code: 2,
    output: expect.stringMatching(/^npm run golden does not take "\.\.\."\. /),
  });
});

test('a temporary folder that cannot be written is refused in one sentence', async ({}, testInfo) => {
  const file = testInfo.outputPath('no-folder');
  writeFileSync(file, '');
  for (const place of [file, testInfo.outputPath('nothing')]) {
    const env = childEnvironment({ TMPDIR: place, TEMP: place, TMP: place });
    const { code, output } = await run(process.execPath, ['bin/run.mjs', 'golden'], { cwd: ROOT, env });
    expect({ code, output: output.replaceAll('\n', ' ') }).toEqual({
      code: 1,
      output: expect.stringMatching(
        /^Nothing can be written to the temporary folder .+ \((ENOTDIR|ENOENT)\): set (TMPDIR|TEMP) to a folder that can be written\. $/,
      ),
    });
  }
});

test('an output that cannot be written ends with a sentence and 1; one that nobody reads is no mistake', async () => {
  const to = (where: string) =>
    run(`node bin/run.mjs judge --json package.json bin/run.mjs --help ${where}`, [], { cwd: ROOT, shell: true });
  expect(await to('> /dev/full')).toMatchObject({
    code: 1,
    output: expect.stringMatching(/^The output cannot be written: ENOSPC[^\n]*\n$/),
  });
  expect(await to('| true')).toMatchObject({ code: 0, output: '' });
});
