import { setTimeout } from 'node:timers/promises';
import type { RunPlace } from '../config/run.ts';
import { onlyTheSentence } from '../config/sentence.mjs';
import { type OpenRun, claimRun, closeRun, isStill, openRunsBeside } from './open-runs.ts';
import { recoverRun } from './recover-run.ts';

/** Longest that the keeper of a run whose runner is gone may take, in milliseconds; it waits for workers first. */
const KEEPER = 60_000;

/**
 * Tidies up after earlier runs whose runner and keeper are gone, before anything else is done: takes the secrets out of
 * what they left, makes their records, and removes what was private.
 * @param place of the run that begins
 * @throws Error with one sentence when that fails: while secrets may be left, nothing new begins
 */
export async function sweepRuns(place: RunPlace): Promise<void> {
  for (const run of openRunsBeside(place)) {
    if (isStill(run.runner)) continue;
    await keeperOf(run);
    if (!claimRun(run)) continue;
    await tidyUp(run);
  }
}

async function tidyUp({ place, outputs }: OpenRun): Promise<void> {
  try {
    await recoverRun(place, outputs);
    closeRun(place);
  } catch (error) {
    throw onlyTheSentence(
      `What the earlier run ${place.id} left cannot be tidied up (${(error as Error).message}): ` +
        `delete ${place.dir} and ${place.secrets}, then run again.`,
    );
  }
}

/** Resolves when the keeper of a run has done its work, or cannot do it any more. */
async function keeperOf({ keeper }: OpenRun): Promise<void> {
  const until = Date.now() + KEEPER;
  while (keeper && isStill(keeper) && Date.now() < until) await setTimeout(100);
}
