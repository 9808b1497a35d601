import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { mutantCounts, plainCount, recordLeftIn, resultOf, withMutants } from '../../../bin/reports/test-result.ts';
import { fold } from '../../../reporters/record/fold.ts';
import type { Entry } from '../../../reporters/record/journal.ts';
import { saveRecord } from '../../../reporters/record/save.ts';
import type { RunRecord } from '../../../reporters/record/schema.ts';
import { attempted, ended, opened, planned, ran } from '../reporters/support/record-samples.ts';

type How = 'passed' | 'failed' | 'timedOut' | 'flaky' | 'skipped' | 'notRun' | 'expected to fail' | 'cut short';

/** The record of a run in which tests ended like this. */
function recordOf(hows: How[], ...last: Entry[]): RunRecord {
  const attempts = {
    passed: [attempted('passed')],
    failed: [attempted('failed')],
    timedOut: [attempted('timedOut')],
    flaky: [attempted('failed'), attempted('passed', { index: 1 })],
    skipped: [attempted('skipped', { expected: 'skipped' })],
    'cut short': [attempted('skipped')],
    'expected to fail': [attempted('failed', { expected: 'failed' })],
    notRun: [],
  };
  return fold([
    ...opened(hows.map((how, index) => planned(`${how} ${index}`))),
    ...hows.flatMap((how, index) => ran(`${how} ${index}`, ...attempts[how])),
    ...last,
  ]);
}

const three: How[] = ['passed', 'passed', 'passed'];
const trouble: Entry = { kind: 'trouble', trouble: { message: 'x', place: null, at: '2026-11-22T03:17:00.000Z' } };

test.describe('The result of a run', () => {
  for (const [what, record, code, line, sentence] of [
    ['a clean run passes', recordOf(three, ended()), 0, '3 passed, 0 failed', undefined],
    [
      'a declared skip is told',
      recordOf([...three, 'skipped', 'skipped'], ended()),
      0,
      '3 passed, 0 failed, 2 skipped',
      undefined,
    ],
    ['a failure fails', recordOf([...three, 'failed'], ended('failed')), 1, '3 passed, 1 failed', undefined],
    ['a test out of time fails', recordOf([...three, 'timedOut'], ended('failed')), 1, '3 passed, 1 failed', undefined],
    [
      'a failure that is expected fails',
      recordOf([...three, 'expected to fail'], ended()),
      0,
      '3 passed, 1 failed',
      undefined,
    ],
    [
      'a second try is no pass',
      recordOf([...three, 'flaky'], ended()),
      0,
      '3 passed, 1 failed',
      '1 passed only on a retry: counted as failed.',
    ],
    [
      'a test cut short fails, and so does one that was never begun',
      recordOf([...three, 'notRun', 'cut short'], ended('failed')),
      1,
      '3 passed, 2 failed',
      '2 did not run: counted as failed.',
    ],
    [
      'an error outside of the tests fails',
      recordOf(three, trouble, ended('failed')),
      1,
      '3 passed, 1 failed',
      /^1 error outside of the tests/,
    ],
    [
      'an exit code is believed',
      recordOf(three, ended()),
      1,
      '3 passed, 1 failed',
      'The test runner reported "passed" (exit code 1) although no test failed.',
    ],
    [
      'a run out of time fails',
      recordOf(three, ended('timedout')),
      0,
      '3 passed, 1 failed',
      /^The test runner reported "timedout"/,
    ],
    ['no test at all fails', recordOf([], ended()), 0, '0 passed, 1 failed', 'No test ran.'],
    [
      'nothing but skips fails',
      recordOf(['skipped', 'skipped', 'skipped', 'skipped'], ended()),
      0,
      '0 passed, 1 failed, 4 skipped',
      'No test ran.',
    ],
    [
      'a runner that died without a record fails',
      undefined,
      137,
      '0 passed, 1 failed',
      'The test runner ended (exit code 137) before it could finish its record.',
    ],
    [
      'a runner that died and whose record was made from its journal fails',
      recordOf(three),
      137,
      '3 passed, 1 failed',
      'The test runner ended (exit code 137) before it could finish its record.',
    ],
  ] as [string, RunRecord | undefined, number, string, string | RegExp | undefined][]) {
    test(what, () => {
      const result = resultOf(record, code);
      expect(plainCount(result)).toBe(line);
      expect(result.sentences).toEqual(
        sentence === undefined ? [] : [typeof sentence === 'string' ? sentence : expect.stringMatching(sentence)],
      );
    });
  }
});

test.describe('The mutants count', () => {
  const tests = { sentences: [], passed: 3, failed: 0, skipped: 0 };
  for (const [what, counts, code, line, sentence] of [
    ['each as one', { passed: 90, failed: 0 }, 0, '93 passed, 0 failed', undefined],
    ['as failed when one survives', { passed: 89, failed: 1 }, 1, '92 passed, 1 failed', undefined],
    [
      'as failed when they died',
      undefined,
      137,
      '3 passed, 1 failed',
      'The mutants ended (exit code 137) without reporting their counts.',
    ],
    [
      'as failed when only their exit code says so',
      { passed: 90, failed: 0 },
      1,
      '93 passed, 1 failed',
      'The mutants ended with exit code 1 although none failed.',
    ],
  ] as const) {
    test(what, () => {
      const result = withMutants(tests, counts, code);
      expect(plainCount(result)).toBe(line);
      expect(result.sentences).toEqual(sentence === undefined ? [] : [sentence]);
    });
  }
});

test('What a runner left half written counts as nothing, and is a sentence, no stack', ({}, testInfo) => {
  const file = testInfo.outputPath('left.json');
  expect(recordLeftIn(file)).toBeUndefined();
  expect(mutantCounts(file)).toBeUndefined();
  for (const text of ['', '{"form":1,"id":"a', '[]', '{"form":1,"counts":{"passed":"many"}}']) {
    writeFileSync(file, text);
    expect(recordLeftIn(file), text).toBeUndefined();
    expect(mutantCounts(file), text).toBeUndefined();
  }
  const record = recordOf(three, ended());
  saveRecord(file, record);
  expect(recordLeftIn(file)).toEqual(record);
  writeFileSync(file, '{"counts":{"passed":90,"failed":0},"mutants":[]}');
  expect(mutantCounts(file)).toEqual({ passed: 90, failed: 0 });
});
