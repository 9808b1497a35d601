import { lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { markLatest } from '../../../config/run.ts';

test("a run in another folder than that of all runs is nobody's latest", ({}, testInfo) => {
  const link = join(ROOT, 'reports', 'latest');
  const latest = () => (lstatSync(link, { throwIfNoEntry: false }) ? readlinkSync(link) : null);
  const before = latest();
  markLatest({ id: 'elsewhere', dir: testInfo.outputPath('elsewhere'), secrets: testInfo.outputPath('private') });
  expect(latest()).toBe(before);
});

for (const place of ['{', 'null', '{}', '{"id":"one","dir":"","secrets":"x"}']) {
  test(`an inherited run that is none is refused in one sentence: ${place}`, async () => {
    expect(
      await run(process.execPath, ['bin/run.mjs', 'golden'], { env: childEnvironment({ NETRA_RUN: place }) }),
    ).toMatchObject({
      code: 1,
      output: 'NETRA_RUN, which the suite sets for its own processes, names no run: unset it.\n',
    });
  });
}
