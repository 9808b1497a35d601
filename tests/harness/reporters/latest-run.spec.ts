import { mkdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestInfo, expect, test } from '@playwright/test';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { PLAYWRIGHT_CLI } from '../../../config/playwright-internals.mjs';
import { markLatest } from '../../../config/run.ts';
import type { Entry } from '../../../reporters/record/journal.ts';
import { attempted, opened, planned, ran } from './support/record-samples.ts';
import { runOf } from './support/runs.ts';

test.describe.configure({ timeout: 120_000 });

/** A folder of reports in which an earlier run is the latest one, or none is. */
function reportsOf(testInfo: TestInfo, earlier: string | null): { latest: () => string; placeOf: typeof place } {
  const place = (id: string) => ({
    id,
    dir: testInfo.outputPath('reports', 'runs', id),
    secrets: testInfo.outputPath('private'),
  });
  const link = testInfo.outputPath('reports', 'latest');
  if (earlier !== null) {
    mkdirSync(place(earlier).dir, { recursive: true });
    symlinkSync(`runs/${earlier}`, link, 'junction');
  }
  return { latest: () => readlinkSync(link), placeOf: place };
}

const one = ['--project=harness', 'harness/config/terminal.spec', '--grep', 'stays as it is'];
const RUNS: Readonly<Record<string, readonly [args: readonly string[], faults: string, latest: string]>> = {
  'a selection that fits no test': [
    ['--project=harness', 'harness/config', '--grep', 'nothing like this'],
    '',
    'before',
  ],
  'a run that was refused before any test': [one, 'F999', 'before'],
  'the specs under a fault, which leave no record': [
    ['--config=tests/mutants/mutants.config.ts', '--project=F19'],
    '',
    'before',
  ],
  'a run of one test': [one, '', 'now'],
};
for (const [what, [args, faults, latest]] of Object.entries(RUNS)) {
  test(`the latest run is the last one that had tests and a record, also after ${what}`, async ({}, testInfo) => {
    const reports = reportsOf(testInfo, 'before');
    const env = childEnvironment({
      NETRA_RUN: JSON.stringify(reports.placeOf('now')),
      NETRA_FAULTS: faults,
      TEST_WORKER_INDEX: undefined,
    });
    const { output } = await run(process.execPath, [PLAYWRIGHT_CLI, 'test', '--workers=1', ...args], {
      cwd: ROOT,
      env,
    });
    expect(reports.latest(), output).toBe(`runs/${latest}`);
  });
}

test('a run without tests is the latest one only until there is one with tests', ({}, testInfo) => {
  const { latest, placeOf } = reportsOf(testInfo, null);
  markLatest(placeOf('empty'), false);
  expect(latest()).toBe('runs/empty');
  markLatest(placeOf('full'));
  markLatest(placeOf('empty again'), false);
  expect(latest()).toBe('runs/full');
});

test('gate and tell say of the latest run that a newer one began and ran no test, and why, and gate is red', async ({}, testInfo) => {
  const { placeOf, latest } = reportsOf(testInfo, '20261129-100000-aaaa');
  const { dir } = placeOf(latest().replace('runs/', ''));
  writeFileSync(join(dir, 'record.json'), JSON.stringify(runOf([planned('golden'), attempted('passed')])));
  const told = async (name: string, of = testInfo.outputPath('reports', 'latest')) => {
    const env = childEnvironment({ NETRA_RUN: undefined, TEST_WORKER_INDEX: undefined });
    const { code, output } = await run(process.execPath, [join(ROOT, 'bin/run.mjs'), name, of], { cwd: ROOT, env });
    return { code, output: output.replaceAll(/\s+/g, ' ') };
  };
  const began = (id: string, ...entries: Entry[]) => {
    mkdirSync(placeOf(id).dir, { recursive: true });
    const lines = [...opened([]), ...entries].map((one) => `${JSON.stringify(one)}\n`);
    writeFileSync(join(placeOf(id).dir, 'record.jsonl'), lines.join(''));
  };
  const warning = 'A newer run on local, 20261129-120000-cccc, began, and no test of it was run: it is not configured';
  began('20261129-090000-9999');
  began('20261129-110000-bbbb', ...ran('golden', attempted('passed')));
  for (const name of ['gate', 'tell']) expect((await told(name)).output, name).not.toContain('newer run');
  expect(await told('gate')).toMatchObject({ code: 0, output: expect.stringContaining('Every condition is met.') });
  const trouble = { message: 'Error: it is not configured', place: null, at: new Date().toISOString() };
  began('20261129-120000-cccc', { kind: 'trouble', trouble });
  for (const name of ['gate', 'tell']) expect((await told(name)).output, name).toContain(warning);
  const gate = await told('gate');
  expect(gate).toMatchObject({ code: 1, output: expect.stringContaining('does not tell whether the release may go') });
  expect(gate.output).not.toContain('Every condition is met.');
  expect(await told('gate', dir), 'a run that is named by itself').toMatchObject({ code: 0 });
  writeFileSync(
    join(placeOf('20261129-120000-cccc').dir, 'record.jsonl'),
    '{"kind":"open"}\nnot a line of a journal\n{}\n',
  );
  expect((await told('gate')).output).toContain('A newer run, 20261129-120000-cccc, began, and no test of it was run.');
});
