import type { FullConfig, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { errorInWords } from '../../lib/basics/error-in-words.ts';
import { fullTitle, titlesOf } from '../record/test-title.ts';

/**
 * What a part of a run prints for the command that runs several of them on one terminal (`bin/shard-output.ts`): how
 * many tests it has, then a line per finished test.
 */
export default class PartProgress implements Reporter {
  onBegin(_config: FullConfig, suite: Suite): void {
    console.log(`${suite.allTests().length} tests`);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const mark = result.status === 'skipped' ? '-' : result.status === test.expectedStatus ? '✓' : '✗';
    const why = mark === '✗' ? `: ${errorInWords(result.errors[0]?.message ?? result.status)}` : '';
    console.log(`${mark} ${fullTitle({ titles: titlesOf(test) })} (${(result.duration / 1_000).toFixed(1)} s)${why}`);
  }
}
