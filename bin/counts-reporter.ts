import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FullConfig, FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';
import { countsFile, type Counts } from './counts.ts';

/** How a test ended: a skip counts as skipped only when the test declares it, and an expected failure as failed. */
export function countedAs(
  test: Pick<TestCase, 'outcome' | 'expectedStatus'>,
): keyof Omit<Counts, 'status' | 'troubles'> {
  switch (test.outcome()) {
    case 'unexpected':
      return 'failed';
    case 'flaky':
      return 'flaky';
    case 'expected':
      return test.expectedStatus === 'passed' ? 'passed' : 'failed';
    case 'skipped':
      return test.expectedStatus === 'skipped' ? 'skipped' : 'notRun';
  }
}

/** Writes the counts of a run to its folder, for the command that started it. */
export default class CountsReporter implements Reporter {
  private tests: TestCase[] = [];
  private troubles = 0;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.tests = suite.allTests();
  }

  onError(): void {
    this.troubles += 1;
  }

  onEnd({ status }: FullResult): void {
    const counts: Counts = { status, passed: 0, failed: 0, flaky: 0, skipped: 0, notRun: 0, troubles: this.troubles };
    for (const test of this.tests) counts[countedAs(test)] += 1;
    mkdirSync(dirname(countsFile()), { recursive: true });
    writeFileSync(countsFile(), JSON.stringify(counts));
  }

  printsToStdio(): boolean {
    return false;
  }
}
