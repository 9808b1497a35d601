import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestInfo, expect, test as base } from '@playwright/test';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { assess } from '../../../reporters/assess/assess.ts';
import { planNight } from '../../../reporters/github/night.ts';
import type { RunRecord } from '../../../reporters/record/schema.ts';
import { attempted, planned } from '../reporters/support/record-samples.ts';
import { type Told, minor, red, runOf, stuck } from '../reporters/support/runs.ts';
import { StrictGitHub } from './support/strict-github.ts';

const test = base.extend<{ gitHub: StrictGitHub }>({
  gitHub: async ({}, use) => {
    const gitHub = await new StrictGitHub().start();
    await use(gitHub);
    gitHub.close();
  },
});

/** A run as `npm run nightly` makes it: of shards, be it one. */
const nightOf = (...told: Told[]) => sharedOut(runOf(...told));
const sharedOut = (record: RunRecord): RunRecord => ({
  ...record,
  parts: record.parts.map((part) => ({ ...part, shard: { current: 1, total: 1 } })),
});
const green = nightOf([planned('golden'), attempted('passed')], [minor('one'), attempted('passed')]);
const broken = nightOf([planned('golden'), attempted('passed')], [minor('one'), red({ diagnosis: stuck })]);

/** Runs `npm run issues` for a night; without a record, for one that left none. */
function issues({ environment }: StrictGitHub, testInfo: TestInfo, record?: RunRecord, ...more: string[]) {
  const args = [join(ROOT, 'bin', 'run.mjs'), 'issues', ...more];
  const place = { id: 'night', dir: testInfo.outputPath('night'), secrets: testInfo.outputPath('private') };
  mkdirSync(place.dir, { recursive: true });
  if (record) writeFileSync(join(place.dir, 'record.json'), JSON.stringify(record));
  return run(process.execPath, [...args, place.dir, ...(record ? [] : ['--target', 'staging'])], {
    env: childEnvironment({ NETRA_RUN: JSON.stringify(place), TEST_WORKER_INDEX: undefined, ...environment }),
  });
}

test('a red night opens one issue for its cause and one for the night, and further nights are comments on both', async ({
  gitHub,
}, testInfo) => {
  for (const night of [1, 2])
    expect(await issues(gitHub, testInfo, broken), `night ${night}`).toMatchObject({ code: 0 });
  expect(gitHub.open.map(({ title }) => title)).toEqual([
    'E2E-DEPLOY-F19-the-agent-starts-and-never-completes-a',
    'E2E-NIGHT-local: the nightly run is not green',
  ]);
  expect(gitHub.open.map(({ comments }) => comments.length)).toEqual([1, 1]);
  expect(await issues(gitHub, testInfo, green)).toMatchObject({ code: 0 });
  expect(gitHub.open).toEqual([]);
});

test('a night in which every test of a large suite is red fits into what GitHub takes', async ({
  gitHub,
}, testInfo) => {
  const words = 'a person who reads the title of a test wants to know what it is about without looking it up';
  const many = Array.from({ length: 800 }, (_, index) => ({
    ...minor(`${index}: ${words}`),
    id: String(index).padStart(41, '0'),
  }));
  const down = nightOf([planned('golden'), red()], ...many.map((one): Told => [one, red({ diagnosis: stuck })]));
  for (const night of [1, 2]) expect(await issues(gitHub, testInfo, down), `night ${night}`).toMatchObject({ code: 0 });
  expect(gitHub.open.map(({ comments }) => comments.length)).toEqual([1, 1, 1]);
  expect(gitHub.open.map(({ body }) => body).join()).toContain('and 760 more: see the worklog');
});

test('a run on one target is no night on another', async ({ gitHub }, testInfo) => {
  const { code, output } = await issues(gitHub, testInfo, broken, '--target', 'staging');
  expect(code).toBe(2);
  expect(output.trim()).toMatch(/night is a run on local, and not on staging\.$/);
  expect(gitHub.open).toEqual([]);
});

test('issues that are switched off are named as the reason', async ({ gitHub }, testInfo) => {
  gitHub.failures.push({ method: 'GET', path: /issues\?/, status: 410 });
  expect(await issues(gitHub, testInfo, broken)).toMatchObject({
    code: 2,
    output: expect.stringContaining('GitHub answered 410 to GET issues'),
  });
});

test('issues beyond the first page are found, and pull requests are none', async ({ gitHub }, testInfo) => {
  for (let count = 0; count < 230; count += 1) gitHub.add({ body: `somebody else's, ${count}` });
  gitHub.add({ body: '<!-- golden path on local: night -->', pull_request: {} });
  await issues(gitHub, testInfo, broken);
  const before = gitHub.issues.length;
  await issues(gitHub, testInfo, broken);
  expect(gitHub.issues.length, 'no issue is opened twice').toBe(before);
  expect(gitHub.asked.filter((one) => one.includes('page=3'))).not.toEqual([]);
});

test('a failed call is tried again, and what was carried out in spite of its answer is not done twice', async ({
  gitHub,
}, testInfo) => {
  gitHub.failures.push(
    { method: 'GET', path: /issues\?/, status: 502 },
    { method: 'POST', path: /issues$/, status: 502, carriedOut: true },
    { method: 'POST', path: /issues$/, status: 503 },
    { method: 'POST', path: /issues$/, status: 403, headers: { 'retry-after': '0' } },
  );
  expect(await issues(gitHub, testInfo, broken)).toMatchObject({ code: 0 });
  expect(gitHub.open).toHaveLength(2);
  gitHub.failures.push(
    { method: 'POST', path: /comments$/, status: 502, carriedOut: true },
    { method: 'POST', path: /comments$/, status: 500 },
  );
  expect(await issues(gitHub, testInfo, broken)).toMatchObject({ code: 0 });
  expect(gitHub.open.map(({ comments }) => comments.length)).toEqual([1, 1]);
});

test('an issue of a test that was renamed or removed is closed with a word', async ({ gitHub }, testInfo) => {
  await issues(gitHub, testInfo, broken);
  const renamed = nightOf([planned('golden'), attempted('passed')], [minor('another name'), attempted('passed')]);
  expect(await issues(gitHub, testInfo, renamed)).toMatchObject({ code: 0 });
  expect(gitHub.open).toEqual([]);
  expect(gitHub.issues[0]!.comments.at(-1)).toContain('is in the suite any more: each was renamed or removed');
});

test('a run that was broken on purpose opens, tells and closes no issue, and says why', async ({
  gitHub,
}, testInfo) => {
  const onPurpose = { ...broken, selection: { ...broken.selection, faults: ['F19'] } };
  const told =
    'The target was broken on purpose by F19, so what is red is no issue of the product: nothing is planned. ';
  const { code, output } = await issues(gitHub, testInfo, onPurpose);
  expect({ code, told: output.replaceAll(/\s+/g, ' ') }).toEqual({ code: 0, told });
  expect(gitHub.asked).toEqual([]);
});

test('a night of a part of the suite closes no issue for lack of its tests', async ({ gitHub }, testInfo) => {
  await issues(gitHub, testInfo, broken);
  const some = nightOf([planned('golden'), attempted('passed')]);
  await issues(gitHub, testInfo, { ...some, selection: { ...some.selection, grep: '@golden' } });
  expect(gitHub.open.map(({ title }) => title)).toEqual([expect.stringContaining('F19')]);
});

test('a night that left no record opens one issue that says so, and the next one is a comment on it', async ({
  gitHub,
}, testInfo) => {
  for (const night of [1, 2]) expect(await issues(gitHub, testInfo), `night ${night}`).toMatchObject({ code: 0 });
  expect(gitHub.open).toMatchObject([
    {
      title: 'E2E-NIGHT-staging: the nightly run is not green',
      body: expect.stringContaining('The night left no record'),
      comments: [expect.stringContaining('The night left no record')],
    },
  ]);
});

const onStaging = (record: RunRecord): RunRecord => ({
  ...record,
  targets: record.targets.map((one) => ({ ...one, name: 'staging' })),
});
test('the actions are told in lines that fit a terminal where GitHub cannot be reached', async ({}, testInfo) => {
  const dir = testInfo.outputPath('night');
  mkdirSync(dir);
  writeFileSync(join(dir, 'record.json'), JSON.stringify(broken));
  const env = childEnvironment({ NETRA_RUN: undefined, TEST_WORKER_INDEX: undefined });
  const { output } = await run(process.execPath, [join(ROOT, 'bin', 'run.mjs'), 'issues', dir], { env });
  expect(output).toContain('nothing is');
  for (const line of output.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
});

test('a run at a desk opens, tells and closes no issue unless it is asked for, and says so', async ({
  gitHub,
}, testInfo) => {
  const { code, output } = await issues(gitHub, testInfo, atDesk);
  const told =
    'This run is no night and was not made by CI, so no issue is planned; --anyway plans them all the same. ';
  expect({ code, told: output.replaceAll(/\s+/g, ' ') }).toEqual({ code: 0, told });
  expect(gitHub.asked).toEqual([]);
  expect(await issues(gitHub, testInfo, atDesk, '--anyway')).toMatchObject({ code: 0 });
  expect(gitHub.open).toHaveLength(1);
  const byCi = {
    system: 'CI',
    job: null,
    runUrl: null,
    pullRequest: null,
    artifactsUrl: null,
    run: null,
    attempt: null,
  };
  expect(await issues(gitHub, testInfo, { ...atDesk, ci: byCi })).toMatchObject({ code: 0 });
  expect(gitHub.open.map(({ comments }) => comments.length)).toEqual([1]);
});

const asked = (record: RunRecord, ...args: string[]): RunRecord => ({
  ...record,
  parts: record.parts.map((part) => ({ ...part, command: ['test', ...args] })),
});
const atDesk = runOf([planned('golden'), attempted('passed')], [minor('one'), red()]);
const RUNS: Readonly<Record<string, readonly [record: RunRecord, isNight: boolean]>> = {
  'all tests of the embedded stack': [atDesk, false],
  'some tests of a product target, by their title': [
    onStaging({ ...atDesk, selection: { ...atDesk.selection, grep: 'sign-in' } }),
    false,
  ],
  'some tests of a product target, by their file': [onStaging(asked(atDesk, 'threads/')), false],
  'some tests of a product target, those that changed': [onStaging(asked(atDesk, '--only-changed=main')), false],
  'all tests of a product target, which somebody interrupted': [
    onStaging({ ...atDesk, state: 'interrupted' as const }),
    false,
  ],
  'all tests of a product target': [onStaging(asked(atDesk, '--project=staging', '--global-timeout=240000')), true],
  'all tests of a product target, whose runner vanished': [onStaging({ ...atDesk, state: 'crashed' as const }), true],
  'all tests of the embedded stack, shared out as by npm run nightly': [sharedOut(atDesk), true],
  'tests shared out as by npm run nightly, which somebody interrupted': [
    sharedOut({ ...atDesk, state: 'interrupted' as const }),
    true,
  ],
};
for (const [what, [record, isNight]] of Object.entries(RUNS)) {
  test(`the issue of the nights ${isNight ? 'is opened by' : 'is not for'} ${what}`, () => {
    const night = { target: 'staging', outcome: assess(record), link: null };
    expect(planNight(night, []).map((action) => action.do)).toEqual(isNight ? ['open'] : []);
    const open = [{ number: 7, title: '', body: '<!-- golden path on staging: night -->' }];
    expect(planNight(night, open).map((action) => action.do)).toEqual(isNight ? ['tell'] : []);
  });
}
