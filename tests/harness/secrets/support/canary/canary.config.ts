import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { findBrowser } from '../../../../../config/browser.mjs';
import { currentRun } from '../../../../../config/run.ts';

const { dir } = currentRun();
const { executablePath, args } = findBrowser();

/**
 * The suite's reporters and one that is merged later, for the one test that plants secrets; it always fails, so that
 * everything is kept.
 */
export default defineConfig({
  testDir: '.',
  testMatch: 'canary.ts',
  outputDir: join(dir, 'artifacts'),
  globalTeardown: './teardown.ts',
  reporter: [
    ['../../../../../reporters/playwright/scrubber.ts'],
    ['list'],
    ['html', { outputFolder: join(dir, 'html'), open: 'never' }],
    ['allure-playwright', { resultsDir: join(dir, 'allure-results'), detail: true }],
    ['blob', { outputDir: join(dir, 'blob') }],
    ['../../../../../reporters/playwright/record.ts'],
  ],
  use: {
    launchOptions: { args, ...(executablePath ? { executablePath } : {}) },
    trace: { mode: 'on', snapshots: true, screenshots: true },
    screenshot: 'on',
  },
});
