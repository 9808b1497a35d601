import type { Attempt } from './schema-attempt.ts';

const LOST_BROWSER = 'lost its browser while it ran';

/** How the error of a test begins that lost a process of the suite while it ran, and what the record says of it. */
const LOSSES: readonly [RegExp, string][] = [
  [/^(?:Error: )?worker process exited unexpectedly/, 'lost its worker process while it ran'],
  [
    /^(?:Error: )?The process with the embedded stacks has ended/,
    'lost the process of the embedded stacks while it ran',
  ],
  [/^(?:Error: )?The browser died/, LOST_BROWSER],
  [/^(?:Error: )?browserType\.launch: /, 'could not start its browser'],
];

/** What the suite asked of a browser that was gone; also said of one that was closed since the test's time was up. */
const GONE = /^(?:Error: )?browser(?:Context)?\.\w+: Target page, context or browser has been closed/;

/**
 * What a test lost that is no part of the target: it then proves nothing about the target, whatever else it says.
 * @returns how it ended, for a person; null when it lost nothing
 */
export function lossOf(attempt: Pick<Attempt, 'errors' | 'status'> | undefined): string | null {
  if (!attempt || attempt.status === 'passed') return null;
  const says = (begin: RegExp) => attempt.errors.some(({ message }) => begin.test(message));
  const loss = LOSSES.find(([begin]) => says(begin))?.[1];
  return loss ?? (attempt.status === 'failed' && says(GONE) ? LOST_BROWSER : null);
}
