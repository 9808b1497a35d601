import { relative } from 'node:path';
import type { Reporter, TestCase } from '@playwright/test/reporter';
import { KNOWN_DEFECT, type ToldDefect } from '../../fixtures/known-defect.ts';

/**
 * Says at the end which tests failed by a known defect of the product; the runner's own list shows them as it shows
 * those that passed.
 */
export default class KnownDefects implements Reporter {
  readonly #met = new Map<TestCase, ToldDefect>();

  onTestEnd(test: TestCase): void {
    const found = test.annotations.findLast(({ type }) => type === KNOWN_DEFECT);
    if (found?.description) this.#met.set(test, JSON.parse(found.description) as ToldDefect);
  }

  onEnd(): void {
    if (this.#met.size === 0) return;
    console.log(`\n  ${this.#met.size} failed by known defects of the product`);
    for (const [
      {
        title,
        location: { file, line },
      },
      { cause, owner, expires },
    ] of this.#met) {
      console.log(`    ${relative(process.cwd(), file)}:${line} ${title}\n      ${cause} (${owner}, until ${expires})`);
    }
  }
}
