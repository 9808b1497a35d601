import type { Attempt } from './schema-attempt.ts';

/** How the error of a test begins that lost a process of the suite while it ran, and what the record says of it. */
const LOSSES: readonly [RegExp, string][] = [
  [/^(?:Error: )?worker process exited unexpectedly/, 'lost its worker process while it ran'],
  [
    /^(?:Error: )?The process with the embedded stacks has ended/,
    'lost the process of the embedded stacks while it ran',
  ],
  [/^(?:Error: )?The browser died/, 'lost its browser while it ran'],
];

/**
 * What a test lost that is no part of the target: it then proves nothing about the target, whatever else it says.
 * @returns how it ended, for a person; null when it lost nothing
 */
export function lossOf(attempt: Pick<Attempt, 'errors' | 'status'> | undefined): string | null {
  if (!attempt || attempt.status === 'passed') return null;
  return LOSSES.find(([begin]) => attempt.errors.some(({ message }) => begin.test(message)))?.[1] ?? null;
}
