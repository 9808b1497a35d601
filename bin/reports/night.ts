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
  try {
    const { record, dir } = runNamed(run);
    return { target: target ?? targetOf(record), outcome: assess(record), link, dir };
  } catch (error) {
    const isNamed = run.length > 0 && !existsSync(run[0]!);
    if (!(error instanceof Unusable) || target === undefined || isNamed) throw error;
    return { target, outcome: 'The night left no record, so nobody knows what works.', link, dir: null };
  }
}
