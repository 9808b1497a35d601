import { existsSync } from 'node:fs';
import { ciRun, worklogUrl } from '../../config/ci.ts';
import { assess } from '../../reporters/assess/assess.ts';
import type { Night } from '../../reporters/github/night.ts';
import { targetOf } from '../../reporters/record/kind.ts';
import { Unusable } from '../../reporters/record/save.ts';
import type { Given } from '../given.ts';
import { runNamed } from './run-folder.ts';

/**
 * The night that a command is to tell of, and its folder; null when it left no record.
 * @param given with a target, a night without a record is one, too
 * @throws Unusable when the run cannot be read, and no target was named
 */
export function nightNamed({
  options: { target },
  rest: run,
}: Given<'issues' | 'tell'>): Night & { dir: string | null } {
  const link = worklogUrl() ?? ciRun()?.runUrl ?? null;
  const found = openedOr(run, target !== undefined && (run.length === 0 || existsSync(run[0]!)));
  if (!found) return { target: target!, outcome: `The night ${NO_RECORD}`, link, dir: null };
  const { record, dir } = found;
  const of = targetOf(record);
  if (target === undefined || target === of) return { target: of, outcome: assess(record), link, dir };
  if (run.length > 0) throw new Unusable(`${run[0]} is a run on ${of}, and not on ${target}.`);
  return { target, outcome: `The latest run here is on ${of}; a night on ${target} ${NO_RECORD}`, link, dir: null };
}

const NO_RECORD = 'left no record, so nobody knows what works.';

/** The run that is named. @param may whether there may be none @throws Unusable when there must be one */
function openedOr(run: readonly string[], may: boolean): ReturnType<typeof runNamed> | null {
  try {
    return runNamed(run);
  } catch (error) {
    if (may && error instanceof Unusable) return null;
    throw error;
  }
}
