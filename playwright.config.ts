import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type PlaywrightTestConfig, defineConfig, devices } from '@playwright/test';
import { artefacts } from './config/artefacts.ts';
import { budgets, testLimit } from './config/budgets.ts';
import { findBrowser } from './config/browser.mjs';
import { faultsAskedFor, onCi, showsSummary } from './config/environment.ts';
import { currentRun } from './config/run.ts';
import { productNames } from './config/target-names.ts';
import { workersOf } from './config/workers.ts';
import type { ProjectOptions } from './fixtures/index.ts';

const run = currentRun();
const browser = findBrowser();

/**
 * A golden path that is broken on purpose keeps the budgets of the mutants: what is too late for them is too late
 * here.
 */
const localBudgets = showsSummary && faultsAskedFor.length > 0 ? 'mutants' : 'local';

/** Product targets run only when asked for, without the tests that need the switches of the embedded stack. */
const products: PlaywrightTestConfig<ProjectOptions>['projects'] = productNames.map((targetName) => ({
  name: targetName,
  default: false,
  testIgnore: ['harness/**', 'latency/**'],
  grepInvert: targetName === 'dev' ? /@embedded/ : /@embedded|@dev-form/,
  ...(targetName === 'production' ? { grep: /@read-only/ } : {}),
  timeout: testLimit,
  expect: { timeout: budgets[targetName].ready },
  use: { targetName },
  workers: workersOf(targetName) ?? availableParallelism(),
}));

/**
 * Times of many runs, one after the other and with nothing else kept: `latency` of the embedded stack,
 * `latency-staging` and so on.
 */
const latency: PlaywrightTestConfig<ProjectOptions>['projects'] = (['local', 'dev', 'staging'] as const).map(
  (targetName) => ({
    name: targetName === 'local' ? 'latency' : `latency-${targetName}`,
    default: false,
    testMatch: 'latency/**/*.spec.ts',
    ...(targetName === 'local' ? {} : { grepInvert: /@embedded/ }),
    timeout: 1_800_000,
    expect: { timeout: budgets[targetName].ready },
    use: { targetName, trace: 'off', screenshot: 'off' },
  }),
);

export default defineConfig<ProjectOptions>({
  testDir: './tests',
  outputDir: join(run.dir, 'artifacts'),
  globalSetup: './global-setup.ts',
  fullyParallel: true,
  forbidOnly: onCi,
  // A test mostly waits: for the stack's pace, the page's timers and the browser.
  workers: '200%',
  timeout: 60_000,
  reporter: [
    ['./reporters/playwright/suite.ts'],
    ...(showsSummary ? [] : [[onCi ? 'dot' : 'list'] as [string]]),
    ['html', { outputFolder: join(run.dir, 'html'), open: 'never', title: 'Netra Apex golden path' }],
    ['allure-playwright', { resultsDir: join(run.dir, 'allure-results'), detail: true }],
  ],
  use: {
    ...devices['Desktop Chrome'],
    launchOptions: {
      args: browser.args,
      ...(browser.executablePath ? { executablePath: browser.executablePath } : {}),
    },
    ...artefacts,
    trace: { ...artefacts.trace, ...(showsSummary ? { mode: 'on' } : {}) },
    actionTimeout: 10_000,
  },
  projects: [
    {
      name: 'local',
      testIgnore: ['harness/**', 'latency/**'],
      expect: { timeout: budgets[localBudgets].ready },
      use: { targetName: 'local', faults: faultsAskedFor, budgetsName: localBudgets },
    },
    ...products,
    ...latency,
    { name: 'harness', default: false, testMatch: 'harness/**/*.spec.ts', use: { trace: 'off', screenshot: 'off' } },
  ],
});
