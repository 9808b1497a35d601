import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { parse } from 'yaml';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { waitFor } from '../../../reporters/github/http.ts';
import { StrictGitHub } from './support/strict-github.ts';

const test = base.extend<{ gitHub: StrictGitHub }>({
  gitHub: async ({}, use) => {
    const gitHub = await new StrictGitHub().start();
    await use(gitHub);
    gitHub.close();
  },
});

function command(name: string, environment: Record<string, string>, ...args: string[]) {
  return run(process.execPath, [join(ROOT, 'bin', 'run.mjs'), name, ...args], {
    env: childEnvironment({ NETRA_RUN: undefined, TEST_WORKER_INDEX: undefined, ...environment }),
  });
}

interface Scheduled {
  on: { schedule: { cron: string }[] };
}

const watchdog = ({ environment }: StrictGitHub, more = {}) => command('watchdog', { ...environment, ...more });
const kept = ['part-1-attempt-1', 'nightly-attempt-1'];
const ran = (conclusion: string, hoursAgo = 0) => ({
  id: 7,
  conclusion,
  created_at: new Date(Date.now() - hoursAgo * 3_600_000).toISOString(),
  // Whoever runs an old night again does not make it one of today.
  updated_at: new Date().toISOString(),
  html_url: 'https://github.example/ada/suite/actions/runs/7',
});

test('the watchdog opens an issue when the nightly has never run', async ({ gitHub }) => {
  expect(await watchdog(gitHub)).toMatchObject({ code: 1, output: 'The nightly has never run.\n' });
  expect(gitHub.open.map(({ title }) => title)).toEqual(['E2E-NIGHT-staging: the nightly run is not green']);
});

test('the watchdog accepts a night that left a record, whatever its result', async ({ gitHub }) => {
  gitHub.workflowRuns = [ran('failure')];
  gitHub.artifacts = kept;
  expect(await watchdog(gitHub)).toMatchObject({ code: 0, output: 'The nightly ran.\n' });
  expect(gitHub.issues).toEqual([]);
});

for (const conclusion of ['failure', 'timed_out', 'startup_failure', 'success']) {
  test(`a night that ended as "${conclusion}" without a record is reported in one issue, however many mornings`, async ({
    gitHub,
  }) => {
    gitHub.workflowRuns = [ran(conclusion)];
    gitHub.artifacts = ['part-1-attempt-1'];
    expect(await watchdog(gitHub)).toMatchObject({ code: 1, output: expect.stringContaining('left no record') });
    expect(await watchdog(gitHub)).toMatchObject({ code: 1 });
    expect(gitHub.open).toHaveLength(1);
    expect(gitHub.open[0]!.comments).toEqual([expect.stringContaining('left no record')]);
  });
}

test.describe('a missing night', () => {
  const beginOf = (name: string) => {
    const [minute, hour] = (
      parse(readFileSync(join(ROOT, '.github', 'workflows', name), 'utf8')) as Scheduled
    ).on.schedule[0]!.cron.split(' ');
    return Number(hour) + Number(minute) / 60;
  };
  const sameMorning = beginOf('watchdog.yml') - beginOf('nightly.yml');

  test('a night that did not run, was cancelled, or is an older one run again is noticed the same morning', async ({
    gitHub,
  }) => {
    gitHub.workflowRuns = [ran('cancelled', sameMorning), ran('success', sameMorning + 24)];
    gitHub.artifacts = kept;
    expect(await watchdog(gitHub)).toMatchObject({ code: 1, output: expect.stringContaining('began 30 hours ago') });
    expect(gitHub.open).toHaveLength(1);
  });

  test('a night that ran is not called missing when GitHub was late with it or with the watchdog', async ({
    gitHub,
  }) => {
    gitHub.artifacts = kept;
    for (const hours of [sameMorning - 6, sameMorning, sameMorning + 12]) {
      gitHub.workflowRuns = [ran('success', hours), ran('success', 40)];
      expect(await watchdog(gitHub), `${hours}`).toMatchObject({ code: 0 });
    }
  });
});

test('a GitHub that fails or limits its rate is asked again', async ({ gitHub }) => {
  gitHub.workflowRuns = [ran('success')];
  gitHub.artifacts = kept;
  gitHub.failures.push(
    { method: 'GET', path: /runs\?/, status: 502 },
    { method: 'GET', path: /runs\?/, status: 403, headers: { 'retry-after': '0' } },
    { method: 'GET', path: /artifacts/, status: 429, headers: { 'x-ratelimit-reset': '1' } },
  );
  expect(await watchdog(gitHub)).toMatchObject({ code: 0 });
});

test('a limit of GitHub is waited for as long as it says, in whatever way it says so', async () => {
  const answer = (status: number, headers: Record<string, string>, body = '') =>
    new Response(body, { status, headers });
  const soon = new Date(Date.now() + 5_000);
  const limit = JSON.stringify({ message: 'You have exceeded a secondary rate limit.' });
  const anHour = { 'x-ratelimit-remaining': '4000', 'x-ratelimit-reset': String(Date.now() / 1000 + 3_600) };
  expect(await waitFor(answer(429, { 'retry-after': '7' }))).toBe(7_000);
  expect(await waitFor(answer(403, { 'retry-after': soon.toUTCString() }))).toBeGreaterThan(3_000);
  expect(await waitFor(answer(403, anHour, limit))).toBe(60_000);
  expect(await waitFor(answer(403, { ...anHour, 'x-ratelimit-remaining': '0' }))).toBeGreaterThan(3_500_000);
  expect(await waitFor(answer(403, anHour, '{"message":"Resource not accessible by integration"}'))).toBeNull();
});

test('a GitHub that wants a long rest is not waited for', async ({ gitHub }) => {
  const reset = String(Math.ceil(Date.now() / 1000) + 3_600);
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
  gitHub.failures.push({ method: 'GET', path: /runs/, status: 403, headers });
  expect(await watchdog(gitHub)).toMatchObject({
    code: 2,
    output: expect.stringMatching(/^GitHub, GET \S+: it wants 3[56]\d\d s of rest\. Run again after that\.\n$/),
  });
});

test('a refused token is not tried again', async ({ gitHub }) => {
  expect(await watchdog(gitHub, { GITHUB_TOKEN: 'another' })).toMatchObject({
    code: 2,
    output: expect.stringMatching(/^GitHub answered 401 to GET \S+: check GITHUB_TOKEN and what it may do\.\n$/),
  });
  expect(gitHub.asked).toHaveLength(1);
});

test('an unreachable or wrong GitHub address is reported in one message', async ({ gitHub }) => {
  expect(await watchdog(gitHub, { GITHUB_API_URL: 'http://127.0.0.1:1' })).toMatchObject({
    code: 2,
    output: expect.stringMatching(/^GitHub, GET \S+: no answer \([^)]+\)\. Check the network, then run again\.\n$/),
  });
  const server = createServer((_request, response) => response.end('<html>'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await watchdog(gitHub, { GITHUB_API_URL: address })).toMatchObject({
    code: 2,
    output: expect.stringMatching(/^GitHub answered GET \S+ with something that is not JSON[^\n]*\n$/),
  });
  server.close();
});
