import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ROOT } from '../../../bin/child.mjs';
import { recordingsOf } from '../../../bin/replay.ts';
import { attempted, opened, planned, ran } from '../reporters/support/record-samples.ts';

test('all recordings of the latest run are replayed, although each replay becomes the latest run', ({}, testInfo) => {
  const [run, replay, latest] = ['run', 'replay', 'latest'].map((name) => testInfo.outputPath(name));
  for (const name of ['one', 'two']) {
    mkdirSync(join(run!, name), { recursive: true });
    cpSync(join(ROOT, 'tests', 'recordings', 'never-completes.json'), join(run!, name, 'recording.json'));
  }
  mkdirSync(replay!);
  symlinkSync(run!, latest!, 'junction');
  const found = recordingsOf(latest!);
  rmSync(latest!);
  symlinkSync(replay!, latest!, 'junction');
  expect(found.map(({ file }) => existsSync(file))).toEqual([true, true]);
});

test('the latest run is the latest that was no replay', ({}, testInfo) => {
  const reports = testInfo.outputPath('reports');
  const runs = { '20261129-1': false, '20261129-2': true };
  for (const [id, isReplay] of Object.entries(runs)) {
    const dir = join(reports, 'runs', id);
    mkdirSync(dir, { recursive: true });
    cpSync(join(ROOT, 'tests', 'recordings', 'never-completes.json'), join(dir, 'recording.json'));
    const entries = [...opened([planned('one')]), ...ran('one', attempted('failed'))].map((entry) =>
      entry.kind === 'plan' && isReplay ? { ...entry, selection: { ...entry.selection, isReplay } } : entry,
    );
    writeFileSync(join(dir, 'record.jsonl'), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }
  symlinkSync(join(reports, 'runs', '20261129-2'), join(reports, 'latest'), 'junction');
  expect(recordingsOf('latest', reports).map(({ file }) => file)).toEqual([
    expect.stringMatching(/20261129-1.recording\.json$/),
  ]);
});
