import { type TestInfo, expect, test } from '@playwright/test';
import { zipSync } from 'fflate';
import type { Violation } from '../../../lib/evidence/index.ts';
import { unseenSocket } from '../../../lib/recordings/recorded.ts';
import { countsOf, exampleSteps, sendFrame, START, toFrames, USER } from '../protocol/support/scenes.ts';
import { judgedFile, written } from './support/file.ts';

const steps = exampleSteps();
const frames = [sendFrame('thread_1', 0, 1), ...toFrames(steps.slice(0, -2), 'payload', 2)];

/** What a test found and said of a run whose last two events never came. */
function found(message = 'a tool was used 0 times, and not once'): Violation {
  return { rule: 'declared-counts', frame: null, event: null, message, legal: ['once'], came: 'nothing' };
}

/** `observed.json` of a red test. @param runs what it expected of each run; versions before said nothing of it */
function observed(runs?: object[]): string {
  return JSON.stringify({
    target: { name: 'local', site: {} },
    account: { id: USER },
    takenAt: START + 60_000,
    errors: [`Error: ${found().message}`],
    exchanges: [],
    sockets: [unseenSocket(1, 1, START)],
    frames,
    violations: [found()],
    screen: [],
    ...(runs ? { runs } : {}),
  });
}

const judged = (testInfo: TestInfo, content: string | Uint8Array) => judgedFile(written(testInfo, content, 'file'));

test('evidence that says what the test expected is held against it, and nothing of that is "not judged"', async ({}, testInfo) => {
  const run = frames[1]!.text.match(/"run_id":"([^"]+)"/)![1]!;
  const expected = { counts: countsOf(steps), restates: true };
  const { notJudged, violations } = await judged(
    testInfo,
    observed([{ id: run, events: [], violations: [], expected }]),
  );
  expect(notJudged.join('\n')).not.toMatch(/declared-counts|streamed-equals-answer/);
  expect(violations.filter(({ rule }) => rule === 'declared-counts').length).toBeGreaterThan(1);
});

test('evidence that does not say it is not judged by it, and what the test found is told as such', async ({}, testInfo) => {
  const { notJudged, violations } = await judged(testInfo, observed());
  expect(violations).toContainEqual(found());
  expect(notJudged).toContainEqual(expect.stringMatching(/declared-counts.*; what the test found of it stands above$/));
});

test('a recording that a test left says which of these rules the test found broken, and refers to nothing else', async ({}, testInfo) => {
  const { frames: own, sockets, exchanges, ...rest } = JSON.parse(observed()) as Record<string, unknown>;
  const recording = (...rules: string[]) => {
    const kept = { ...rest, violations: undefined, errors: undefined, outcome: { passed: false, rules } };
    return JSON.stringify({ ...kept, people: [{ frames: own, sockets, exchanges }] });
  };
  const counts = (all: readonly string[]) => all.find((one) => one.includes('declared-counts'));
  expect(counts((await judged(testInfo, recording('liveness'))).notJudged)).toMatch(/: nothing declares it$/);
  expect(counts((await judged(testInfo, recording('declared-counts'))).notJudged)).toMatch(
    /: nothing declares it; the test itself found declared-counts broken$/,
  );
});

test('what a test said and a broken rule says, too, is one thing that is wrong', async ({}, testInfo) => {
  expect((await judged(testInfo, observed())).faults).toEqual([]);
  const other = observed().replace(`Error: ${found().message}`, 'Error: the list is empty');
  expect((await judged(testInfo, other)).faults).toEqual(['The test said: Error: the list is empty']);
});

test('a trace that holds no message, since a replay answered them, is judged by what the test saw', async ({}, testInfo) => {
  const attached = { type: 'after', attachments: [{ name: 'observed.json', file: 'attachments/abc' }] };
  const trace = (lines: object[]) =>
    zipSync({
      '0-trace.network': Buffer.from(''),
      'test.trace': Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n')),
      'attachments/abc': Buffer.from(observed()),
    });
  const { verdict, runs, recorded } = await judged(testInfo, trace([{ type: 'before' }, attached]));
  expect({ verdict, runs: runs.length, kind: recorded.kind }).toEqual({
    verdict: 'broken',
    runs: 1,
    kind: 'evidence of this suite in a Playwright trace',
  });
  expect((await judged(testInfo, trace([{ type: 'before' }]))).verdict).toBe('undecided');
});
