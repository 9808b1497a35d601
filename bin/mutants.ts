import { randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { currentRun } from '../config/run.ts';
import { INTERRUPTED } from './child.mjs';
import type { Given } from './given.ts';
import { playwright } from './playwright.ts';
import { Refusal } from './refusal.mjs';

/** What makes Playwright run the mutants. */
export const MUTANTS = ['--config=tests/mutants/mutants.config.ts'];

/** Of the mutants, what the local suite does not run anyway: the specs without a fault are left to it. */
export const MUTANTS_BESIDE_TESTS = [...MUTANTS, '--grep-invert=^control of the others '];

/**
 * `npm run mutants`: runs specs under every fault and shows which faults are detected, by which check, and whether the
 * cause is named. With `--random N`: changes the stack's code in N random places, one at a time, and shows which
 * changes no spec notices.
 * @param given.rest goes to Playwright, e.g. `--project=F19`
 * @returns the exit code: 0 only when the score is reached
 * @throws Refusal for arguments of Playwright beside `--random`
 */
export async function main({ options, rest }: Given<'mutants'>): Promise<number> {
  const { random, seed, from, minutes, workers } = options;
  if (random !== undefined) {
    if (rest.length > 0) throw new Refusal(`--random chooses its own specs: leave out "${rest.join(' ')}".`, 2);
    const { randomMutants } = await import('./mutation/random-mutants.ts');
    try {
      return await randomMutants({
        count: random,
        seed: seed ?? randomInt(1_000_000_000),
        from,
        minutes,
        workers: workers ?? availableParallelism(),
      });
    } finally {
      rmSync(currentRun().secrets, { recursive: true, force: true });
    }
  }
  const ofPlaywright = workers === undefined ? rest : [...rest, `--workers=${workers}`];
  const { code, interrupted } = await playwright([...MUTANTS, ...ofPlaywright]);
  if (!interrupted) return code;
  console.log('Interrupted: not every fault was tested.');
  return INTERRUPTED;
}
