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
  stays: false,
  ...more,
});
const idsOf = (runs: readonly StoredRun[]) => runs.map(({ id }) => id);

test.describe('kept runs', () => {
  const five = [
    stored('1', { red: true }),
    stored('2'),
    stored('3', { stays: true }),
    stored('4', { bytes: 10 * MB }),
    stored('5', { red: true }),
  ];

  test('nothing goes while the runs are within the limits', () => {
    expect(surplus(five, { runs: 5, megabytes: 14 })).toEqual([]);
  });

  test('a run deletes older ones beside it, and a replay none, for it may replay one of them', () => {
    const dir = join(runsFolder, '20260101-000000-0000');
    expect(deletesOthers(dir, false)).toBe(true);
    expect(deletesOthers(dir, true)).toBe(false);
    expect(deletesOthers(join(dir, 'artifacts', 'a-run-of-the-harness'), false)).toBe(false);
  });

  test('green runs beyond the number go before red ones, and old ones before new ones', () => {
    expect(idsOf(surplus(five, { runs: 3, megabytes: 100 }))).toEqual(['2', '4']);
    expect(idsOf(surplus(five, { runs: 2, megabytes: 100 }))).toEqual(['2', '4', '1']);
  });

  test('the newest run goes only where none is to stay, also when it is green or large and the others are kept', () => {
    const reds = [stored('1', { red: true }), stored('2', { red: true }), stored('3')];
    expect(idsOf(surplus(reds, { runs: 1, megabytes: 100 }))).toEqual(['1', '2']);
    expect(idsOf(surplus(reds, { runs: 0, megabytes: 100 }))).toEqual(['1', '2', '3']);
    expect(idsOf(surplus(reds, { runs: 5, megabytes: 0 }))).toEqual(['1', '2']);
    expect(idsOf(surplus([stored('1', { stays: true }), stored('2')], { runs: 1, megabytes: 100 }))).toEqual([]);
  });

  test('runs beyond the size go until the others fit', () => {
    expect(idsOf(surplus(five, { runs: 100, megabytes: 4 }))).toEqual(['2', '4']);
  });

  test('a run that somebody keeps never goes', () => {
    expect(idsOf(surplus(five, { runs: 0, megabytes: 0 }))).toEqual(['2', '4', '1', '5']);
  });

  test('a run is known to be red, kept or still going on by its folder', ({}, testInfo) => {
    const folder = testInfo.outputPath('runs');
    const run = (id: string, files: Record<string, string>) => {
      mkdirSync(join(folder, id), { recursive: true });
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, id, name), text);
    };
    run('0-after-its-mutants', { 'mutants.json': '{}', 'open-run.json': '{}' });
    run('1-green', { 'record.json': '{}', 'chat.txt': chatLine(assessedRunOf([planned('one'), attempted('passed')])) });
    run('2-red', { 'record.json': '{}', 'chat.txt': chatLine(assessedRunOf([planned('one'), red()])) });
    run('3-kept', { 'record.json': '{}' });
    keep(join(folder, '3-kept'));
    run('4-going-on', { 'record.jsonl': '{}' });
    run('5-cut-off', { 'record.jsonl': '{}' });
    utimesSync(join(folder, '5-cut-off'), 0, 0);
    run('6-mutants', { 'mutants.json': '{}' });
    expect(storedRuns(folder).map(({ id, red: isRed, stays }) => [id, isRed, stays])).toEqual([
      ['0-after-its-mutants', false, true],
      ['1-green', false, false],
      ['2-red', true, false],
      ['3-kept', false, true],
      ['4-going-on', false, true],
      ['5-cut-off', false, false],
      ['6-mutants', false, false],
    ]);
    deleteSurplus(folder, { runs: 4, megabytes: 100 });
    expect(readdirSync(folder).sort()).toEqual(['0-after-its-mutants', '3-kept', '4-going-on', '6-mutants']);
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
