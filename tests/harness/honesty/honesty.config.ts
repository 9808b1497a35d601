import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { findBrowser } from '../../../config/browser.mjs';
import { currentRun } from '../../../config/run.ts';
import type { ProjectOptions } from '../../../fixtures/index.ts';

const { dir } = currentRun();
const { executablePath, args } = findBrowser();

/** Tests that only exist to show what the suite says of their like: hollow ones, careless ones, those that die or do not end, and those of a dark target. */
export default defineConfig<ProjectOptions>({
  testDir: '.',
  testMatch: ['hollow.ts', 'careless.ts', 'dying.ts', 'stuck.ts', 'dark.ts', 'homeless.ts'],
  outputDir: join(dir, 'artifacts'),
  globalSetup: '../../../global-setup.ts',
  workers: 2,
  fullyParallel: true,
  timeout: 20_000,
  reporter: [['../../../reporters/scrubber.ts'], ['../../../reporters/hollow.ts'], ['../../../reporters/outage.ts'], ['json', { outputFile: join(dir, 'told.json') }]],
  use: { launchOptions: { args, ...(executablePath ? { executablePath } : {}) } },
  projects: [
    { name: 'local', testIgnore: 'dark.ts', expect: { timeout: 10_000 }, use: { targetName: 'local' } },
    { name: 'dev', testMatch: 'dark.ts', expect: { timeout: 2_000 }, use: { targetName: 'dev' } },
  ],
});
