import { join } from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import { artefacts } from '../../config/artefacts.ts';
import { findBrowser } from '../../config/browser.mjs';
import { currentRun } from '../../config/run.ts';

const { executablePath, args } = findBrowser();

/**
 * The suite's browser, with and without the artefacts that Playwright keeps of a red test, and nothing else of the
 * suite.
 */
export default defineConfig({
  testDir: '.',
  testMatch: 'bare.spec.ts',
  outputDir: join(currentRun().dir, 'artifacts'),
  globalSetup: './stack-host.ts',
  reporter: 'dot',
  workers: 1,
  expect: { timeout: 20_000 },
  use: { ...devices['Desktop Chrome'], launchOptions: { args, ...(executablePath ? { executablePath } : {}) } },
  projects: [{ name: 'with artefacts', use: artefacts }, { name: 'without artefacts' }],
});
