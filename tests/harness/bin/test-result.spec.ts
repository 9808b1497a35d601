import { writeFileSync } from 'node:fs';
import type { TestCase } from '@playwright/test/reporter';
import { expect, test } from '@playwright/test';
import { type Counts, judge, mutantCounts, plainCount, takeCounts, withMutants } from '../../../bin/counts.ts';
import { countedAs } from '../../../bin/counts-reporter.ts';

const clean: Counts = { status: 'passed', passed: 3, failed: 0, flaky: 0, skipped: 0, notRun: 0, troubles: 0 };

test.describe('The verdict of a run', () => {
  for (const [what, counts, code, line, sentence] of [
    ['a clean run passes', clean, 0, '3 passed, 0 failed', undefined],
    ['a declared skip is told', { ...clean, skipped: 2 }, 0, '3 passed, 0 failed, 2 skipped', undefined],
    ['a failure fails', { ...clean, status: 'failed', failed: 1 }, 1, '3 passed, 1 failed', undefined],
    [
      'a second try is no pass',
      { ...clean, flaky: 1 },
      0,
      '3 passed, 1 failed',
      '1 passed only on a retry: counted as failed.',
    ],
    [
      'a test cut short fails',
      { ...clean, status: 'failed', notRun: 2 },
      1,
      '3 passed, 2 failed',
      '2 did not run: counted as failed.',
    ],
    [
      'an error outside of the tests fails',
      { ...clean, status: 'failed', troubles: 1 },
      1,
      '3 passed, 1 failed',
      /^1 error outside of the tests/,
    ],
    [
      'an exit code is believed',
      clean,
      1,
      '3 passed, 1 failed',
      'The test runner reported "passed" (exit code 1) although no test failed.',
    ],
    [
      'a run out of time fails',
      { ...clean, status: 'timedout' },
      0,
      '3 passed, 1 failed',
      /^The test runner reported "timedout"/,
    ],
    ['no test at all fails', { ...clean, passed: 0 }, 0, '0 passed, 1 failed', 'No test ran.'],
    [
      'nothing but skips fails',
      { ...clean, passed: 0, skipped: 4 },
      0,
      '0 passed, 1 failed, 4 skipped',
      'No test ran.',
    ],
    [
      'a runner that died fails',
      undefined,
      137,
      '0 passed, 1 failed',
      'The test runner ended (exit code 137) without reporting its counts.',
    ],
  ] as [string, Counts | undefined, number, string, string | RegExp | undefined][]) {
    test(what, () => {
      const verdict = judge(counts, code);
      expect(plainCount(verdict)).toBe(line);
      expect(verdict.sentences).toEqual(
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
      const verdict = withMutants(tests, counts, code);
      expect(plainCount(verdict)).toBe(line);
      expect(verdict.sentences).toEqual(sentence === undefined ? [] : [sentence]);
    });
  }
});

test('What a runner left half written counts as nothing, and is a sentence, no stack', ({}, testInfo) => {
  const left = (text: string) => {
    const file = testInfo.outputPath('left.json');
    writeFileSync(file, text);
    return file;
  };
  for (const text of ['', '{"status":"passed","pas', '[]', '{"status":"passed","passed":"many"}']) {
    expect(takeCounts(left(text)), text).toBeUndefined();
    expect(mutantCounts(left(text)), text).toBeUndefined();
  }
  expect(takeCounts(left(JSON.stringify(clean)))).toEqual(clean);
  expect(mutantCounts(left('{"counts":{"passed":90,"failed":0},"mutants":[]}'))).toEqual({ passed: 90, failed: 0 });
});

test('A skip counts as one only when the test declares it, and a failure that is expected as a failure', () => {
  const ended = (outcome: ReturnType<TestCase['outcome']>, expectedStatus: TestCase['expectedStatus'] = 'passed') =>
    countedAs({ outcome: () => outcome, expectedStatus });
  expect(ended('skipped', 'skipped')).toBe('skipped');
  expect(ended('skipped'), 'never begun, or what stands before it failed').toBe('notRun');
  expect(ended('expected', 'failed')).toBe('failed');
  expect([ended('expected'), ended('flaky'), ended('unexpected')]).toEqual(['passed', 'flaky', 'failed']);
});
