import { INTERRUPTED } from './child.mjs';
import { playwright } from './playwright.ts';

/** What makes Playwright run the mutants. */
export const MUTANTS = ['--config=tests/mutants/mutants.config.ts'];

/**
 * `npm run mutants`: runs specs under every fault and shows which faults are detected, by which check, and whether the
 * cause is named.
 * @param args go to Playwright, e.g. `--project=F19`
 * @returns the exit code: 0 only when the score is reached
 */
export async function main(args: string[]): Promise<number> {
  const { code, interrupted } = await playwright([...MUTANTS, ...args]);
  if (!interrupted) return code;
  console.log('Interrupted: not every fault was tested.');
  return INTERRUPTED;
}
