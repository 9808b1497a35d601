import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestInfo, expect, test } from '@playwright/test';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { loadRecord } from '../../../reporters/record/save.ts';

test.describe.configure({ timeout: 120_000 });

/** A runner begins and ends in seconds, on a busy machine in more of them. */
const patience = { timeout: 45_000 };

const cli = join(ROOT, 'node_modules/@playwright/test/cli.js');
const config = join(import.meta.dirname, 'support', 'interrupted-run', 'interrupted-run.config.ts');

/**
 * Begins a run of three tests, and ends it with a signal while the second one runs. @returns its folder, and whether
 * its process is gone
 */
async function cutOff(testInfo: TestInfo, signal: NodeJS.Signals) {
  const place = {
    id: 'cut-off',
    dir: testInfo.outputPath('reports', 'runs', 'cut-off'),
    secrets: testInfo.outputPath('private'),
  };
  mkdirSync(place.secrets, { recursive: true });
  const child = spawn(process.execPath, [cli, 'test', '--config', config], {
    cwd: dirname(config),
    stdio: 'ignore',
    env: childEnvironment({ NETRA_RUN: JSON.stringify(place), TEST_WORKER_INDEX: undefined }),
  });
  const journal = join(place.dir, 'record.jsonl');
  await expect
    .poll(() => (existsSync(journal) ? readFileSync(journal, 'utf8').match(/"kind":"begin"/g)?.length : 0), patience)
    .toBe(2);
  const gone = new Promise((resolve) => {
    child.on('exit', resolve);
  });
  child.kill(signal);
  await gone;
  await expect.poll(() => existsSync(join(place.dir, 'worklog.md')), patience).toBe(true);
  return place;
}

for (const [signal, state, how] of [
  ['SIGINT', 'interrupted', 'was interrupted'],
  ['SIGKILL', 'crashed', 'was cut off: its process vanished'],
] as const) {
  test(`a run ended by ${signal} leaves a record and a worklog that name what did not run`, async ({}, testInfo) => {
    const { dir, secrets } = await cutOff(testInfo, signal);
    const { counts, tests, ...record } = loadRecord(join(dir, 'record.json'));
    expect(record.state).toBe(state);
    expect(counts).toMatchObject({ planned: 3, passed: 1, notRun: 2 });
    expect(tests.map(({ note }) => note)).toEqual([null, 'was running when the run ended', 'was never begun']);
    const worklog = readFileSync(join(dir, 'worklog.md'), 'utf8');
    expect(worklog).toContain(`The run ${how}; what did not run is listed in step 2.`);
    expect(worklog).toMatch(
      /- the second test is running \[.*\]: was running when the run ended\n- the third test never begins \[.*\]: was never begun/,
    );
    await expect.poll(() => existsSync(secrets), { ...patience, message: 'what was private goes' }).toBe(false);
  });
}

test('the worklog command makes a worklog of the parts of an interrupted night', async ({}, testInfo) => {
  const { dir } = await cutOff(testInfo, 'SIGKILL');
  const whole = testInfo.outputPath('reports', 'runs', 'whole');
  mkdirSync(join(whole, 'shards'), { recursive: true });
  const worklog = (folder: string) => run(process.execPath, [join(ROOT, 'bin/run.mjs'), 'worklog', folder]);
  expect(await worklog(whole)).toMatchObject({ code: 2, output: expect.stringContaining(' left no record: ') });
  cpSync(dir, join(whole, 'shards', '1'), { recursive: true });
  expect((await worklog(whole)).code).toBe(0);
  expect(loadRecord(join(whole, 'record.json'))).toMatchObject({
    id: 'whole',
    state: 'crashed',
    counts: { planned: 3, passed: 1, notRun: 2 },
  });
  truncateSync(join(whole, 'record.json'), 100);
  expect(await worklog(whole)).toMatchObject({
    code: 2,
    output: `${join(whole, 'record.json')} is not a record of a run: it is cut off, or not JSON.\n`,
  });
});
