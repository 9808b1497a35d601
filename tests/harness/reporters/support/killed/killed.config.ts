import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { currentRun } from '../../../../../config/run.ts';

const { dir } = currentRun();

/** A run that knows a secret and leaves it wherever it can, until somebody ends it; its set-up sweeps earlier ones. */
export default defineConfig({
  testDir: '.',
  testMatch: 'leaving.ts',
  outputDir: join(dir, 'artifacts'),
  globalSetup: './set-up.ts',
  workers: 1,
  reporter: [
    ['../../../../../reporters/playwright/scrubber.ts'],
    ['../../../../../reporters/playwright/record.ts'],
    ['html', { outputFolder: join(dir, 'html'), open: 'never' }],
  ],
});
