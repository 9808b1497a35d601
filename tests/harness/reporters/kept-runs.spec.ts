import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { run as start } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { keptRuns } from '../../../config/kept-runs.ts';
import { PLAYWRIGHT_CLI } from '../../../config/playwright-internals.mjs';
import { runsFolder } from '../../../config/run.ts';
import {
  type StoredRun,
  deleteSurplus,
  deletesOthers,
  keep,
  storedRuns,
  surplus,
} from '../../../reporters/kept-runs.ts';
import { chatLine } from '../../../reporters/write/exports/chat.ts';
import { attempted, planned } from './support/record-samples.ts';
import { assessedRunOf, red } from './support/runs.ts';

const MB = 1_000_000;
const stored = (id: string, more: Partial<StoredRun> = {}): StoredRun => ({
  id,
  bytes: MB,
  red: false,
  empty: false,
  kept: false,
  open: false,
  latest: false,
  ...more,
});
const idsOf = (runs: readonly StoredRun[]) => runs.map(({ id }) => id);

test.describe('kept runs', () => {
  const five = [
    stored('1', { red: true }),
    stored('2'),
    stored('3', { kept: true }),
    stored('4', { bytes: 10 * MB }),
    stored('5', { red: true }),
  ];

  test('nothing goes while the runs are within the limits', () => {
    expect(surplus(five, { runs: 4, megabytes: 13 })).toEqual([]);
  });

  test('a run deletes older ones beside it, and a replay none, for it may replay one of them', () => {
    const dir = join(runsFolder, '20260101-000000-0000');
    expect(deletesOthers(dir, false)).toBe(true);
    expect(deletesOthers(dir, true)).toBe(false);
    expect(deletesOthers(join(dir, 'artifacts', 'a-run-of-the-harness'), false)).toBe(false);
  });

  test('green runs beyond the number go before red ones, and old ones before new ones', () => {
    expect(idsOf(surplus(five, { runs: 3, megabytes: 100 }))).toEqual(['2']);
    expect(idsOf(surplus(five, { runs: 2, megabytes: 100 }))).toEqual(['2', '4']);
    expect(idsOf(surplus(five, { runs: 1, megabytes: 100 }))).toEqual(['2', '4', '1']);
  });

  test('the newest run goes only where none is to stay, also when it is green or large and the others are kept', () => {
    const reds = [stored('1', { red: true }), stored('2', { red: true }), stored('3')];
    expect(idsOf(surplus(reds, { runs: 1, megabytes: 100 }))).toEqual(['1', '2']);
    expect(idsOf(surplus(reds, { runs: 0, megabytes: 100 }))).toEqual(['1', '2', '3']);
    expect(idsOf(surplus(reds, { runs: 5, megabytes: 0 }))).toEqual(['1', '2']);
    expect(idsOf(surplus([stored('1', { open: true }), stored('2')], { runs: 1, megabytes: 100 }))).toEqual([]);
  });

  test('runs beyond the size go until the others fit', () => {
    expect(idsOf(surplus(five, { runs: 100, megabytes: 4 }))).toEqual(['2', '4']);
  });

  test('runs in which nothing was tried go first and count for nothing, so that a red one stays', () => {
    const empty = (id: string) => stored(id, { empty: true });
    const runs = [stored('1'), stored('2', { red: true }), empty('3'), empty('4'), stored('5')];
    expect(idsOf(surplus(runs, { runs: 20, megabytes: 100 }))).toEqual(['3', '4']);
    expect(idsOf(surplus(runs, { runs: 2, megabytes: 100 }))).toEqual(['3', '4', '1']);
    expect(idsOf(surplus([...runs, { ...empty('6'), open: true }], { runs: 2, megabytes: 3 }))).toEqual([
      '3',
      '4',
      '1',
    ]);
  });

  test('runs that somebody keeps take the place and the room of no other', () => {
    const kept = (id: string) => stored(id, { kept: true, bytes: 90 * MB });
    const runs = [kept('1'), kept('2'), stored('3', { red: true }), stored('4')];
    expect(surplus(runs, { runs: 2, megabytes: 2 })).toEqual([]);
  });

  test('the run to which "latest" leads goes only where none is to stay, also when later ones left no record', () => {
    const runs = [stored('1', { latest: true }), stored('2'), stored('3')];
    expect(idsOf(surplus(runs, { runs: 1, megabytes: 100 }))).toEqual(['2', '3']);
    expect(idsOf(surplus(runs, { runs: 0, megabytes: 100 }))).toEqual(['2', '3', '1']);
    expect(idsOf(surplus([...runs, stored('4', { open: true })], { runs: 1, megabytes: 100 }))).toEqual([
      '1',
      '2',
      '3',
    ]);
  });

  test('a run that somebody keeps never goes', () => {
    expect(idsOf(surplus(five, { runs: 0, megabytes: 0 }))).toEqual(['2', '4', '1', '5']);
  });

  test('a run is known to be red, empty, kept or still going on by its folder', ({}, testInfo) => {
    const folder = testInfo.outputPath('runs');
    const run = (id: string, files: Record<string, string>) => {
      mkdirSync(join(folder, id), { recursive: true });
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, id, name), text);
    };
    const [begun, opened] = ['{"kind":"open"}\n{"kind":"begin"}\n', '{"kind":"open"}\n{"kind":"end"}\n'];
    run('0-after-its-mutants', { 'mutants.json': '{}', 'open-run.json': '{}' });
    run('1-green', { 'record.json': '{}', 'chat.txt': chatLine(assessedRunOf([planned('one'), attempted('passed')])) });
    run('2-red', { 'record.json': '{}', 'chat.txt': chatLine(assessedRunOf([planned('one'), red()])) });
    run('3-kept', { 'record.json': '{}' });
    keep(join(folder, '3-kept'));
    run('4-going-on', { 'record.jsonl': begun });
    run('5-cut-off', { 'record.jsonl': begun });
    run('6-mutants', { 'mutants.json': '{}' });
    run('7-refused', { 'record.json': '{}', 'record.jsonl': opened });
    run('8-just-made', {});
    run('9-nothing', {});
    for (const old of ['5-cut-off', '9-nothing']) utimesSync(join(folder, old), 0, 0);
    const names = ['red', 'empty', 'kept', 'open'] as const;
    expect(storedRuns(folder).map((one) => [one.id, ...names.filter((name) => one[name])])).toEqual([
      ['0-after-its-mutants', 'open'],
      ['1-green'],
      ['2-red', 'red'],
      ['3-kept', 'kept'],
      ['4-going-on', 'open'],
      ['5-cut-off'],
      ['6-mutants'],
      ['7-refused', 'empty'],
      ['8-just-made', 'empty', 'open'],
      ['9-nothing', 'empty'],
    ]);
    deleteSurplus(folder, { runs: 3, megabytes: 100 });
    expect(readdirSync(folder)).toEqual(['0-after-its-mutants', '3-kept', '4-going-on', '6-mutants', '8-just-made']);
  });

  test('no folder of runs is no runs', ({}, testInfo) => {
    const folder = testInfo.outputPath('nothing');
    expect(deleteSurplus(folder, { runs: 1, megabytes: 1 })).toEqual({ stored: [], gone: [] });
    expect(existsSync(folder)).toBe(false);
  });

  test('a list of the tests is no run, and leaves nothing', async ({}, testInfo) => {
    const dir = testInfo.outputPath('listed');
    const args = [PLAYWRIGHT_CLI, 'test', '--list', '--project=local', 'golden-path/golden-path.spec'];
    const place = { id: 'listed', dir, secrets: testInfo.outputPath('private') };
    const env = childEnvironment({ NETRA_RUN: JSON.stringify(place), TEST_WORKER_INDEX: undefined });
    const { output } = await start(process.execPath, args, { env });
    expect(output).toContain('Total: 1 test in 1 file');
    expect(existsSync(dir)).toBe(false);
  });

  test('the limits come from the settings, and a wrong one is refused in one sentence', () => {
    expect(keptRuns({})).toEqual({ runs: 20, megabytes: 500 });
    expect(keptRuns({ NETRA_KEEP_RUNS: '3', NETRA_KEEP_MB: '50' })).toEqual({ runs: 3, megabytes: 50 });
    expect(() => keptRuns({ NETRA_KEEP_RUNS: 'many' })).toThrow(
      'NETRA_KEEP_RUNS must be a whole number of at least 1, not "many".',
    );
  });
});
