import { relative } from 'node:path';
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { ADVICE, BETTER_IF, sourcesOf } from '../../config/decisions/sources.ts';
import { plural } from '../../lib/basics/plain-text.ts';
import { adviceText } from '../assess/advice.ts';
import { diagnosisIn } from '../record/attached-evidence.ts';
import { namedIn } from '../record/failed-advice.ts';

/** Beside each count of ours: Playwright's own last lines have one word for both. */
const SKIPPED = 'Playwright calls this skipped';

/**
 * Says at the end which advice the product does not follow. The runner counts a failure that is expected as passed, so
 * such a test is skipped for the reporters behind this one; the record, which stands before it, has the failure, and
 * the advice that failed by the same cause as a test that binds.
 */
export default class AdviceNotFollowed implements Reporter {
  readonly #unmet = new Map<TestCase, { better: string; causes: string[] }>();
  readonly #broken = new Map<TestCase, string[]>();

  onTestEnd(test: TestCase, result: TestResult): void {
    const causes = namedIn(diagnosisIn(result)?.causes);
    const found = test.annotations.findLast(({ type }) => type === BETTER_IF);
    if (!found?.description || result.status !== test.expectedStatus) {
      if (!test.tags.includes(ADVICE)) this.#broken.set(test, result.status === 'passed' ? [] : causes);
      return;
    }
    this.#unmet.set(test, { better: found.description, causes });
    test.expectedStatus = 'skipped';
    result.status = 'skipped';
  }

  onEnd(): void {
    const broken = new Set([...this.#broken.values()].flat());
    const all = [...this.#unmet];
    const failed = all.filter(([, { causes }]) => causes.some((id) => broken.has(id)));
    const unmet = all.filter((one) => !failed.includes(one));
    if (failed.length > 0)
      console.log(
        `\n  ${plural(failed.length, 'test')} of advice failed by a cause of other tests, not by the advice; ${SKIPPED}`,
      );
    if (unmet.length > 0)
      console.log(`\n  ${plural(unmet.length, 'piece')} of advice not followed, which is no failure; ${SKIPPED}`);
    for (const [test, { better }] of unmet) {
      const place = `${relative(process.cwd(), test.location.file)}:${test.location.line}`;
      console.log(`    ${place} ${adviceText({ better, sources: sourcesOf(test.tags, test.annotations) })}`);
    }
  }
}
