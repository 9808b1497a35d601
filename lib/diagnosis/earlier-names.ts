import type { Violation } from '../evidence/index.ts';

/** A violation of evidence that an earlier version wrote, under the name that its rule has now. */
export function underItsName(violation: Violation): Violation {
  const { rule, frame } = violation;
  if (rule === 'five-events') return { ...violation, rule: 'critical-events' };
  // A count that was exceeded once broke the same rule as one that was not reached.
  if (rule === 'declared-counts' && frame !== null) return { ...violation, rule: 'no-extra-event' };
  return violation;
}
