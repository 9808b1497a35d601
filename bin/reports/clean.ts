import { plural } from '../../lib/basics/plain-text.ts';
import { keptRuns } from '../../config/kept-runs.ts';
import { runsFolder } from '../../config/run.ts';
import { deleteSurplus, keep } from '../../reporters/kept-runs.ts';
import type { Given } from '../given.ts';
import { Refusal } from '../refusal.mjs';
import { orTell, runNamed } from './run-folder.ts';

/**
 * `npm run clean`: deletes runs of which no test began, then the oldest ones, green ones first, until no more than the
 * limits are left. With `--keep` it deletes nothing, and makes a run stay.
 * @returns the exit code: 2 when there is no such run
 * @throws Refusal for limits and a run together
 */
export function main({ options, rest }: Given<'clean'>): Promise<number> {
  if (options.keep ? options.runs !== undefined || options.megabytes !== undefined : rest.length > 0)
    throw new Refusal('Either limits (--runs, --megabytes), or --keep and the run that stays: RUN.', 2);
  return orTell(() => (options.keep ? keepRun(rest) : clean(options)));
}

function keepRun(rest: readonly string[]): number {
  const { dir, record } = runNamed(rest);
  keep(dir);
  console.log(`Run ${record.id} stays.`);
  return 0;
}

function clean({ runs, megabytes }: Given<'clean'>['options']): number {
  const usual = keptRuns();
  const limits = { runs: runs ?? usual.runs, megabytes: megabytes ?? usual.megabytes };
  const { stored, gone } = deleteSurplus(runsFolder, limits);
  const size = (some: readonly { bytes: number }[]) =>
    `${plural(some.length, 'run')}, ${Math.round(some.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000_000)} MB`;
  const left = stored.filter((run) => !gone.includes(run));
  console.log(`Deleted: ${size(gone)}. Left: ${size(left)}.`);
  return 0;
}
