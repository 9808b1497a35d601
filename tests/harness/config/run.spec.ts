import { lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ROOT } from '../../../bin/child.mjs';
import { markLatest } from '../../../config/run.ts';

test("a run in another folder than that of all runs is nobody's latest", ({}, testInfo) => {
  const link = join(ROOT, 'reports', 'latest');
  const latest = () => (lstatSync(link, { throwIfNoEntry: false }) ? readlinkSync(link) : null);
  const before = latest();
  markLatest({ id: 'elsewhere', dir: testInfo.outputPath('elsewhere'), secrets: testInfo.outputPath('private') });
  expect(latest()).toBe(before);
});
