import { type Ended, run } from './child.mjs';

/** A check of the code itself: its name in the summary, and how it is run. */
export interface Check {
  title: string;
  args: string[];
}

export const LINT: Check = {
  title: 'eslint',
  args: [
    'node_modules/eslint/bin/eslint.js',
    '--max-warnings=0',
    '--cache',
    '--cache-strategy=content',
    '--cache-location=node_modules/.cache/eslint/',
    '.',
  ],
};

export const TYPE_CHECK: Check = { title: 'tsc', args: ['node_modules/typescript/bin/tsc', '--noEmit'] };

/** Runs a check to its end, keeping what it says. */
export function runCheck({ args }: Check, more: string[] = []): Promise<Ended> {
  return run(process.execPath, [...args, ...more]);
}
