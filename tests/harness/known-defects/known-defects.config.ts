import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { currentRun } from '../../../config/run.ts';

export default defineConfig({
  testDir: '.',
  testMatch: 'known-defects.ts',
  outputDir: join(currentRun().dir, 'artifacts'),
  reporter: [['../../../reporters/known-defects.ts'], ['../../../reporters/record.ts']],
});
