import { relative } from 'node:path';
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { BETTER_IF, sourcesOf } from '../../config/decisions/sources.ts';
import { plural } from '../../lib/basics/plain-text.ts';
import { adviceText } from '../assess/advice.ts';

/**
 * Says at the end which advice the product does not follow. The runner counts a failure that is expected as passed, so
 * such a test is skipped for the reporters behind this one; the record, which stands before it, has the failure.
 */
export default class AdviceNotFollowed implements Reporter {
  readonly #unmet = new Map<TestCase, string>();

  onTestEnd(test: TestCase, result: TestResult): void {
    const found = test.annotations.findLast(({ type }) => type === BETTER_IF);
    if (!found?.description || result.status !== test.expectedStatus) return;
    this.#unmet.set(test, found.description);
    test.expectedStatus = 'skipped';
    result.status = 'skipped';
  }

  onEnd(): void {
    if (this.#unmet.size === 0) return;
    console.log(`\n  ${plural(this.#unmet.size, 'piece')} of advice not followed, which is no failure`);
    for (const [test, better] of this.#unmet) {
      const place = `${relative(process.cwd(), test.location.file)}:${test.location.line}`;
      console.log(`    ${place} ${adviceText({ better, sources: sourcesOf(test.tags, test.annotations) })}`);
    }
  }
}
