import { type Environment, environmentOf } from './environment.ts';
import { onlyTheSentence } from './sentence.mjs';

/** How much of `reports/runs/` is kept. */
export interface KeptRuns {
  /** The newest so many. */
  runs: number;
  /** All of them together, in MB. */
  megabytes: number;
}

/**
 * What is kept unless somebody says otherwise: `NETRA_KEEP_RUNS` (20) and `NETRA_KEEP_MB` (500).
 * @throws Error with one sentence when one of them is no whole number of at least 1
 */
export function keptRuns(environment: Environment = environmentOf('local')): KeptRuns {
  const whole = (name: string, usual: number) => {
    const asked = environment[name];
    if (asked === undefined) return usual;
    if (!/^[1-9]\d*$/.test(asked))
      throw onlyTheSentence(`${name} must be a whole number of at least 1, not "${asked}".`);
    return Number(asked);
  };
  return { runs: whole('NETRA_KEEP_RUNS', 20), megabytes: whole('NETRA_KEEP_MB', 500) };
}
