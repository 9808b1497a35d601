import { cpus } from 'node:os';
import { appendFileSync, existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { partLimit } from '../config/budgets.ts';
import { childEnvironment } from '../config/child-environment.mjs';
import { stepOutputFile } from '../config/ci.ts';
import { PLAYWRIGHT_CLI } from '../config/playwright-internals.mjs';
import { currentRun, inheritance, markLatest, partOfRun } from '../config/run.ts';
import { type Shard, parseShard } from '../config/shard.ts';
import type { TargetName } from '../config/target-names.ts';
import { SettingsError, mostShards, productTarget } from '../config/targets.ts';
import { ensureBrowser } from './browser.mjs';
import { type Ended, INTERRUPTED, ROOT, run } from './child.mjs';
import { toldFaults } from './faults.ts';
import type { Given } from './given.ts';
import { Refusal } from './refusal.mjs';
import { writeTestTimes } from './reports/test-times.ts';
import { ShardOutput } from './shard-output.ts';
import { checkFaults } from './target.ts';

const RUN = 'bin/run.mjs';
/** Shards of a night for which nobody said how many. */
const USUAL_SHARDS = 2;

type Options = Given<'nightly'>['options'];

/** Which parts this process runs: the one that was asked for, or all of them. @throws Refusal when it cannot be */
function partsOf({ shards, shard, target, fault }: Options): Shard[] {
  checkFaults(target, fault);
  if (shard !== undefined) {
    const part = parseShard(shard);
    if (!part) throw new Refusal(`--shard must be I/N with I from 1 to N, not ${shard}.`, 2);
    return checked(target, [part]);
  }
  const total = shards ?? usualShards(target);
  return checked(
    target,
    Array.from({ length: total }, (_, index) => ({ current: index + 1, total })),
  );
}

/** As many as people can be told apart on the target. */
function usualShards(target: TargetName): number {
  return target === 'local'
    ? USUAL_SHARDS
    : Math.min(
        USUAL_SHARDS,
        refusing(() => mostShards(target)),
      );
}

/** @throws Refusal when the target is not configured, or has too few accounts for the shards */
function checked(target: TargetName, parts: Shard[]): Shard[] {
  if (target !== 'local') for (const part of parts) refusing(() => productTarget(target, undefined, part));
  return parts;
}

function refusing<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    throw error instanceof SettingsError ? new Refusal(error.message) : error;
  }
}

/** Runs one part of the nightly, with its reports below the folder of the whole run; its output is shown by lines. */
async function runPart(
  { current, total }: Shard,
  { target, fault, grep, focus }: Options,
  times: string,
  workers: number,
  shown: ShardOutput,
): Promise<Ended> {
  const ended = await run(
    process.execPath,
    [
      PLAYWRIGHT_CLI,
      'test',
      `--project=${target}`,
      `--shard=${current}/${total}`,
      `--workers=${workers}`,
      `--global-timeout=${partLimit}`,
      ...(grep ? [`--grep=${grep}`] : []),
    ],
    {
      said: (text) => shown.take(current, text),
      env: childEnvironment({
        ...inheritance(partOfRun(current, total)),
        NETRA_SHARD_TIMES: times,
        NETRA_FOCUS: focus,
        NETRA_WHY: grep
          ? `the ${focus} run covers the tests that match "${grep}"`
          : `the ${focus} run covers every test that the target allows`,
        ...(fault.length > 0 ? { NETRA_FAULTS: fault.join(';') } : {}),
      }),
    },
  );
  shown.end(current);
  return ended;
}

/** Merges the parts below a folder into one run and judges it. @returns the gate's exit code */
async function close(folder: string): Promise<number> {
  const merged = await run(process.execPath, [RUN, 'merge', folder], { show: true });
  if (merged.code !== 0) return merged.code;
  const { dir } = currentRun();
  return (await run(process.execPath, [RUN, 'gate', dir], { show: true })).code;
}

/** Says which shards the night has, for the machines that run them, and leaves them the times to share out by. */
function plan(parts: readonly Shard[], { target }: Options): number {
  const file = join(ROOT, 'reports', 'test-times.json');
  const known = writeTestTimes(file, target);
  const outputs = stepOutputFile();
  if (outputs)
    appendFileSync(outputs, `shards=${JSON.stringify(parts.map(({ current }) => current))}\ntotal=${parts.length}\n`);
  console.log(`${parts.length} shards, shared out by the times of ${known} tests (${relative(ROOT, file)}).`);
  return 0;
}

/**
 * `npm run nightly`: the whole nightly run on one machine: the shards in parallel, then one record, worklog, report and
 * gate. In continuous integration one machine plans (`--plan`), each runs one shard (`--shard`) and one merges them
 * (`--merge`).
 * @returns the exit code of the gate; of a single shard, that of its tests, or 1 when it left no record
 * @throws Refusal when the target cannot be run against so
 */
export async function main({ options }: Given<'nightly'>): Promise<number> {
  const { plan: isPlan, shard, merge, shards, times: given } = options;
  const only = Object.entries({ plan: isPlan || undefined, shard, merge }).filter(([, one]) => one !== undefined);
  if (only.length > 1) throw new Refusal(`${only.map(([name]) => `--${name}`).join(' and ')} exclude each other.`, 2);
  if (shard !== undefined && shards !== undefined)
    throw new Refusal('--shard I/N names the number of parts already: leave out --shards.', 2);
  const ofTests = Object.entries({ shards, times: given, grep: options.grep, fault: options.fault[0] });
  const [idle] = ofTests.find(([, one]) => merge !== undefined && one !== undefined) ?? [];
  if (idle) throw new Refusal(`--merge runs no tests: leave out --${idle}.`, 2);
  if (given !== undefined && !existsSync(given)) throw new Refusal(`There is no file of times ${given}.`, 2);
  if (options.merge !== undefined) {
    // From now on this is the latest run, so that nobody is shown the worklog of an earlier one.
    markLatest(currentRun());
    return close(options.merge);
  }
  const parts = partsOf(options);
  if (options.plan) return plan(parts, options);
  process.stdout.write(toldFaults(options.fault));
  await ensureBrowser(console.log);
  markLatest(currentRun());
  const { dir } = currentRun();
  const times = options.times ?? join(dir, 'test-times.json');
  if (options.times === undefined) writeTestTimes(times, options.target);
  const workers = Math.max(1, Math.floor(cpus().length / parts.length));
  const shown = new ShardOutput(console.log);
  const ended = await Promise.all(parts.map((part) => runPart(part, options, times, workers, shown)));
  if (options.shard !== undefined) {
    const left = existsSync(join(dir, 'shards', String(parts[0]!.current), 'record.jsonl'));
    console.log(left ? `Part ${options.shard} is in ${relative(ROOT, dir)}.` : `Part ${options.shard} left no record.`);
    return left ? ended[0]!.code : ended[0]!.code || 1;
  }
  const code = await close(join(dir, 'shards'));
  return ended.some(({ interrupted }) => interrupted) ? INTERRUPTED : code;
}
