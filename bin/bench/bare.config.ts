import { defineConfig, devices } from '@playwright/test';
import { findBrowser } from '../../config/browser.mjs';

const { executablePath, args } = findBrowser();

/** The same browser as the suite's, and nothing else of it. */
export default defineConfig({
  testDir: '.',
  testMatch: 'bare.spec.ts',
  outputDir: '../../reports/bench/artifacts',
  globalSetup: './stack-host.ts',
  reporter: 'dot',
  workers: 1,
  expect: { timeout: 20_000 },
  use: { ...devices['Desktop Chrome'], launchOptions: { args, ...(executablePath ? { executablePath } : {}) } },
});
