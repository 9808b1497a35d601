import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { ROOT } from '../../../bin/child.mjs';
import { type HistoryEntry, entryOf, keyOf } from '../../../reporters/history/entry.ts';
import { LINES_KEPT, RUNS_KEPT, readHistory, remember } from '../../../reporters/history/file.ts';
import { stabilityOf } from '../../../reporters/history/stability.ts';
import { assess } from '../../../reporters/assess/assess.ts';
import { fold } from '../../../reporters/record/fold.ts';
import type { Outcome } from '../../../reporters/record/schema.ts';
import { attempted, ended, opened, planned, ran } from './support/record-samples.ts';

const day = (number: number) => new Date(Date.UTC(2026, 9, number)).toISOString();

/** The run of a day in which these tests ended so. */
function entry(
  number: number,
  outcomes: { [title: string]: Outcome } = { one: 'passed' },
  more: Partial<HistoryEntry> = {},
): HistoryEntry {
  return {
    id: `run-${number}`,
    startedAt: day(number),
    verdict: 'alive',
    passRate: 1,
    firstAttemptRate: 1,
    score: 100,
    grades: {},
    figures: {},
    target: 'local',
    scope: 'local',
    state: 'finished',
    workflow: null,
    ...more,
    tests: Object.fromEntries(
      Object.entries(outcomes).map(([title, outcome]) => [keyOf(planned(title)), [outcome, 1_000]]),
    ),
  };
}

/** Today's run. */
function today(outcomes: { [title: string]: 'passed' | 'failed' }) {
  const tests = Object.keys(outcomes).map((title) => planned(title));
  return assess(
    fold([
      ...opened(tests, { id: 'today' }),
      ...Object.entries(outcomes).flatMap(([title, status]) => ran(title, attempted(status))),
      ended(),
    ]),
  );
}

test.describe('history', () => {
  let file: string;

  test.beforeEach(({}, testInfo) => {
    file = testInfo.outputPath('history.jsonl');
  });

  test('the history keeps a run once, however often it is added', async () => {
    const record = today({ one: 'passed' });
    await remember(file, entryOf(record));
    await remember(file, entryOf(record));
    expect(readHistory(file)).toEqual([entryOf(record)]);
  });

  test('the history can be read and continued wherever its last line was cut off', async () => {
    await remember(file, entry(1));
    await remember(file, entry(2));
    const text = readFileSync(file, 'utf8');
    const second = text.indexOf('\n') + 1;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: second, max: text.length - 2 }), async (length) => {
        writeFileSync(file, text.slice(0, length));
        expect(readHistory(file).map(({ id }) => id)).toEqual(['run-1']);
        await remember(file, entry(3));
        expect(readHistory(file).map(({ id }) => id)).toEqual(['run-1', 'run-3']);
      }),
      { numRuns: 20 },
    );
  });

  test('the history drops the oldest runs of a kind, and of all kinds', async () => {
    const others = Array.from({ length: LINES_KEPT - 20 }, (_, index) =>
      entry(index, {}, { id: `other-${index}`, scope: `other ${index % 10}` }),
    );
    const own = Array.from({ length: RUNS_KEPT }, (_, index) => entry(index + 500));
    appendFileSync(file, [...others, ...own].map((one) => `${JSON.stringify(one)}\n`).join(''));
    await remember(file, entry(1_000));
    const kept = readHistory(file);
    expect(kept).toHaveLength(LINES_KEPT);
    expect(kept.filter(({ scope }) => scope === 'local').map(({ id }) => id)).toEqual([
      ...own.slice(1).map(({ id }) => id),
      'run-1000',
    ]);
  });

  test('the history loses nothing when several processes write at the same time', async () => {
    const script = `
      const { remember } = await import(${JSON.stringify(join(ROOT, 'reporters/history/file.ts'))});
      const entry = JSON.parse(process.argv[2]);
      for (let n = 0; n < 8; n += 1) await remember(process.argv[1], { ...entry, id: process.argv[3] + n });
    `;
    await Promise.all(
      ['a', 'b', 'c'].map(
        (name) =>
          new Promise((resolve) => {
            spawn(
              process.execPath,
              ['--import', 'tsx', '--input-type=module', '-e', script, file, JSON.stringify(entry(1)), name],
              { cwd: ROOT, stdio: 'inherit' },
            ).on('exit', resolve);
          }),
      ),
    );
    expect(readHistory(file)).toHaveLength(24);
  });
});

test.describe('comparison with earlier runs', () => {
  test('the comparison names what became red and green, what stayed red, and what is new', () => {
    const history = [
      entry(1, { red: 'passed', green: 'failed', still: 'failed', gone: 'passed' }),
      entry(2, { red: 'passed', green: 'timedOut', still: 'failed' }),
    ];
    const key = (title: string) => keyOf(planned(title));
    expect(
      stabilityOf(today({ red: 'failed', green: 'passed', still: 'failed', fresh: 'passed' }), history),
    ).toMatchObject({
      previous: { id: 'run-2' },
      newlyRed: [key('red')],
      newlyGreen: [key('green')],
      stillRed: [key('still')],
      added: [key('fresh')],
      unsteady: [],
    });
  });

  test('each failed test is newly or still failed, also one that only advised, or had not run, before', () => {
    const now = today({ advised: 'failed', fresh: 'failed', still: 'failed', fine: 'passed' });
    const { newlyRed = [], stillRed = [] } =
      stabilityOf(now, [entry(1, { advised: 'unmet', still: 'failed', fine: 'passed' })]) ?? {};
    expect([...newlyRed, ...stillRed]).toEqual(['advised', 'fresh', 'still'].map((title) => keyOf(planned(title))));
  });

  test('the comparison goes back to the run in which a test last ran', () => {
    expect(stabilityOf(today({ one: 'failed' }), [entry(1, { one: 'passed' }), entry(2, {})])?.newlyRed).toEqual([
      keyOf(planned('one')),
    ]);
  });

  test('the comparison leaves out other targets, other selections and later runs', () => {
    const others = [
      entry(1, {}, { target: 'staging' }),
      entry(2, {}, { scope: 'local --grep=@p1' }),
      entry(3, {}, { startedAt: '2027-01-01T00:00:00.000Z' }),
    ];
    expect(stabilityOf(today({ one: 'passed' }), others)).toBeNull();
  });

  test('the comparison reports a test that alternates between red and green', () => {
    const history = (['passed', 'failed', 'passed', 'flaky'] as const).map((outcome, index) =>
      entry(index + 1, { one: outcome }),
    );
    expect(stabilityOf(today({ one: 'passed' }), history)?.unsteady).toEqual([
      { title: keyOf(planned('one')), changes: 3, runs: 4 },
    ]);
  });

  for (const [now, verdict] of [
    [500, 'within noise'],
    [560, 'within noise'],
    [900, 'slower'],
    [250, 'faster'],
  ] as const) {
    test(`${now} ms against a baseline of 500 ms is ${verdict}`, () => {
      const history = [490, 500, 510, 505, 495].map((p50, index) =>
        entry(index + 1, {}, { figures: { 'first text': { p50, p95: null, n: 1 } } }),
      );
      const seen = {
        target: 'local',
        hosts: [],
        account: 'a@example.com',
        user: 'user-a',
        trace: null,
        sockets: [],
        violations: [],
        frames: [],
        framesSeen: 0,
        exchanges: [],
        screen: [],
        consoleErrors: [],
        pageErrors: [],
        crashed: false,
        limits: [],
        runs: [
          {
            id: 'r',
            question: 'q',
            sentAt: 0,
            end: 'completed',
            events: 1,
            answerLength: 1,
            canned: null,
            lags: [],
            gaps: [],
            skew: null,
            steps: 1,
            tools: { started: 0, completed: 0 },
            violations: [],
            latency: { firstEvent: null, firstText: now, answer: null, end: null },
          },
        ],
      };
      const record = fold([
        ...opened([planned('one')], { id: 'today' }),
        ...ran('one', attempted('passed', { seen })),
        ended(),
      ]);
      expect(stabilityOf(assess(record), history)?.trends).toEqual([
        {
          metric: 'first text',
          unit: 'ms',
          now,
          n: 1,
          baseline: 500,
          spread: expect.closeTo(7.4, 1),
          runs: 5,
          verdict,
        },
      ]);
    });
  }
});
