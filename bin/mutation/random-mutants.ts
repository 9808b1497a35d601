import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentRun } from '../../config/run.ts';
import { INTERRUPTED, onInterrupt } from '../child.mjs';
import { Refusal } from '../refusal.mjs';
import { type InstrumentedStack, hostOf } from './instrument.ts';
import { startBrowser } from './browser.ts';
import { Order } from './order.ts';
import type { Bench } from './run-specs.ts';
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
export async function randomMutants(stack: InstrumentedStack, options: RandomOptions): Promise<number> {
  const stopped = new AbortController();
  const hearNoMore = onInterrupt(() => stopped.abort());
  const browser = await startBrowser();
  let browserEnded = false;
  browser.on('close', () => (browserEnded = true));
  try {
    const bench = { host: hostOf(stack), browser: browser.wsEndpoint(), stopped };
    return await triedOn(bench, () => browserEnded, stack, options);
  } finally {
    await browser.close();
    hearNoMore();
  }
}

/** Learns what the specs reach, tries the mutants, and tells what became of those that were tried to the end. */
async function triedOn(
  bench: Bench,
  browserEnded: () => boolean,
  stack: InstrumentedStack,
  { count, seed, from, minutes, workers }: RandomOptions,
): Promise<number> {
  const begun = performance.now();
  const goOn = () => performance.now() - begun < minutes * 60_000 && !bench.stopped.signal.aborted;
  const chosen = sampleOf(stack.mutants, count, seed);
  console.log(`Seed ${seed}: ${chosen.length} of ${stack.mutants.length} mutants.`);
  const { reaches, troubles, missing } = await survey(
    stack,
    bench,
    (items, task) => inParallel(items, workers, task, goOn),
    console.log,
  );
  const { signal } = bench.stopped;
  if (signal.aborted) return interrupted();
  if (missing > 0) {
    console.log(`The time was up before ${missing} spec files told what they reach; the next run goes on with them.`);
    return 1;
  }
  const order = new Order(reaches, stack.mutants);
  const trials: Trial[] = [];
  await inParallel(
    chosen.slice(from),
    workers,
    async (mutant) => {
      const trial = await tryMutant(bench, mutant, order.of(mutant));
      if (!trial) return;
      // Without it every test is red, whatever the mutant.
      if (browserEnded()) throw new Refusal('The browser that all runs share has ended: start again.');
      trials.push(trial);
      const { file, start, kind } = mutant;
      console.log(`${trial.fate} ${file}:${start.line + 1} ${kind} (${trial.seconds.toFixed(0)} s) ${trial.by}`.trim());
    },
    goOn,
  );
  const tried = new Set(trials.map(({ mutant }) => mutant));
  const left = chosen.findIndex((mutant, index) => index >= from && !tried.has(mutant));
  if (signal.aborted && tried.size === 0) return interrupted();
  const next = left === -1 ? chosen.length : left;
  const sample = { seed, all: stack.mutants.length, chosen: chosen.length, from, next, leftOut: stack.leftOut };
  const seconds = (performance.now() - begun) / 1000;
  const { text, passed } = scoreOf({ ...sample, trials, troubles, seconds });
  const { dir } = currentRun();
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'random-mutants.json'), JSON.stringify({ ...sample, trials, troubles, seconds }, null, 1));
  console.log(`\n${text}`);
  if (signal.aborted && left !== -1) return interrupted();
  return passed ? 0 : 1;
}

function interrupted(): number {
  console.log('Interrupted: not every mutant was tried.');
  return INTERRUPTED;
}
