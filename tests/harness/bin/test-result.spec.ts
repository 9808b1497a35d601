import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import {
  mutationScore,
  plainCount,
  recordLeftIn,
  resultOf,
  withChecks,
  withMutants,
} from '../../../bin/reports/test-result.ts';
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

test.describe('result of a run', () => {
  for (const [what, record, code, line, sentence] of [
    ['a clean run passes', recordOf(three, ended()), 0, '3 passed, 0 failed', undefined],
    [
      'a declared skip is reported',
      recordOf([...three, 'skipped', 'skipped'], ended()),
      0,
      '3 passed, 0 failed, 2 skipped',
      undefined,
    ],
    [
      'a run with a failed test fails',
      recordOf([...three, 'failed'], ended('failed')),
      1,
      '3 passed, 1 failed',
      undefined,
    ],
    [
      'a run with a timed-out test fails',
      recordOf([...three, 'timedOut'], ended('failed')),
      1,
      '3 passed, 1 failed',
      undefined,
    ],
    [
      'a run with an expected failure fails',
      recordOf([...three, 'expected to fail'], ended()),
      0,
      '3 passed, 1 failed',
      undefined,
    ],
    [
      'a run with a test that passes only on a retry fails',
      recordOf([...three, 'flaky'], ended()),
      0,
      '3 passed, 1 failed',
      '1 passed only on a retry: counted as failed.',
    ],
    [
      'a run with interrupted tests and tests that never began fails',
      recordOf([...three, 'notRun', 'cut short'], ended('failed')),
      1,
      '3 passed, 2 failed',
      '2 did not run: counted as failed.',
    ],
    [
      'a run with an error outside the tests fails',
      recordOf(three, trouble, ended('failed')),
      1,
      '3 passed, 1 failed',
      /^1 error outside of the tests/,
    ],
    [
      'a run whose runner exits with an error fails although no test failed',
      recordOf(three, ended()),
      1,
      '3 passed, 1 failed',
      'The test runner reported "passed" (exit code 1) although no test failed.',
    ],
    [
      'a run that times out fails',
      recordOf(three, ended('timedout')),
      0,
      '3 passed, 1 failed',
      /^The test runner reported "timedout"/,
    ],
    ['a run without tests fails', recordOf([], ended()), 0, '0 passed, 1 failed', 'No test ran.'],
    [
      'a run in which every test was skipped fails',
      recordOf(['skipped', 'skipped', 'skipped', 'skipped'], ended()),
      0,
      '0 passed, 1 failed, 4 skipped',
      'No test ran.',
    ],
    [
      'a run whose runner died without a record fails',
      undefined,
      137,
      '0 passed, 1 failed',
      'The test runner ended (exit code 137) before it could finish its record.',
    ],
    [
      'a run whose runner died fails when its record was made from the journal',
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

test.describe('mutants in the result of a run', () => {
  const tests = { sentences: [], passed: 3, failed: 0, skipped: 0 };
  for (const [what, mutants, code, line, sentences] of [
    [
      'each killed mutant counts as one passed test',
      { counts: { passed: 90, failed: 0 }, faults: [], lacking: [], secondTries: [] },
      0,
      '93 passed, 0 failed',
      [],
    ],
    [
      'a surviving mutant counts as a failed test',
      { counts: { passed: 89, failed: 1 }, faults: ['No check noticed F19.'], lacking: ['F19'], secondTries: [] },
      1,
      '92 passed, 1 failed',
      ['The mutation score was not reached:', '  No check noticed F19.'],
    ],
    [
      'a mutant that was killed at its second try counts as passed and is told',
      {
        counts: { passed: 90, failed: 0 },
        faults: [],
        lacking: [],
        secondTries: ['F19 counts since it was tried again.'],
      },
      0,
      '93 passed, 0 failed',
      ['F19 counts since it was tried again.'],
    ],
    [
      'mutants whose runner died count as failed',
      undefined,
      137,
      '3 passed, 1 failed',
      ['The mutants ended (exit code 137) without reporting their score.'],
    ],
    [
      'mutants whose runner exits with an error count as failed',
      { counts: { passed: 90, failed: 0 }, faults: [], lacking: [], secondTries: [] },
      1,
      '93 passed, 1 failed',
      ['The mutants ended with exit code 1 although none failed.'],
    ],
  ] as const) {
    test(what, () => {
      const result = withMutants(tests, mutants, code);
      expect(plainCount(result)).toBe(line);
      expect(result.sentences).toEqual(sentences);
    });
  }
});

test('a check of the code counts as one test and is named at the end when it failed', () => {
  const result = withChecks({ sentences: [], passed: 3, failed: 0, skipped: 0 }, [
    { title: 'eslint', ok: true },
    { title: 'tsc', ok: false },
  ]);
  expect(plainCount(result)).toBe('4 passed, 1 failed');
  expect(result.sentences).toEqual(['tsc failed: see what it printed above.']);
});

test('a file that the runner left half-written counts as nothing and is reported without a stack trace', ({}, testInfo) => {
  const file = testInfo.outputPath('left.json');
  expect(recordLeftIn(file)).toBeUndefined();
  expect(mutationScore(file)).toBeUndefined();
  for (const text of ['', '{"form":1,"id":"a', '[]', '{"form":1,"counts":{"passed":"many"}}']) {
    writeFileSync(file, text);
    expect(recordLeftIn(file), text).toBeUndefined();
    expect(mutationScore(file), text).toBeUndefined();
  }
  const record = recordOf(three, ended());
  saveRecord(file, record);
  expect(recordLeftIn(file)).toEqual(record);
  writeFileSync(file, '{"counts":{"passed":90,"failed":0},"faults":[],"lacking":[],"secondTries":[],"mutants":[]}');
  expect(mutationScore(file)).toEqual({ counts: { passed: 90, failed: 0 }, faults: [], lacking: [], secondTries: [] });
});
