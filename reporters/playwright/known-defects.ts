import { relative } from 'node:path';
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { KNOWN_DEFECT, type MetDefect } from '../../config/decisions/known-defect.ts';
import { plural } from '../../lib/basics/plain-text.ts';
import { fullTitle, titlesOf } from '../record/test-title.ts';

/**
 * Says at the end which tests failed by a known defect of the product. The runner counts a failure that is expected as
 * passed, so such a test is skipped for the reporters behind this one; the record, which stands before it, has the
 * failure.
 */
export default class KnownDefects implements Reporter {
  readonly #met = new Map<TestCase, MetDefect>();

  onTestEnd(test: TestCase, result: TestResult): void {
    const found = test.annotations.findLast(({ type }) => type === KNOWN_DEFECT);
    if (!found?.description) return;
    this.#met.set(test, JSON.parse(found.description) as MetDefect);
    if (test.expectedStatus !== 'failed' || result.status !== 'failed') return;
    test.expectedStatus = 'skipped';
    result.status = 'skipped';
  }

  onEnd(): void {
    if (this.#met.size === 0) return;
    console.log(`\n  ${plural(this.#met.size, 'test')} failed by known defects of the product`);
    for (const [test, { cause, owner, expires }] of this.#met) {
      const place = `${relative(process.cwd(), test.location.file)}:${test.location.line}`;
      console.log(`    ${place} ${fullTitle({ titles: titlesOf(test) })}\n      ${cause} (${owner}, until ${expires})`);
    }
  }
}
