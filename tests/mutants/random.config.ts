import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';
import { budgets } from '../../config/budgets.ts';
import { mutation } from '../../config/mutation.ts';
import type { ProjectOptions } from '../../fixtures/index.ts';

const { folder = '', browser = '', mutant } = mutation ?? {};

/**
 * The specs of a person on the instrumented stack, with the time limits of every day: what is red here is red in
 * `npm test`. A red test is tried once more, so that a slow machine kills no mutant; the first that is red twice ends
 * the run.
 */
export default defineConfig<ProjectOptions>({
  ...base,
  testDir: join(import.meta.dirname, '..'),
  globalSetup: join(import.meta.dirname, 'random-setup.ts'),
  outputDir: join(folder, 'artifacts'),
  workers: 1,
  retries: 1,
  maxFailures: mutant === undefined ? 0 : 1,
  reporter: [['json', { outputFile: join(folder, 'results.json') }]],
  use: { ...base.use, trace: 'off', screenshot: 'off', connectOptions: { wsEndpoint: browser } },
  projects: [
    {
      name: 'random',
      testIgnore: ['harness/**', 'latency/**'],
      expect: { timeout: budgets.local.ready },
      use: { targetName: 'local' },
    },
  ],
});
