import type { Attempt } from './schema-attempt.ts';
import { OUTCOMES, type Counts, type Outcome } from './schema.ts';

type Ended = Pick<Attempt, 'status' | 'expected'>;

/**
 * How a test ended, all its attempts together; a skip counts as one only when the test declared it, an interruption as
 * not run, and a failure is one whether it was expected or not.
 */
export function outcomeOf(attempts: readonly Ended[]): Outcome {
  const last = attempts.at(-1);
  if (!last || last.status === 'interrupted') return 'notRun';
  if (last.status === 'skipped') return last.expected === 'skipped' ? 'skipped' : 'notRun';
  if (isGreen(last)) return attempts.every(isGreen) ? 'passed' : 'flaky';
  return last.status === 'timedOut' ? 'timedOut' : 'failed';
}

function isGreen({ status, expected }: Ended): boolean {
  return status === 'passed' && expected === 'passed';
}

/** Counts that close: planned is the sum of the others. */
export function count(tests: readonly { outcome: Outcome }[]): Counts {
  const of = (name: Outcome) => tests.filter(({ outcome }) => outcome === name).length;
  const [passed, failed, flaky, skipped, timedOut, notRun] = OUTCOMES.map(of) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return { planned: tests.length, passed, failed, flaky, skipped, timedOut, notRun };
}

/** Tests that were executed to an end of their own: neither skipped nor cut off. */
export function executed({ passed, failed, flaky, timedOut }: Counts): number {
  return passed + failed + flaky + timedOut;
}

/** Share of the executed tests that were green in the end; null when none was executed. */
export function passRate(counts: Counts): number | null {
  const all = executed(counts);
  return all === 0 ? null : (counts.passed + counts.flaky) / all;
}

/** Share of the executed tests that passed at the first attempt; null when none was executed. */
export function firstAttemptRate(counts: Counts): number | null {
  const all = executed(counts);
  return all === 0 ? null : counts.passed / all;
}
