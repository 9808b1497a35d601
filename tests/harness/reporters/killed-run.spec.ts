import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestInfo, expect, test } from '@playwright/test';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import type { RunPlace } from '../../../config/run.ts';
import { scrubFile } from '../../../lib/secrets/scrub-files.ts';
import { openRunsBeside } from '../../../reporters/open-runs.ts';
import { loadRecord } from '../../../reporters/record/save.ts';
import { recoverRun } from '../../../reporters/recover-run.ts';
import { sweepRuns } from '../../../reporters/sweep.ts';
import { attempted, ended, opened, planned, ran } from './support/record-samples.ts';
import { SECRET } from './support/killed/secret.ts';

test.describe.configure({ timeout: 120_000 });

const patience = { timeout: 45_000 };

const cli = join(ROOT, 'node_modules/@playwright/test/cli.js');
const config = join(import.meta.dirname, 'support', 'killed', 'killed.config.ts');

/** A place for a run beside the others of this test, as runs of one clone on one machine have them. */
function placeOf(testInfo: TestInfo, id: string): RunPlace {
  const secrets = testInfo.outputPath('tmp', `golden-path-${Buffer.from(id.padEnd(12)).toString('hex')}`);
  mkdirSync(dirname(secrets), { recursive: true });
  return { id, dir: testInfo.outputPath('runs', id), secrets };
}

const environmentOf = (place: RunPlace) =>
  childEnvironment({ NETRA_RUN: JSON.stringify(place), TEST_WORKER_INDEX: undefined, FORCE_COLOR: undefined });

/** Begins a run, and resolves when its second test is running. */
async function begun(place: RunPlace): Promise<{ runner: ChildProcess; keeper: number; worker: number }> {
  const runner = spawn(process.execPath, [cli, 'test', '--config', config], {
    cwd: dirname(config),
    stdio: 'ignore',
    env: environmentOf(place),
  });
  const left = () =>
    existsSync(join(place.dir, 'artifacts'))
      ? readdirSync(join(place.dir, 'artifacts'), { recursive: true }).filter((name) =>
          String(name).endsWith('left.log'),
        )
      : [];
  await expect.poll(() => left().length, patience).toBe(2);
  const [open] = openRunsBeside({
    ...place,
    dir: join(dirname(place.dir), 'another'),
    secrets: join(dirname(place.secrets), 'another'),
  });
  const children = readFileSync(`/proc/${runner.pid}/task/${runner.pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .map(Number);
  const keeper = open!.keeper!.pid;
  return { runner, keeper, worker: children.find((child) => child !== keeper)! };
}

async function end(runner: ChildProcess, ...pids: number[]): Promise<void> {
  const gone = new Promise((resolve) => {
    runner.on('exit', resolve);
  });
  for (const pid of [...pids, runner.pid!]) process.kill(pid, 'SIGKILL');
  await gone;
}

/** What of a run's folders still holds the secret. */
function leaksOf({ dir, secrets }: RunPlace): string[] {
  return [dir, secrets].filter(existsSync).flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => {
        const text = readFileSync(path, 'latin1');
        return text.includes(SECRET) || text.includes(Buffer.from(SECRET).toString('base64').slice(0, 24));
      }),
  );
}

for (const [who, reporter] of [
  ['the runner and its keeper', 'default'],
  ['the runner, its keeper and its worker', 'default'],
  ['the runner and its keeper', 'list'],
] as const) {
  test(`the next start leaves no secret and closes the record, ${who} having been killed (reporter: ${reporter})`, async ({}, testInfo) => {
    const place = placeOf(testInfo, 'killed');
    const { runner, keeper, worker } = await begun(place);
    await end(runner, keeper, ...(who.includes('worker') ? [worker] : []));
    expect(leaksOf(place).length, 'this is what it left').toBeGreaterThanOrEqual(3);

    const next = placeOf(testInfo, 'next');
    const args = [
      cli,
      'test',
      '--config',
      config,
      '--grep',
      'a file$',
      ...(reporter === 'list' ? ['--reporter=list'] : []),
    ];
    const { code, output } = await run(process.execPath, args, { cwd: dirname(config), env: environmentOf(next) });
    expect(code, output).toBe(0);
    expect(leaksOf(place)).toEqual([]);
    expect(existsSync(place.secrets)).toBe(false);
    expect(openRunsBeside(next)).toEqual([]);
    expect(loadRecord(join(place.dir, 'record.json'))).toMatchObject({
      state: 'crashed',
      counts: { planned: 2, passed: 1, notRun: 1 },
    });
    expect(readFileSync(join(place.dir, 'worklog.md'), 'utf8')).toContain('was cut off: its process vanished');
  });
}

/** A run that is over for the processes that it had, as another start finds it. */
function vanished(testInfo: TestInfo): RunPlace {
  const place = placeOf(testInfo, 'vanished');
  for (const folder of [place.dir, place.secrets]) mkdirSync(folder, { recursive: true });
  const gone = { place, runner: { pid: 2 ** 30, born: '1' }, keeper: null, outputs: [] };
  writeFileSync(join(place.secrets, 'open-run.json'), JSON.stringify(gone));
  return place;
}

test('secrets are known of a file in which a line was cut off, and the next one went on', async ({}, testInfo) => {
  const place = vanished(testInfo);
  writeFileSync(join(place.secrets, 'known'), `"cut off and gone on"${SECRET}"\n"the last one`);
  writeFileSync(join(place.dir, 'left.txt'), `${SECRET}, and the last one`);
  await sweepRuns(placeOf(testInfo, 'next'));
  expect(readFileSync(join(place.dir, 'left.txt'), 'utf8')).toBe('<scrubbed>, and <scrubbed>');
  expect(existsSync(place.secrets)).toBe(false);
});

test('what was private is removed also where the clone of its run is gone', async ({}, testInfo) => {
  const place = vanished(testInfo);
  rmSync(dirname(place.dir), { recursive: true });
  await sweepRuns(placeOf(testInfo, 'next'));
  expect(existsSync(place.secrets)).toBe(false);
});

test("another user's private folders are left alone", ({}, testInfo) => {
  const place = vanished(testInfo);
  rmSync(dirname(place.dir), { recursive: true });
  const next = placeOf(testInfo, 'next');
  expect(openRunsBeside(next).map((run) => run.place)).toEqual([place]);
  expect(openRunsBeside(next, (process.getuid?.() ?? 0) + 1)).toEqual([]);
});

test('a run that cannot be tidied up is named, with its folders', async ({}, testInfo) => {
  const place = vanished(testInfo);
  mkdirSync(join(place.secrets, 'known'));
  await expect(sweepRuns(placeOf(testInfo, 'next'))).rejects.toThrow(
    `delete ${place.dir} and ${place.secrets}, then run again.`,
  );
});

test('a run whose keeper alone was killed goes on, and a start beside it leaves it alone', async ({}, testInfo) => {
  const place = placeOf(testInfo, 'killed');
  const { runner, keeper } = await begun(place);
  process.kill(keeper, 'SIGKILL');
  const next = placeOf(testInfo, 'next');
  const args = [cli, 'test', '--config', config, '--grep', 'a file$'];
  const { code, output } = await run(process.execPath, args, { cwd: dirname(config), env: environmentOf(next) });
  expect(code, output).toBe(0);
  expect(existsSync(place.secrets), 'what is private of a run that goes on').toBe(true);
  expect(existsSync(join(place.dir, 'record.json'))).toBe(false);
  await end(runner);
});

test('the next start makes the reports of a run that was killed between its record and its last report', async ({}, testInfo) => {
  const place = placeOf(testInfo, 'killed');
  mkdirSync(place.dir, { recursive: true });
  const entries = [...opened([planned('one')]), ...ran('one', attempted('passed')), ended('passed')];
  writeFileSync(join(place.dir, 'record.jsonl'), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  writeFileSync(join(place.dir, 'record.json'), '{}');
  await recoverRun(place);
  expect(loadRecord(join(place.dir, 'record.json'))).toMatchObject({ state: 'finished', counts: { passed: 1 } });
  for (const report of ['worklog.md', 'worklog.html', 'junit.xml', 'ctrf.json', 'chat.txt'])
    expect(existsSync(join(place.dir, report)), report).toBe(true);
});

test('a file that was written again is scrubbed again', ({}, testInfo) => {
  const path = testInfo.outputPath('report.html');
  for (const text of ['first', 'and then']) {
    writeFileSync(path, `${text} ${SECRET}`);
    scrubFile(path, [SECRET]);
    expect(readFileSync(path, 'utf8')).toBe(`${text} <scrubbed>`);
  }
});

test('a file that Playwright deleted meanwhile needs no scrubbing', ({}, testInfo) => {
  const path = testInfo.outputPath('gone', 'screen.png');
  expect(() => scrubFile(path, [SECRET])).not.toThrow();
  expect(existsSync(path)).toBe(false);
});

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  test(`a run ended by ${signal} exits with ${code}, with its record closed and no secret left`, async ({}, testInfo) => {
    const place = placeOf(testInfo, 'ended');
    const { runner } = await begun(place);
    const exited = new Promise<number | null>((resolve) => {
      runner.on('exit', resolve);
    });
    runner.kill(signal);
    expect(await exited).toBe(code);
    await expect.poll(() => existsSync(join(place.dir, 'record.json')), patience).toBe(true);
    expect(loadRecord(join(place.dir, 'record.json'))).toMatchObject({ state: 'interrupted' });
    await expect.poll(() => existsSync(place.secrets), patience).toBe(false);
  });
}

test('a run that is interrupted as it begins says so, and exits with 130', async ({}, testInfo) => {
  const place = placeOf(testInfo, 'begun');
  const runner = spawn(process.execPath, [cli, 'test', '--config', config], {
    cwd: dirname(config),
    stdio: 'ignore',
    env: environmentOf(place),
  });
  const exited = new Promise<number | null>((resolve) => {
    runner.on('exit', resolve);
  });
  await expect.poll(() => existsSync(join(place.dir, 'record.jsonl')), { ...patience, intervals: [5] }).toBe(true);
  runner.kill('SIGINT');
  expect(await exited).toBe(130);
  await expect.poll(() => existsSync(join(place.dir, 'chat.txt')), patience).toBe(true);
  expect(loadRecord(join(place.dir, 'record.json'))).toMatchObject({ state: 'interrupted' });
});

test('a run whose output nobody reads any more goes on to its end', async ({}, testInfo) => {
  const place = placeOf(testInfo, 'unread');
  const runner = spawn(process.execPath, [cli, 'test', '--config', config, '--grep', 'a file$'], {
    cwd: dirname(config),
    stdio: ['ignore', 'pipe', 'ignore'],
    env: environmentOf(place),
  });
  runner.stdout.destroy();
  expect(await new Promise((resolve) => runner.on('exit', resolve))).toBe(0);
  expect(loadRecord(join(place.dir, 'record.json'))).toMatchObject({ state: 'finished', counts: { passed: 1 } });
});

test('two runs that begin at once each have their record', async ({}, testInfo) => {
  const places = ['one', 'two'].map((id) => placeOf(testInfo, id));
  const args = [cli, 'test', '--config', config, '--grep', 'a file$'];
  const ended = await Promise.all(
    places.map((place) => run(process.execPath, args, { cwd: dirname(config), env: environmentOf(place) })),
  );
  expect(ended.map(({ code }) => code)).toEqual([0, 0]);
  for (const place of places)
    expect(loadRecord(join(place.dir, 'record.json'))).toMatchObject({
      id: place.id,
      state: 'finished',
      counts: { passed: 1 },
    });
  const history = readFileSync(join(dirname(dirname(places[0]!.dir)), 'history.jsonl'), 'utf8')
    .trim()
    .split('\n');
  expect(history).toHaveLength(2);
});
