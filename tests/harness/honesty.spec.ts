import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestInfo, expect, test } from '@playwright/test';
import type { JSONReport, JSONReportSpec, JSONReportSuite } from '@playwright/test/reporter';
import { ROOT, run } from '../../bin/child.mjs';
import { childEnvironment } from '../../config/child-environment.mjs';
import { startStack } from '../../stack/stack.ts';

test.describe.configure({ timeout: 180_000 });

const cli = join(ROOT, 'node_modules/@playwright/test/cli.js');
const config = join(import.meta.dirname, 'honesty', 'honesty.config.ts');

/** What became of a test that shows something: its outcome, what it said, and what it noticed. */
interface Told {
  status: string;
  errors: string;
  noticed: string[];
  diagnosis: string;
}

/** Runs some of these tests as a run of its own. @returns what each told by its title, what was printed, and what went wrong outside of them */
async function letRun(testInfo: TestInfo, file: string, project: string, variables: Record<string, string> = {}) {
  const dir = testInfo.outputPath('run');
  const place = { id: 'honesty', dir, secrets: testInfo.outputPath('private') };
  mkdirSync(dir, { recursive: true });
  const { code, output } = await run(process.execPath, [cli, 'test', '--config', config, `--project=${project}`, file], {
    env: childEnvironment({ ...variables, NETRA_RUN: JSON.stringify(place), NETRA_STACK_HOST: undefined, TEST_WORKER_INDEX: undefined }),
  });
  const report = JSON.parse(readFileSync(join(dir, 'told.json'), 'utf8')) as JSONReport;
  return {
    code, output,
    told: new Map(report.suites.flatMap(specsIn).map((spec) => [spec.title, toldBy(spec)])),
    troubles: report.errors.map(({ message = '' }) => message),
  };
}

function specsIn({ specs, suites = [] }: JSONReportSuite): JSONReportSpec[] {
  return [...specs, ...suites.flatMap(specsIn)];
}

function toldBy({ tests }: JSONReportSpec): Told {
  const [result] = tests[0]!.results;
  const body = result?.attachments.find(({ name }) => name === 'diagnosis.txt')?.body;
  return {
    status: result?.status ?? 'not run',
    errors: result?.errors.map(({ message = '' }) => message).join('\n') ?? '',
    noticed: tests[0]!.annotations.map(({ type, description = '' }) => `${type}: ${description}`),
    diagnosis: body ? Buffer.from(body, 'base64').toString('utf8') : '',
  };
}

test('A hollow test is red, an honest one is not', async ({}, testInfo) => {
  const { code, told } = await letRun(testInfo, 'hollow.ts', 'local');
  const statusOf = (title: string) => told.get(title)?.status;
  const saidBy = (title: string) => told.get(title)?.errors;
  expect(code).toBe(1);
  expect(saidBy('looks at nothing')).toMatch(/hollow[^]*no check of it waits[^]*nothing went over the network/);
  expect(saidBy('opens the page and does not wait for anything of it')).toMatch(/hollow[^]*no check of it waits/);
  expect(saidBy('asks the API and does not look at the answer')).toMatch(/hollow[^]*no check of it waits/);
  expect([...told].filter(([, { status }]) => status === 'failed')).toHaveLength(3);
  expect(statusOf('waits for a fact of the page')).toBe('passed');
  expect(statusOf('looks at an answer of the API')).toBe('passed');
});

test('What a careless test does not look at is noticed all the same', async ({}, testInfo) => {
  const { told } = await letRun(testInfo, 'careless.ts', 'local');
  expect(told.get('asks something and does not look at the run')).toMatchObject({
    status: 'passed', noticed: [expect.stringMatching(/^unasserted traffic: run run_\w+, \d+ events$/)],
  });
  const lost = told.get('does not mind that the connection is lost, a call fails and the page complains')!;
  expect(lost.status).toBe('passed');
  for (const sentence of [
    /^noticed: socket 2 is one more of page 1: upgrade 101$/, /^noticed: socket 1 was closed with 1006$/,
    /^noticed: GET http\S+\/no-such-file: 404$/, /^noticed: the console says: something is wrong$/,
  ]) expect(lost.noticed).toContainEqual(expect.stringMatching(sentence));
  expect(told.get('does not mind a run for which nobody at this page asked')).toMatchObject({
    status: 'failed', errors: expect.stringMatching(/\[known-run\] frame #\d+ agent_started\(supervisor_agent\) belongs to an unknown run: /),
  });
  expect(told.get('does not mind an error that the page throws')).toMatchObject({ status: 'failed', errors: expect.stringContaining('nobody catches this') });
});

test('A worker, a browser and a page that die end their test at once, with the cause', async ({}, testInfo) => {
  const began = performance.now();
  const { code, told } = await letRun(testInfo, 'dying.ts', 'local');
  expect(code).toBe(1);
  expect(told.get('its worker dies')).toMatchObject({ status: 'failed', errors: expect.stringMatching(/worker process exited unexpectedly/) });
  expect(told.get('its browser dies')).toMatchObject({ status: 'failed', errors: expect.stringMatching(/The browser died/) });
  expect(told.get('its page dies')).toMatchObject({ status: 'failed', errors: expect.stringMatching(/The page crashed/) });
  expect(performance.now() - began, 'milliseconds').toBeLessThan(120_000);
});

test('A worker that does not end is ended after half a minute, and the run is red with the cause', async ({}, testInfo) => {
  const { code, told, troubles } = await letRun(testInfo, 'stuck.ts', 'local');
  expect(code).toBe(1);
  expect(told.get('its worker does not end')).toMatchObject({ status: 'passed' });
  expect(troubles).toContainEqual(expect.stringMatching(/worker-0 process did not exit within 30000ms after stop/));
});

test('A stack host that dies in mid-run ends the run within a minute, with the cause said once', async ({}, testInfo) => {
  const began = performance.now();
  const { code, output, told } = await letRun(testInfo, 'homeless.ts', 'local');
  expect(code).not.toBe(0);
  expect(output.match(/The process with the embedded stacks is gone\. The run ends here/g)).toHaveLength(1);
  expect(told.get('its stack dies, with all the others')!.errors).toMatch(/The process with the embedded stacks is gone \(ECONN\w+ at DELETE/);
  const after = [...told].filter(([title]) => title.startsWith('would come after it')).map(([, { status }]) => status);
  expect(after).toHaveLength(12);
  expect(after).not.toContain('passed');
  expect(after.filter((status) => status === 'not run').length, 'tests that were spared').toBeGreaterThanOrEqual(9);
  expect(performance.now() - began, 'milliseconds').toBeLessThan(60_000);
});

test('A target that is out is said once, and ends the run: the other tests count as not run', async ({}, testInfo) => {
  const stack = await startStack({});
  const dark = async () => {
    await expect.poll(() => stack.log().some(({ path }) => path === '/auth/register'), { timeout: 60_000, intervals: [5] }).toBe(true);
    stack.setFaults([{ id: 'F08' }]);
  };
  const [{ code, output, told }] = await Promise.all([
    letRun(testInfo, 'dark.ts', 'dev', { DEV_BASE_URL: stack.webUrl, DEV_API_URL: stack.apiUrl, DEV_AUTH_URL: stack.authUrl }), dark(),
  ]);
  await stack.close();
  const statuses = [...told.values()].map(({ status }) => status);
  expect(code).not.toBe(0);
  expect(output.match(/The target dev is out: F08 The whole backend is down/g)).toHaveLength(1);
  expect(statuses).toHaveLength(12);
  expect(statuses.filter((status) => status === 'not run').length, 'tests that were spared').toBeGreaterThanOrEqual(6);
  expect(statuses).not.toContain('passed');
});
