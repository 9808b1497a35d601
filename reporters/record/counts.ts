import { BETTER_IF } from '../../config/decisions/sources.ts';
import type { Attempt } from './schema-attempt.ts';
import { OUTCOMES, type Counts, type Outcome } from './schema.ts';

type Ended = Pick<Attempt, 'status' | 'expected'>;

/**
 * How a test ended, all its attempts together; a skip counts as one only when the test declared it, an interruption as
 * not run, and a failure is one whether it was expected or not.
 * @param annotations of the last attempt: they say that an advice was not followed
 */
export function outcomeOf(attempts: readonly Ended[], annotations: readonly { type: string }[] = []): Outcome {
  const last = attempts.at(-1);
  if (!last || last.status === 'interrupted') return 'notRun';
  if (last.status === 'skipped') return last.expected === 'skipped' ? 'skipped' : 'notRun';
  if (isGreen(last)) return attempts.every(isGreen) ? 'passed' : 'flaky';
  if (last.status === last.expected && annotations.some(({ type }) => type === BETTER_IF)) return 'unmet';
  return last.status === 'timedOut' ? 'timedOut' : 'failed';
}

function isGreen({ status, expected }: Ended): boolean {
  return status === 'passed' && expected === 'passed';
}

/** Counts that close: planned is the sum of the others. */
export function count(tests: readonly { outcome: Outcome }[]): Counts {
  const of = (name: Outcome) => tests.filter(({ outcome }) => outcome === name).length;
  const each = Object.fromEntries(OUTCOMES.map((name) => [name, of(name)])) as Record<Outcome, number>;
  return { planned: tests.length, ...each };
}

/** Tests that were executed to an end of their own: neither skipped nor cut off. */
export function executed(counts: Counts): number {
  return judged(counts) + counts.unmet;
}

/** Those of them that passed or failed: advice that is not followed does neither. */
export function judged({ passed, failed, flaky, timedOut }: Counts): number {
  return passed + failed + flaky + timedOut;
}

/** Share of the tests that passed or failed which were green in the end; null without any. */
export function passRate(counts: Counts): number | null {
  const all = judged(counts);
  return all === 0 ? null : (counts.passed + counts.flaky) / all;
}

/** Share of the tests that passed or failed which passed at the first attempt; null without any. */
export function firstAttemptRate(counts: Counts): number | null {
  const all = judged(counts);
  return all === 0 ? null : counts.passed / all;
}

/** How many tests were executed, as people read it: `3 of 5 planned tests ran`. */
export function toldExecuted(counts: Counts): string {
  return counts.planned === 0 ? 'no test ran' : `${executed(counts)} of ${counts.planned} planned tests ran`;
}

/** How many of those that passed or failed passed: `3 of 5 passed`. */
export function toldPassed(counts: Counts): string {
  return judged(counts) === 0 ? 'none passed or failed' : `${counts.passed} of ${judged(counts)} passed`;
}
