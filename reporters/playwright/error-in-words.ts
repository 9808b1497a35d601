import type { Reporter, TestCase, TestError, TestResult } from '@playwright/test/reporter';
import { errorInWords } from '../../lib/basics/error-in-words.ts';
import { plain } from '../../lib/basics/plain-text.ts';

/** How Playwright itself begins to tell of a check or an action that failed: with its code, and not with the fact. */
const IN_CODE =
  /^(?:Error: |TimeoutError: )?(?:expect\((?:locator|page|received)\)\.|(?:locator|page|frame)\.\w+: Timeout )/;

/** Puts the fact in words before what Playwright says of a check or an action that failed; every report then has it. */
export default class ErrorInWords implements Reporter {
  onTestEnd(_test: TestCase, { errors }: TestResult): void {
    for (const error of errors) if (IN_CODE.test(plain(error.message ?? ''))) prefix(error);
  }

  printsToStdio(): boolean {
    return false;
  }
}

function prefix(error: TestError): void {
  const words = errorInWords(error.message ?? '');
  const put = (text: string) => text.replace(/^(\w*Error: )?/, (kind) => `${kind}${words}\n\n`);
  error.message = put(error.message ?? '');
  if (error.stack !== undefined) error.stack = put(error.stack);
}
