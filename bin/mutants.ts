import { randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { currentRun } from '../config/run.ts';
import { INTERRUPTED } from './child.mjs';
import { playwright } from './playwright.ts';
import { Refusal } from './refusal.mjs';

/** What makes Playwright run the mutants. */
export const MUTANTS = ['--config=tests/mutants/mutants.config.ts'];

const USAGE = `Usage: npm run mutants -- [arguments of Playwright, e.g. --project=F19]
       npm run mutants -- --random N [--seed S] [--from I] [--minutes M] [--workers W]`;

/** Reads what follows `npm run mutants` when it asks for random mutants. */
function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const options = { random: text, seed: text, from: text, minutes: text, workers: text };
  try {
    const { values } = parseArgs({ args, options });
    const whole = (name: keyof typeof options, otherwise: number, least = 1) => {
      const value = values[name] ?? String(otherwise);
      if (/^\d{1,9}$/.test(value) && Number(value) >= least) return Number(value);
      throw new Error(`--${name} must be a whole number of at least ${least}, not ${value}.`);
    };
    return {
      count: whole('random', 0),
      seed: whole('seed', randomInt(1_000_000_000), 0),
      from: whole('from', 0, 0),
      minutes: whole('minutes', 600),
      workers: whole('workers', availableParallelism()),
    };
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, 2);
  }
}

/**
 * `npm run mutants`: runs specs under every fault and shows which faults are detected, by which check, and whether the
 * cause is named. With `--random N`: changes the stack's code in N random places, one at a time, and shows which
 * changes no spec notices.
 * @param args go to Playwright, e.g. `--project=F19`, unless they ask for random mutants
 * @returns the exit code: 0 only when the score is reached
 * @throws Refusal when the command line cannot be understood
 */
export async function main(args: string[]): Promise<number> {
  if (args.some((arg) => /^--random(=|$)/.test(arg))) {
    const options = parse(args);
    const { randomMutants } = await import('./mutation/random-mutants.ts');
    try {
      return await randomMutants(options);
    } finally {
      rmSync(currentRun().secrets, { recursive: true, force: true });
    }
  }
  const { code, interrupted } = await playwright([...MUTANTS, ...args]);
  if (!interrupted) return code;
  console.log('Interrupted: not every fault was tested.');
  return INTERRUPTED;
}
