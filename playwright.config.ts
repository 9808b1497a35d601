import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type PlaywrightTestConfig, defineConfig, devices } from '@playwright/test';
import { artefacts, partialReportIn, reportsIn } from './config/artefacts.ts';
import { budgets, testLimit } from './config/budgets.ts';
import { unwritable } from './config/disk.ts';
import { findBrowser } from './config/browser.mjs';
import { hideJobFromTests } from './config/ci.ts';
import { faultsAskedFor, listsOnly, onCi, showsSummary, startsARun } from './config/environment.ts';
import { keepSuiteReporter } from './config/reporters.ts';
import { recordsAll, replay, replayedDelay, replayedPatience } from './config/recording.ts';
import { currentRun } from './config/run.ts';
import { onlyTheSentence } from './config/sentence.mjs';
import { productNames } from './config/target-names.ts';
import { workersOf } from './config/workers.ts';
import type { ProjectOptions } from './fixtures/index.ts';

hideJobFromTests();
keepSuiteReporter();
const run = currentRun();
// Every reporter would fall over it in its own words.
const fault = startsARun ? unwritable(run.dir) : null;
if (fault) throw onlyTheSentence(fault);
const browser = findBrowser();

/**
 * A golden path that is broken on purpose keeps the budgets of the mutants: what is too late for them is too late
 * here.
 */
const localBudgets = showsSummary && faultsAskedFor.length > 0 ? 'mutants' : 'local';

const patience = replayedPatience();

/** What a person sees while the tests run; a part of a run prints it for the command that runs all parts. */
const progress: [string][] = showsSummary
  ? []
  : run.whole !== undefined
    ? [['./reporters/playwright/part-progress.ts']]
    : [[onCi ? 'dot' : 'list']];

/** Product targets run only when asked for, without the tests that need the switches of the embedded stack. */
const products: PlaywrightTestConfig<ProjectOptions>['projects'] = productNames.map((targetName) => ({
  name: targetName,
  default: false,
  testIgnore: ['harness/**', 'latency/**'],
  grepInvert: targetName === 'dev' ? /@embedded/ : /@embedded|@dev-form/,
  ...(targetName === 'production' ? { grep: /@read-only/ } : {}),
  timeout: testLimit + replayedDelay(),
  // A page is as slow as it is, whatever target was recorded.
  expect: { timeout: Math.max(patience?.expect ?? 0, budgets[targetName].ready) },
  use: { targetName },
  workers: workersOf(targetName) ?? availableParallelism(),
  // A flake can then be told from a defect; what counts is the first attempt (reporters/assess/gate.ts).
  retries: 1,
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
  snapshotPathTemplate: '{testDir}/{testFileDir}/{testFileName}-snapshots/{arg}{ext}',
  outputDir: join(run.dir, 'artifacts'),
  // What a green test left is asked for by a recording and by the golden path, which keeps its trace.
  preserveOutput: recordsAll || showsSummary ? 'always' : 'failures-only',
  globalSetup: './global-setup.ts',
  fullyParallel: true,
  forbidOnly: onCi,
  // A test mostly waits: for the stack's pace, the page's timers and the browser.
  workers: '200%',
  timeout: 60_000 + replayedDelay(),
  retryStrategy: 'isolated',
  reporter: [
    ['./reporters/playwright/suite.ts'],
    ...progress,
    ...(listsOnly ? [] : run.isToBeMerged ? partialReportIn(run.dir) : reportsIn(run.dir)),
  ],
  use: {
    ...devices['Desktop Chrome'],
    launchOptions: {
      args: browser.args,
      ...(browser.executablePath ? { executablePath: browser.executablePath } : {}),
    },
    ...artefacts,
    trace: {
      ...artefacts.trace,
      // Where somebody watches one test, its film strip is worth what it costs.
      screenshots: showsSummary || replay !== null,
      ...(showsSummary ? { mode: 'on' } : {}),
    },
    actionTimeout: patience?.action ?? 10_000,
  },
  projects: [
    {
      name: 'local',
      testIgnore: ['harness/**', 'latency/**'],
      expect: { timeout: patience?.expect ?? budgets[localBudgets].ready },
      use: { targetName: 'local', faults: faultsAskedFor, budgetsName: localBudgets },
    },
    ...products,
    ...latency,
    { name: 'harness', default: false, testMatch: 'harness/**/*.spec.ts', use: { trace: 'off', screenshot: 'off' } },
  ],
});
