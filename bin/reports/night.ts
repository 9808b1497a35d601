import { existsSync } from 'node:fs';
import { ciRun, worklogUrl } from '../../config/ci.ts';
import { assess } from '../../reporters/assess/assess.ts';
import type { Night } from '../../reporters/github/night.ts';
import { targetOf } from '../../reporters/record/kind.ts';
import { Unusable } from '../../reporters/record/save.ts';
import type { Given } from '../given.ts';
import { readable, runNamed, runNames } from './run-folder.ts';

/**
 * The night that a command is to tell of, and its folder; null when it left no record.
 * @param given with a target, a night without a record is one, too
 * @throws Unusable when the run cannot be read, and no target was named, or when it was on another target
 */
export function nightNamed({
  options: { target },
  rest: run,
}: Given<'issues' | 'tell'>): Night & { dir: string | null } {
  const link = worklogUrl() ?? ciRun()?.runUrl ?? null;
  const found = nightOf(run, target);
  if (found) return { target: target ?? targetOf(found.record), outcome: assess(found.record), link, dir: found.dir };
  return { target: target!, outcome: 'The night left no record, so nobody knows what works.', link, dir: null };
}

type Named = ReturnType<typeof runNamed>;

/** The run that is named, else the latest one on the target; null where a night on it left no record. */
function nightOf(run: readonly string[], target: string | undefined): Named | null {
  const [name] = run;
  if (target === undefined) return runNamed(run);
  if (name === undefined) return latestOn(target);
  const found = existsSync(name) ? readable(name) : runNamed(run);
  if (found && !isOn(found, target))
    throw new Unusable(`${name} is a run on ${targetOf(found.record)}, and not on ${target}.`);
  return found;
}

function latestOn(target: string): Named | null {
  const [latest, ...others] = runNames();
  for (const name of [latest!, ...others.sort().reverse()]) {
    const found = readable(name);
    if (found && isOn(found, target)) return found;
  }
  return null;
}

/** Whether a run was on a target, also beside others; a run that ended before it chose one may have been. */
function isOn({ record: { targets } }: Named, target: string): boolean {
  return targets.length === 0 || targets.some(({ name }) => name === target);
}
