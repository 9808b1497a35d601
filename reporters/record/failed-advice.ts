import { BETTER_IF } from '../../config/decisions/sources.ts';
import type { RecordedCause } from './schema-attempt.ts';
import type { TestRecord } from './schema.ts';

type Cause = Pick<RecordedCause, 'id' | 'confidence'>;

/** The causes of a failed test by which an advice may have failed as well: known, and more than possible. */
export function namedIn(causes: readonly Cause[] = []): string[] {
  return causes.filter(({ id, confidence }) => id !== 'unknown' && confidence !== 'possible').map(({ id }) => id);
}

/**
 * An advice that was not followed by reason of a fault by which a test that binds failed, too, came to nothing that was
 * advised: it failed by this cause, as every other test does.
 */
export function withFailedAdvice(tests: readonly TestRecord[]): TestRecord[] {
  const isRed = ({ outcome }: TestRecord) => outcome === 'failed' || outcome === 'timedOut';
  const causesOf = ({ attempts }: TestRecord) => namedIn(attempts.at(-1)?.diagnosis?.causes);
  const broken = new Set(tests.filter((test) => isRed(test) && !test.advice && !test.ofTheSuite).flatMap(causesOf));
  return tests.map((test) => {
    if (test.outcome !== 'unmet' || !causesOf(test).some((id) => broken.has(id))) return test;
    return {
      ...test,
      outcome: test.attempts.at(-1)?.status === 'timedOut' ? 'timedOut' : 'failed',
      annotations: test.annotations.filter(({ type }) => type !== BETTER_IF),
      attempts: test.attempts.map((attempt) => ({ ...attempt, expected: 'passed' as const })),
    };
  });
}
