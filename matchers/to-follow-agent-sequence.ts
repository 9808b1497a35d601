import { type Expectations, type Violation, timeline } from '../protocol/index.ts';
import type { RunUnderTest, Verdict } from './subjects.ts';

/**
 * `await expect(run).toFollowAgentSequence()`: waits for the run's end and holds every frame against the rules of a run.
 * Red, it lists all violations, each with its frame and what was legal there, and the timeline around them.
 * @param expectations what this scenario declares beyond the rules, e.g. `{ tools: false }` or `{ end: 'error' }`.
 */
export async function toFollowAgentSequence(
  this: { isNot: boolean }, observed: RunUnderTest, expectations: Partial<Expectations> = {},
): Promise<Verdict> {
  const late = await observed.ended().then(() => null, (error: Error) => error.message);
  const violations = observed.violations(expectations);
  const pass = violations.length === 0 && late === null;
  return {
    name: 'toFollowAgentSequence',
    pass,
    message: () => (pass
      ? `The run that answers "${observed.origin.question}" follows the agent sequence, but should not.\n\n${timeline(observed.run)}`
      : report(observed, violations, late)),
  };
}

function report(observed: RunUnderTest, violations: Violation[], late: string | null): string {
  const count = violations.length === 1 ? '1 rule is broken' : `${violations.length} rules are broken`;
  return [
    `The run that answers "${observed.origin.question}" does not follow the agent sequence: ${count}.`,
    ...(late ? [late] : []),
    ...violations.map(describe),
    '',
    timeline(observed.run, { violations, brief: true }),
  ].join('\n');
}

/** A violation in three lines: what broke, what was legal, what came. */
export function describe({ rule, message, legal, came }: Violation): string {
  return `  ✗ [${rule}] ${message}\n      legal here: ${legal.join(' | ')}\n      came: ${came}`;
}
