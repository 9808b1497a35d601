import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { PLAYWRIGHT_CLI } from '../../../config/playwright-internals.mjs';

test('what a test starts sees nothing of the job that runs it', () => {
  expect(Object.keys(childEnvironment()).filter((name) => /^(GITHUB|ACTIONS)_/.test(name))).toEqual([]);
});

test('the summary of a job is written by the runner only', async ({}, testInfo) => {
  const summary = testInfo.outputPath('summary.md');
  const job = {
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_OUTPUT: testInfo.outputPath('output'),
    GITHUB_ENV: testInfo.outputPath('env'),
    GITHUB_TOKEN: 'not-a-real-token',
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_REPOSITORY: 'ada/suite',
    GITHUB_RUN_ID: '7',
    ACTIONS_RUNTIME_TOKEN: 'not-a-real-token',
  };
  const place = { id: 'job', dir: testInfo.outputPath('runs', 'job'), secrets: testInfo.outputPath('private') };
  const args = ['test', '--project=harness', 'harness/github/job-environment', '--grep=sees nothing of the job'];
  const { code, output } = await run(process.execPath, [join(ROOT, PLAYWRIGHT_CLI), ...args], {
    env: childEnvironment({ NETRA_RUN: JSON.stringify(place), TEST_WORKER_INDEX: undefined, ...job }),
  });
  expect(code, output).toBe(0);
  expect(readFileSync(summary, 'utf8').match(/^# /gm), 'summaries').toHaveLength(1);
});
