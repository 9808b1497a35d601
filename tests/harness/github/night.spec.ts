import { existsSync } from 'node:fs';
import { expect } from '@playwright/test';
import { partLimit } from '../../../config/budgets.ts';
import { expectCleanEvidence, failsOn, historyOf, recordOf, results, secretsOf, test } from './support/night.ts';

test.describe.configure({ timeout: 480_000 });

/** How the jobs of a night on two machines end when nothing is wrong. */
const GREEN = { plan: 'success', 'part 1': 'success', 'part 2': 'success', whole: 'success' };

test('a green night on three machines, merged twice, ends green, with one worklog and one chat line', async ({
  night,
  gitHub,
  heard,
  stack,
}) => {
  const machines = 3;
  const run = night(machines, { inputs: { shards: String(machines) }, again: /--merge/ });
  await run.play();
  const parts = Array.from({ length: machines }, (_, index) => [`part ${index + 1}`, 'success']);
  expect(results(run), run.story()).toEqual({ plan: 'success', ...Object.fromEntries(parts), whole: 'success' });
  expect(run.artefacts.names.filter((name) => name.startsWith('worklog'))).toEqual(['worklog-attempt-1.html']);
  const address = 'https://github.example/artifacts/worklog-attempt-1.html';
  expect(heard).toEqual([expect.stringMatching(/^🟢 staging: .*6 of 6 passed/), 'heartbeat']);
  expect(heard[0]).toContain(address);
  expect(run.summary('whole')).toContain(`[Open the worklog](${address})`);
  expect(gitHub.issues).toEqual([]);
  expect(run.story().match(/Merged 3 parts, 6 tests/g), 'merges').toHaveLength(2);
  expect(historyOf(run)).toHaveLength(1);
  const { counts, parts: merged, machine, notes } = recordOf(run);
  expect(counts).toMatchObject({ planned: 6, passed: 6 });
  expect(notes, 'what a report lacks').toEqual([]);
  expect(machine.browser, 'name and version').toMatch(/Chrom\w+ \d+\./);
  expect(merged.map(({ shard }) => shard?.current).sort()).toEqual(parts.map((_, index) => index + 1));
  for (const { command } of merged) expect(command).toContain(`--global-timeout=${partLimit}`);
  expectCleanEvidence(run, secretsOf(stack.bypassKey));
});

test('a red part makes the night red; run again, only it runs, and the night counts once', async ({
  night,
  gitHub,
  heard,
  stack,
}) => {
  const run = night(2, { ...failsOn(2, 'red', 2), leftOut: /npm run browser/ });
  const red = { ...GREEN, 'part 2': 'failure', whole: 'failure' };
  await run.play();
  expect(results(run), run.story()).toEqual(red);
  expect(gitHub.open.map(({ title }) => title)).toEqual([
    expect.stringMatching(/^E2E-DEPLOY-not-diagnosed-/),
    'E2E-NIGHT-staging: the nightly run is not green',
  ]);
  for (const { body } of gitHub.open) expect(body).toContain('https://github.example/artifacts/worklog-attempt-1.html');
  expect(heard).toEqual([expect.stringMatching(/^🔴 staging: /), 'heartbeat']);
  expectCleanEvidence(run, secretsOf(stack.bypassKey), /\/html\/data\/.+\.png$/);
  const green = recordOf(run).parts.find(({ shard }) => shard?.current === 1);

  await test.step('mended', async () => {
    await run.play();
    expect(results(run), run.story()).toEqual(GREEN);
    const { parts, counts } = recordOf(run);
    expect(
      parts.find(({ shard }) => shard?.current === 1),
      'the green part was not run again',
    ).toEqual(green);
    expect(parts.map(({ attempt }) => attempt).sort()).toEqual([1, 2]);
    expect(counts).toMatchObject({ planned: 6, passed: 6 });
    expect(gitHub.open).toEqual([]);
    expect(historyOf(run)).toHaveLength(1);
    expect(heard.filter((line) => line !== 'heartbeat')).toHaveLength(2);
  });
});

for (const [what, scene] of [
  ['whose runner is killed', 'killed'],
  ['that runs out of time', 'hangs'],
] as const) {
  test(`a part ${what} loses neither its evidence nor the night's`, async ({ night, gitHub, heard, stack }) => {
    const run = night(2, { ...failsOn(1, scene), atLimit: { part: 1, file: 'hanging' } });
    await run.play();
    expect(results(run), run.story()).toEqual({ ...GREEN, 'part 1': 'failure', whole: 'failure' });
    const { state, counts, notes } = recordOf(run);
    expect({ state, planned: counts.planned }).toEqual({ state: 'crashed', planned: 6 });
    expect(counts.notRun).toBeGreaterThan(0);
    expect(notes.join()).toContain("are not in Playwright's report: it ended before it could write its own.");
    expect(run.artefacts.names).toContain('worklog-attempt-1.html');
    expect(gitHub.open.map(({ title }) => title)).toEqual(['E2E-NIGHT-staging: the nightly run is not green']);
    expect(heard).toEqual([expect.stringMatching(/^🔴 staging: .*not run/)]);
    expectCleanEvidence(run, secretsOf(stack.bypassKey), /\/shards\/1\/artifacts\/.+\.png$/);
  });
}

test('a night that lost every machine says so in one issue and one chat line, and is no heartbeat', async ({
  night,
  gitHub,
  heard,
}) => {
  const run = night(2, { isLost: () => true });
  await run.play();
  expect(results(run), run.story()).toEqual({ ...GREEN, 'part 1': 'failure', 'part 2': 'failure', whole: 'failure' });
  expect(gitHub.open).toMatchObject([
    {
      title: 'E2E-NIGHT-staging: the nightly run is not green',
      body: expect.stringContaining('The night left no record, so nobody knows what works.'),
    },
  ]);
  const address = `https://github.example/ada/suite/actions/runs/${run.id}`;
  expect(heard).toEqual([`🔴 staging: The night left no record, so nobody knows what works. · ${address}`]);
  expect(run.artefacts.names.filter((name) => /^(nightly|worklog)/.test(name))).toEqual([]);
});

test('two nights at once do not disturb each other', async ({ night, gitHub, heard }) => {
  const runs = [night(1), night(1)];
  await Promise.all(runs.map((run) => run.play()));
  for (const run of runs) {
    expect(results(run), run.story()).toMatchObject({ whole: 'success' });
    expect(recordOf(run).counts).toMatchObject({ planned: 6, passed: 6 });
    expect(existsSync(run.artefacts.place('worklog-attempt-1.html'))).toBe(true);
  }
  expect(gitHub.issues).toEqual([]);
  expect(heard.filter((line) => line.startsWith('🟢'))).toHaveLength(2);
});

test('flaky tests are tried once more at the end of their part, and close the gate by their first attempt', async ({
  night,
  heard,
}) => {
  const run = night(2, failsOn(1, 'flaky'));
  await run.play();
  expect(results(run), run.story()).toMatchObject({ 'part 1': 'success', 'part 2': 'success', whole: 'failure' });
  const { tests, counts } = recordOf(run);
  const flaky = tests.filter(({ outcome }) => outcome === 'flaky');
  expect(flaky.length).toBeGreaterThan(1);
  expect(counts).toMatchObject({ planned: 6, flaky: flaky.length, passed: 6 - flaky.length, failed: 0 });
  const [first, second] = [0, 1].map((retry) => flaky.map(({ attempts }) => attempts[retry]!.startedAt).sort());
  expect(second![0]! > first!.at(-1)!, 'every first attempt before any second').toBe(true);
  expect(heard[0]).toMatch(/^🔴 staging: .* flaky/);
});

test('a part that is lost when all jobs run again is not replaced by what it was before', async ({
  night,
  gitHub,
  heard,
}) => {
  const run = night(2, { isLost: (part, attempt) => part === 2 && attempt === 2 });
  await run.play();
  expect(results(run), run.story()).toMatchObject({ 'part 2': 'success', whole: 'success' });
  await run.play({ all: true });
  expect(results(run), run.story()).toEqual({ ...GREEN, 'part 2': 'failure', whole: 'failure' });
  const { parts, troubles } = recordOf(run);
  expect(parts.map(({ attempt, shard }) => [attempt, shard?.current])).toEqual([[2, 1]]);
  expect(troubles.map(({ message }) => message)).toEqual([
    'Shard 2 of 2 left no record: nobody knows what it was to run.',
  ]);
  expect(historyOf(run)).toHaveLength(1);
  expect(gitHub.open.map(({ title }) => title)).toEqual(['E2E-NIGHT-staging: the nightly run is not green']);
  expect(heard.at(-1)).toMatch(/^🔴 staging: /);
});

test('a part that somebody cancels keeps its evidence, and the night is reported as cut off', async ({
  night,
  gitHub,
  heard,
  stack,
}) => {
  const run = night(2, { ...failsOn(1, 'hangs'), cancelled: { part: 1, file: 'hanging' } });
  await run.play();
  expect(results(run), run.story()).toEqual({ ...GREEN, 'part 1': 'cancelled', whole: 'failure' });
  const { state, counts } = recordOf(run);
  expect(state).toBe('interrupted');
  expect(counts.planned).toBe(6);
  expect(run.artefacts.names).toContain('worklog-attempt-1.html');
  expect(gitHub.open.map(({ title }) => title)).toEqual(['E2E-NIGHT-staging: the nightly run is not green']);
  expect(heard).toEqual([expect.stringMatching(/^🔴 staging: /)]);
  expectCleanEvidence(run, secretsOf(stack.bypassKey));
});

for (const [what, accounts, said] of [
  ['without settings', null, 'STAGING_BASE_URL is missing; STAGING_API_URL is missing'],
  [
    'with fewer accounts than the machines that were asked for',
    'ada@example.com',
    'The target "staging" has 1 account for 2 shards',
  ],
] as const) {
  test(`a night ${what} ends before any part, and is reported`, async ({ night, gitHub, heard, stack }) => {
    const { webUrl: STAGING_BASE_URL, apiUrl: STAGING_API_URL, authUrl: STAGING_AUTH_URL } = stack;
    const vars = accounts && { STAGING_BASE_URL, STAGING_API_URL, STAGING_AUTH_URL, STAGING_ACCOUNTS: accounts };
    const run = night(2, { inputs: { shards: '2' }, vars: vars ?? {} });
    await run.play();
    expect(results(run), run.story()).toEqual({ plan: 'failure', part: 'skipped', whole: 'failure' });
    expect(run.story().replaceAll(/\s+/g, ' ')).toContain(said);
    expect(gitHub.open.map(({ body }) => body)).toEqual([expect.stringContaining('The night left no record')]);
    expect(heard).toEqual([expect.stringMatching(/^🔴 staging: The night left no record/)]);
  });
}
