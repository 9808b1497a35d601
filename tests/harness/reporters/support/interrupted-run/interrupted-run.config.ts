import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { currentRun } from '../../../../../config/run.ts';

/**
 * Three tests, one after the other, with the reporter that keeps the record; the second one lasts until somebody ends
 * the run.
 */
export default defineConfig({
  testDir: '.',
  testMatch: 'three.ts',
  outputDir: join(currentRun().dir, 'artifacts'),
  workers: 1,
  reporter: [['../../../../../reporters/playwright/record.ts']],
});
