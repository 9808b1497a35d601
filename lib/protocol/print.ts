import type { Violation } from '../evidence/index.ts';

/** A violation in three lines: what broke, what was expected, what was received. */
export function printViolation({ rule, message, legal, came }: Violation): string {
  return `  ✗ [${rule}] ${message}\n      expected: ${legal.join(' | ')}\n      received: ${came}`;
}
