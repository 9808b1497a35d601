import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ROOT } from '../../../bin/child.mjs';
import { recordingsOf } from '../../../bin/replay.ts';

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
