import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentRun } from '../../config/run.ts';
import { INTERRUPTED } from '../child.mjs';
import { Refusal } from '../refusal.mjs';
import { hostOf, instrumentedStack } from './instrument.ts';
import { startBrowser } from './browser.ts';
import { Order } from './order.ts';
import { sampleOf } from './sample.ts';
import { scoreOf } from './score.ts';
import { survey } from './survey.ts';
import { type Trial, tryMutant } from './trial.ts';

/** What is asked for. */
export interface RandomOptions {
  /** How many mutants, chosen by this seed. */
  count: number;
  seed: number;
  /** How many of these to leave out, since an earlier run tried them. */
  from: number;
  /** Minutes after which no further mutant is begun. */
  minutes: number;
  /** How many mutants at the same time. */
  workers: number;
}

/** Runs a task for each item, so many at a time, while there is reason to go on. */
async function inParallel<T>(
  items: readonly T[],
  workers: number,
  task: (item: T) => Promise<void>,
  goOn = () => true,
): Promise<void> {
  const left = [...items];
  const worker = async () => {
    while (left.length > 0 && goOn()) await task(left.shift()!);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}

/**
 * Tries random mutants of the stack's code, each on the specs that reach it.
 * @returns the exit code: 0 when the goal is reached
 */
export async function randomMutants({ count, seed, from, minutes, workers }: RandomOptions): Promise<number> {
  const begun = performance.now();
  const stack = await instrumentedStack();
  const browser = await startBrowser();
  let browserEnded = false;
  browser.on('close', () => (browserEnded = true));
  const bench = { host: hostOf(stack), browser: browser.wsEndpoint() };
  const chosen = sampleOf(stack.mutants, count, seed);
  console.log(`Seed ${seed}: ${chosen.length} of ${stack.mutants.length} mutants.`);
  const trials: Trial[] = [];
  try {
    const hasTime = () => performance.now() - begun < minutes * 60_000;
    const { reaches, troubles, missing } = await survey(
      stack,
      bench,
      (items, task) => inParallel(items, workers, task, hasTime),
      console.log,
    );
    if (missing > 0) {
      console.log(`The time was up before ${missing} spec files told what they reach; the next run goes on with them.`);
      return 1;
    }
    const order = new Order(reaches, stack.mutants);
    const goOn = () => hasTime() && !trials.some(({ fate }) => fate === 'interrupted');
    await inParallel(
      chosen.slice(from),
      workers,
      async (mutant) => {
        const trial = await tryMutant(bench, mutant, order.of(mutant));
        // Without it every test is red, whatever the mutant.
        if (browserEnded) throw new Refusal('The browser that all runs share has ended: start again.');
        trials.push(trial);
        const { file, start, kind } = mutant;
        console.log(
          `${trial.fate} ${file}:${start.line + 1} ${kind} (${trial.seconds.toFixed(0)} s) ${trial.by}`.trim(),
        );
      },
      goOn,
    );
    const sample = { seed, all: stack.mutants.length, chosen: chosen.length, from, leftOut: stack.leftOut };
    const seconds = (performance.now() - begun) / 1000;
    const { text, passed } = scoreOf({ ...sample, trials, troubles, seconds });
    const { dir } = currentRun();
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'random-mutants.json'), JSON.stringify({ ...sample, trials, troubles, seconds }, null, 1));
    console.log(`\n${text}`);
    if (trials.some(({ fate }) => fate === 'interrupted')) return INTERRUPTED;
    return passed ? 0 : 1;
  } finally {
    await browser.close();
  }
}
