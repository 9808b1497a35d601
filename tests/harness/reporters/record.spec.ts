import type { FullConfig, Suite } from '@playwright/test/reporter';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { TestCase, TestResult } from '@playwright/test/reporter';
import fc from 'fast-check';
import { verdictOf } from '../../../reporters/assess/verdict.ts';
import { attemptOf } from '../../../reporters/record/attempt.ts';
import { count, executed, firstAttemptRate, outcomeOf, passRate } from '../../../reporters/record/counts.ts';
import { fold } from '../../../reporters/record/fold.ts';
import { healthIn } from '../../../reporters/record/health.ts';
import { type Entry, Journal, parseJournal, readJournal } from '../../../reporters/record/journal.ts';
import { revisionIn } from '../../../reporters/record/machine.ts';
import { planOf } from '../../../reporters/record/plan.ts';
import { grepIn, narrowingIn } from '../../../reporters/record/narrowing.ts';
import { lossOf } from '../../../reporters/record/loss.ts';
import { loadRecord, saveRecord } from '../../../reporters/record/save.ts';
import { digest } from '../../../reporters/record/seen.ts';
import type { AttachedEvidence } from '../../../lib/evidence/index.ts';
import { OUTCOMES } from '../../../reporters/record/schema.ts';
import { attempted, ended, opened, planned, ran } from './support/record-samples.ts';

const three = [planned('one'), planned('two'), planned('three')];
const whole = [
  ...opened(three),
  ...ran('one', attempted('passed')),
  ...ran('two', attempted('failed'), attempted('passed', { index: 1 })),
  ...ran('three', attempted('timedOut')),
  ended('failed'),
];
const lines = (entries: object[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

test.describe('outcome of a test', () => {
  for (const [what, attempts, outcome] of [
    ['passed', [attempted('passed')], 'passed'],
    ['failed as it was declared to', [attempted('failed', { expected: 'failed' })], 'failed'],
    ['passed although it was declared to fail', [attempted('passed', { expected: 'failed' })], 'failed'],
    ['passed on a retry', [attempted('failed'), attempted('passed', { index: 1 })], 'flaky'],
    ['failed twice', [attempted('failed'), attempted('failed', { index: 1 })], 'failed'],
    ['ran out of time', [attempted('timedOut')], 'timedOut'],
    ['was skipped as it was declared to', [attempted('skipped', { expected: 'skipped' })], 'skipped'],
    ['was skipped because another one failed', [attempted('skipped')], 'notRun'],
    ['was interrupted', [attempted('interrupted')], 'notRun'],
    ['never began', [], 'notRun'],
  ] as const) {
    test(`a test that ${what} counts as ${outcome}`, () => expect(outcomeOf(attempts)).toBe(outcome));
  }

  for (const [message, note] of [
    ['Error: worker process exited unexpectedly (code=null, signal=SIGKILL)', 'lost its worker process while it ran'],
    [
      'Error: The process with the embedded stacks has ended (ECONNREFUSED at DELETE /stacks/1): run the tests again, with fewer workers if memory was short.',
      'lost the process of the embedded stacks while it ran',
    ],
    ['Error: The browser died.\n\nFound at the end of the test:', 'lost its browser while it ran'],
    ['Error: browserType.launch: Target page, context or browser has been closed', 'could not start its browser'],
  ] as const) {
    test(`a test that ${note} proves nothing about the target: it counts as not run`, () => {
      const errors = ['Error: page.goto: Target page, context or browser has been closed', message].map((text) => ({
        kind: 'error',
        message: text,
        place: null,
      }));
      const record = fold([
        ...opened(three.slice(0, 1)),
        ...ran('one', attempted('failed', { errors })),
        ended('failed'),
      ]);
      expect(record.tests[0]).toMatchObject({ outcome: 'notRun', note });
      expect(verdictOf(record).golden.state).toBe('not run');
    });
  }

  test('a test whose browser was gone before it had a page is not run, unless its time was up', () => {
    const errors = ['browserContext.addInitScript', 'browser.newContext'].map((call) => ({
      kind: 'error',
      message: `Error: ${call}: Target page, context or browser has been closed`,
      place: null,
    }));
    for (const error of errors) {
      const lost = (status: 'failed' | 'timedOut') => lossOf(attempted(status, { errors: [error] }));
      expect(lost('failed'), error.message).toBe('lost its browser while it ran');
      expect(lost('timedOut'), 'Playwright closes the browser of a test whose time is up').toBeNull();
    }
  });

  test('each test is counted once, whatever its outcomes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...OUTCOMES)), (outcomes) => {
        const { planned: all, ...each } = count(outcomes.map((outcome) => ({ outcome })));
        expect(Object.values(each).reduce((sum, n) => sum + n, 0)).toBe(all);
        expect(all).toBe(outcomes.length);
      }),
    );
  });

  test('no pass rate is given when nothing was executed, and a skip never counts as passed', () => {
    const skips = count([{ outcome: 'skipped' }, { outcome: 'notRun' }]);
    expect([executed(skips), passRate(skips)]).toEqual([0, null]);
    const mixed = count([
      { outcome: 'passed' },
      { outcome: 'skipped' },
      { outcome: 'flaky' },
      { outcome: 'timedOut' },
      { outcome: 'failed' },
    ]);
    expect([passRate(mixed), firstAttemptRate(mixed)]).toEqual([0.5, 0.25]);
  });
});

test.describe('record of a run', () => {
  test('the record is built from the journal', () => {
    const record = fold(whole);
    expect(record).toMatchObject({
      state: 'finished',
      counts: { planned: 3, passed: 1, flaky: 1, timedOut: 1, failed: 0, skipped: 0, notRun: 0 },
    });
    expect(record.tests.map(({ titles, outcome }) => [titles[0], outcome])).toEqual([
      ['one', 'passed'],
      ['two', 'flaky'],
      ['three', 'timedOut'],
    ]);
  });

  test('the record can be built wherever the journal was cut off, even in the middle of a line', () => {
    const text = lines(whole);
    const first = text.indexOf('\n') + 1;
    fc.assert(
      fc.property(fc.integer({ min: first, max: text.length }), (length) => {
        const record = fold(parseJournal(text.slice(0, length)));
        expect(record.state).toBe(length === text.length || length === text.length - 1 ? 'finished' : 'crashed');
        expect(record.counts.planned).toBe(record.tests.length);
      }),
    );
  });

  test('the record of an interrupted run names what was running and what never began', () => {
    const record = fold([
      ...opened(three),
      ...ran('one', attempted('passed')),
      { kind: 'begin', test: 'two', index: 0, at: '2026-11-22T03:17:01.000Z' },
    ]);
    expect(record).toMatchObject({ state: 'crashed', endedAt: null, counts: { planned: 3, passed: 1, notRun: 2 } });
    expect(record.tests.map(({ note }) => note)).toEqual([null, 'was running when the run ended', 'was never begun']);
  });

  test('a retry that was cut off counts as not run, whatever the first attempt was', () => {
    const again = { kind: 'begin', test: 'one', index: 1, at: '2026-11-22T03:17:01.000Z' } as const;
    expect(fold([...opened([planned('one')]), ...ran('one', attempted('failed')), again]).counts).toMatchObject({
      failed: 0,
      notRun: 1,
    });
  });

  test('an interrupted run is distinguished from one that vanished', () => {
    expect(fold([...opened(three), ended('interrupted')]).state).toBe('interrupted');
    expect(fold(opened(three)).state).toBe('crashed');
  });

  test('the record of a run that ended in its setup has no planned tests, and the reason', () => {
    const trouble = { message: 'The target "staging" is not configured.', place: null, at: '2026-11-22T03:17:00.000Z' };
    const [open, plan] = opened([]);
    for (const entries of [[open!], [open!, { ...plan, tests: null } as Entry]]) {
      const record = fold([...entries, { kind: 'trouble', trouble }]);
      expect(record.parts[0]?.planned).toBeNull();
      expect(record.troubles).toEqual([trouble]);
    }
  });

  test('the record is validated on writing and on reading', ({}, testInfo) => {
    const file = testInfo.outputPath('record.json');
    const record = fold(whole);
    saveRecord(file, record);
    expect(loadRecord(file)).toEqual(record);
    const wrong = { ...record, counts: { ...record.counts, passed: 3 } };
    expect(() => saveRecord(file, wrong)).toThrow('planned is not the sum of the outcomes');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(record);
  });
});

test.describe('journal', () => {
  test('the journal writes every line to the file before the next thing happens', ({}, testInfo) => {
    const file = testInfo.outputPath('record.jsonl');
    const journal = new Journal(file);
    for (const [index, entry] of whole.entries()) {
      journal.write(entry);
      expect(readJournal(file)).toHaveLength(index + 1);
    }
    journal.close();
  });

  test('what a test tells after the end of a run that used up its time is not in the journal', ({}, testInfo) => {
    const file = testInfo.outputPath('record.jsonl');
    const journal = new Journal(file);
    for (const entry of whole) journal.write(entry);
    journal.close();
    journal.write({ kind: 'begin', test: 'two', index: 1, at: '2026-11-22T03:17:01.000Z' });
    expect(readJournal(file)).toEqual(whole);
    expect(journal.entries).toEqual(whole);
  });

  test('a journal with a damaged line inside it is refused', () => {
    const damaged = lines(whole).replace('"kind":"attempt"', '"kind":"guess"');
    expect(() => parseJournal(damaged)).toThrow('Line 4 of the journal is no entry');
  });
});

test.describe('attempt', () => {
  const attachment = (name: string, content: string) => ({
    name,
    contentType: 'application/json',
    body: Buffer.from(content),
  });
  const recorded = (...attachments: TestResult['attachments']) =>
    attemptOf(
      { expectedStatus: 'passed' } as TestCase,
      {
        retry: 0,
        status: 'failed',
        startTime: new Date(0),
        duration: 1,
        workerIndex: 0,
        errors: [{ message: '\u001b[31mError\u001b[39m: no' }],
        steps: [],
        attachments,
      } as unknown as TestResult,
      '/',
    );

  test('the error of an attempt is kept without colours', () => {
    expect(recorded().errors).toEqual([{ kind: 'Error', message: 'Error: no', place: null }]);
  });

  test('an attempt whose attachment Playwright has deleted is recorded without its content', ({}, testInfo) => {
    const path = testInfo.outputPath('gone', 'screen.png');
    expect(recorded({ name: 'screenshot', contentType: 'image/png', path }).attachments).toMatchObject([
      { name: 'screenshot', bytes: 0, sha256: null },
    ]);
  });

  for (const [what, content] of [
    ['evidence', '{"torn'],
    ['evidence', '{}'],
    ['diagnosis', '{"causes": 1}'],
    ['diagnosis', 'no JSON'],
  ] as const) {
    test(`an attempt whose ${what} reads ${content} is recorded all the same, with an error`, () => {
      const { errors, seen, diagnosis } = recorded(attachment(`${what}.json`, content));
      expect([seen, diagnosis]).toEqual([null, null]);
      expect(errors[1]).toMatchObject({ kind: what, message: expect.stringContaining(`The ${what} cannot be read`) });
    });
  }
});

test.describe('circumstances of a run', () => {
  test('the revision of the suite is read from git', () => {
    const clean = '# branch.oid 0123456789abcdef\n# branch.head main\n';
    expect(revisionIn(clean)).toEqual({ revision: '0123456789abcdef', branch: 'main', changed: false });
    expect(revisionIn(`${clean}1 .M N... 100644 100644 100644 a b file.ts\n`).changed).toBe(true);
  });

  test('the health of a target is read by component, and degraded is distinguished from down', () => {
    const body = {
      status: 'degraded',
      components: {
        postgresql: { status: 'degraded', response_time_ms: 5_022 },
        redis: { status: 'failed' },
        clickhouse: 'skipped_optional',
      },
    };
    expect(healthIn(JSON.stringify(body))).toEqual({
      overall: { status: 'degraded', took: null },
      postgresql: { status: 'degraded', took: 5_022 },
      redis: { status: 'failed', took: null },
      clickhouse: { status: 'skipped_optional', took: null },
    });
    expect(healthIn('<html>')).toEqual({});
  });

  for (const [args, grep] of [
    [['test', '--grep=@golden'], '@golden'],
    [['test', '--grep', 'sign in'], 'sign in'],
    [['test', '-g', '@p1'], '@p1'],
    [['test', '--grep-invert', '@p1'], null],
    [['test'], null],
  ] as const) {
    test(`the --grep of a run is read from the command: ${args.join(' ')}`, () => expect(grepIn(args)).toBe(grep));
  }

  test('the settings of a run are those of the projects that were chosen', () => {
    const [chosen, other] = [0, 1].map((retries) => ({ name: `${retries}`, retries, timeout: 60_000, use: {} }));
    const config = { rootDir: '', workers: 2, shard: null, projects: [other, chosen], filteredProjects: [chosen] };
    const suite = { suites: [], allTests: () => [] };
    const settingsOf = (more: object) =>
      planOf({ ...config, ...more } as unknown as FullConfig, suite as unknown as Suite).settings;
    expect(settingsOf({})).toMatchObject({ retries: '0', 'test timeout': '60000 ms' });
    expect(settingsOf({ filteredProjects: [chosen, other] })).toMatchObject({ retries: '0 or 1' });
  });

  for (const [args, narrowed] of [
    [['test'], []],
    [['test', '--project=local', '--workers', '2', '-g', '@p1', '--shard', '1/2'], []],
    [['test', '--project', 'local', 'harness', '--reporter=line'], []],
    [
      ['test', 'golden-path', '--project=local', 'threads'],
      ['golden-path', 'threads'],
    ],
    [['test', '--last-failed'], ['--last-failed']],
    [
      ['test', '--grep-invert', '@slow', 'threads'],
      ['--grep-invert', '@slow', 'threads'],
    ],
    [['test', '-G=@slow'], ['-G=@slow']],
  ] as const) {
    test(`the narrowing of a run is read from the command: ${args.join(' ')}`, () =>
      expect(narrowingIn(args)).toEqual(narrowed));
  }
});

for (const [what, user, startedAt, firstEvent] of [
  ['its own question', 'user-ada', 1_100, 100],
  ['the question of somebody else', 'user-eve', 1_100, null],
  ['an earlier question', 'user-ada', 400, null],
] as const)
  test(`the times of a run that answers ${what} are ${firstEvent === null ? 'not measured' : 'measured'}`, () => {
    const event = (seq: number, time: number, type: string, data: object) => ({
      ...{ seq, time, page: 1, socket: 1, direction: 'received' as const },
      text: JSON.stringify({ type, payload: { run_id: 'run_1', user_id: user, agent_name: 'data_agent', ...data } }),
    });
    const streamed = [1, 2, 3].map((n) => event(n + 1, startedAt + n * 10, 'partial_result', { content: `${n}` }));
    const run = {
      ...{ id: 'run_1', page: 1, question: 'Why?', sentAt: 1_000, end: null, answer: null, steps: 0, violations: [] },
      latency: { firstEvent: startedAt - 1_000, firstText: 300, answer: 400, end: 500 },
      lag: { n: 1, p50: 5, p95: 5, max: 5, each: [5] },
    };
    const nothing = { sockets: [], exchanges: [], screen: [], consoleErrors: [], pageErrors: [], limits: [] };
    const target = { name: 'local', site: { web: 'http://localhost' } };
    const account = { id: 'user-ada', email: 'ada@example.com' };
    const evidence = { ...nothing, target, account, crashed: false, runs: [run] } as unknown as AttachedEvidence;
    const [seen] = digest(evidence, [event(1, startedAt, 'agent_started', {}), ...streamed]).runs;
    const rest = firstEvent === null ? [null, null, null] : [300, 400, 500];
    expect(Object.values(seen!.latency)).toEqual([firstEvent, ...rest]);
    expect(seen!.lags).toEqual(firstEvent === null ? [] : [5]);
    expect(seen!.gaps.length > 0).toBe(firstEvent !== null);
  });
