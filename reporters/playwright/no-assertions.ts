import type { Reporter, TestCase, TestResult, TestStep } from '@playwright/test/reporter';
import { fileTest } from '../../config/decisions/suites.ts';
import { NO_ASSERTIONS } from '../record/attempt.ts';
import { allEvidenceIn } from '../record/attached-evidence.ts';

/** A test that looks at anything takes longer, in milliseconds. */
const NO_TIME = 10;

/** Checks of a value that is there already. All others wait for a fact. */
const AT_ONCE: ReadonlySet<string> = new Set([
  'toBe',
  'toBeCloseTo',
  'toBeDefined',
  'toBeFalsy',
  'toBeGreaterThan',
  'toBeGreaterThanOrEqual',
  'toBeInstanceOf',
  'toBeLessThan',
  'toBeLessThanOrEqual',
  'toBeNaN',
  'toBeNull',
  'toBeTruthy',
  'toBeUndefined',
  'toContain',
  'toContainEqual',
  'toEqual',
  'toHaveLength',
  'toHaveProperty',
  'toMatch',
  'toMatchObject',
  'toStrictEqual',
  'toThrow',
]);

/** Whether a check waits for a fact, by the title of its step; one that goes by words of its own is not known to. */
function waits(title: string): boolean {
  const [, name] = /^Expect "(?:soft )?(?:not )?(.+)"$/.exec(title) ?? [];
  return name !== undefined && !AT_ONCE.has(name);
}

/**
 * Fails tests that passed without checking anything. What it changes in a result is what the reporters behind it, and
 * the runner itself, see.
 */
export default class NoAssertions implements Reporter {
  onTestEnd(test: TestCase, result: TestResult): void {
    const project = test.parent.project()?.name ?? '';
    const file = test.location.file.replaceAll('\\', '/').split('/tests/')[1] ?? '';
    if (result.status !== 'passed' || fileTest({ project, file, tags: test.tags }).ofTheSuite) return;
    const faults = faultsOf(result);
    if (faults.length === 0) return;
    const message = `${NO_ASSERTIONS}:\n${faults.map((fault) => `  ✗ ${fault}`).join('\n')}`;
    result.status = 'failed';
    result.error = { message };
    result.errors.push({ message });
  }

  printsToStdio(): boolean {
    return false;
  }
}

/** What a passed test did not check, one sentence each. */
export function faultsOf(result: Pick<TestResult, 'steps' | 'duration' | 'attachments'>): string[] {
  const evidence = allEvidenceIn(result);
  const checks = checksIn(result.steps);
  const asked = evidence.reduce((sum, { asked: own = 0 }) => sum + own, 0);
  const traffic = evidence.reduce((sum, { exchanges, sockets }) => sum + exchanges.length + sockets.length, asked);
  return [
    ...(!checks.some(waits) && (asked === 0 || checks.length === 0)
      ? ['none of its checks waits for something on the page or on the wire']
      : []),
    ...(evidence.length > 0 && traffic === 0 ? ['nothing went over the network'] : []),
    ...(result.duration < NO_TIME ? [`it took ${result.duration} ms`] : []),
  ];
}

function checksIn(steps: TestStep[]): string[] {
  return steps.flatMap(({ category, title, steps: inner }) => [
    ...(category === 'expect' ? [title] : []),
    ...checksIn(inner),
  ]);
}
