import { randomInt } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { currentRun } from '../config/run.ts';
import { type Ended, INTERRUPTED } from './child.mjs';
import type { Given } from './given.ts';
import { playwright } from './playwright.ts';
import { Refusal } from './refusal.mjs';
import { mutationScore } from './reports/test-result.ts';

const CONFIG = '--config=tests/mutants/mutants.config.ts';

/** Leaves to the local suite what it runs anyway: the specs without a fault. */
export const BESIDE_TESTS = ['--grep-invert=^control of the others '];

/** Most mutants that a moment of a busy machine spoils: where more lack something, the specs are at fault. */
const MOST_SPOILT = 5;

/**
 * Runs the mutants; up to five that were not noticed, or not named, are tried once more, alone: their time limits are
 * short, and a machine that stands still for two seconds breaks more than the fault does.
 * @param args of Playwright, besides the configuration
 * @returns how the run ended; its score is in `mutants.json` of the run, and says what was tried twice
 */
export async function runMutants(args: string[]): Promise<Ended> {
  const file = join(currentRun().dir, 'mutants.json');
  const ended = await playwright([CONFIG, ...args]);
  const lacking = ended.interrupted ? [] : (mutationScore(file)?.lacking ?? []);
  if (lacking.length === 0 || lacking.length > MOST_SPOILT) return ended;
  console.log(`\nTried again, alone: ${lacking.join(', ')}`);
  const first = join(currentRun().dir, 'mutants-first-try.json');
  renameSync(file, first);
  try {
    return await playwright([CONFIG, ...lacking.map((name) => `--project=${name}`), '--workers=1']);
  } finally {
    rmSync(first);
  }
}

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
    const { instrumentedStack } = await import('./mutation/instrument.ts');
    try {
      return await randomMutants(await instrumentedStack(), {
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
  const { code, interrupted } = await runMutants(ofPlaywright);
  if (!interrupted) {
    const { id, dir } = currentRun();
    if (existsSync(join(dir, 'mutants.json')))
      console.log(
        `Left in ${relative(process.cwd(), dir)}; "npm run replay -- ${id}" plays what its red specs recorded.`,
      );
    return code;
  }
  console.log('Interrupted: not every fault was tested.');
  return INTERRUPTED;
}
