import { accepted } from '../../tests/mutants/accepted.ts';
import { changeOf, diffOf } from './diff.ts';
import type { CodeMutant } from './instrument.ts';
import type { Trial } from './trial.ts';

/** The share of the mutants that must be killed. */
const GOAL = 0.8;

/** What was tried, and what for. */
export interface Sample {
  seed: number;
  /** How many mutants there are to choose from, and how many were chosen. */
  all: number;
  chosen: number;
  /** How many of the chosen were left to an earlier run. */
  from: number;
  /** Up to which of the chosen all have been tried. */
  next: number;
  trials: readonly Trial[];
  /** Kinds of mutants that are not made, with how many there would be. */
  leftOut: Readonly<Record<string, number>>;
  /** Tests that were red without a mutant. */
  troubles: readonly string[];
  seconds: number;
}

/** Why a mutant may survive, if somebody has looked at it. */
function whyAccepted(mutant: CodeMutant): string | undefined {
  const { before, after } = changeOf(mutant);
  return accepted.find(
    (one) =>
      one.file === mutant.file && one.before === before.join('\n').trim() && one.after === after.join('\n').trim(),
  )?.why;
}

const percent = (part: number, whole: number) => (whole === 0 ? '–' : `${Math.floor((100 * part) / whole)} %`);

function byFile(trials: readonly Trial[]): string[] {
  const files = [...new Set(trials.map(({ mutant }) => mutant.file))].sort();
  return files.map((file) => {
    const own = trials.filter(({ mutant }) => mutant.file === file);
    const killed = own.filter(({ fate }) => fate === 'killed').length;
    return `${file.padEnd(40)}${`${killed} of ${own.length}`.padStart(10)}${percent(killed, own.length).padStart(7)}`;
  });
}

function survivor({ mutant, fate, tests, ran }: Trial): string {
  const green = `${ran} of ${tests} tests that reach it are green`;
  const reach: Partial<Record<Trial['fate'], string>> = {
    'not reached': 'no test reaches it',
    'cut off': `the time was up before another test ended; ${green}`,
  };
  return `${diffOf(mutant)}\n(${reach[fate] ?? green})`;
}

/**
 * The score of a sample for a terminal: by file, then each survivor as a diff.
 * @returns passed: whether the goal is reached, of what was tried
 */
export function scoreOf(sample: Sample): { text: string; passed: boolean } {
  const { trials, chosen, from, next, seed } = sample;
  const reasons = new Map(
    trials.map((trial) => [trial, trial.fate === 'killed' ? undefined : whyAccepted(trial.mutant)]),
  );
  const counted = trials.filter((trial) => reasons.get(trial) === undefined);
  const killed = counted.filter(({ fate }) => fate === 'killed');
  const survivors = counted.filter(({ fate }) => fate !== 'killed');
  const passed = counted.length > 0 && killed.length >= GOAL * counted.length && sample.troubles.length === 0;
  const text = [
    ...byFile(counted),
    '',
    ...survivors.map((trial) => `${survivor(trial)}\n`),
    ...[...reasons].flatMap(([{ mutant }, why]) => (why ? [`${diffOf(mutant)}\n(accepted: ${why})\n`] : [])),
    ...sample.troubles.map((trouble) => `Red without a mutant, so not used: ${trouble}`),
    `${sample.all} mutants of the stack's code; not made: ${
      Object.entries(sample.leftOut)
        .map(([why, count]) => `${count} (${why})`)
        .join(', ') || 'none'
    }.`,
    ...(next < chosen
      ? [`Tried ${trials.length} of ${chosen - from}; go on with --random ${chosen} --seed ${seed} --from ${next}.`]
      : []),
    `Seed ${seed}: killed ${killed.length} of ${counted.length}, ${percent(killed.length, counted.length)}, ` +
      `${passed ? 'passed' : 'FAILED'} (goal ${100 * GOAL} %), in ${sample.seconds.toFixed(0)} s`,
  ].join('\n');
  return { text, passed };
}
