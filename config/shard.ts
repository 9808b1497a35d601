import type { Environment } from './environment.ts';

/** One of the parts that a run is shared out in (`--shard 1/2`), usually each on a machine of its own. */
export interface Shard {
  /** From 1. */
  current: number;
  total: number;
}

/** Tells the workers of a run, whose command line is another one, which part of it they are. */
const VARIABLE = 'NETRA_SHARD';

/**
 * The part that this run is; null when it is the whole. The runner reads it from its own command line, and its workers
 * from what the runner told them.
 */
export function shardOfThisRun(args: readonly string[] = process.argv, env: Environment = process.env): Shard | null {
  if (env['TEST_WORKER_INDEX'] === undefined) {
    const at = args.findIndex((one) => /^--shard(=|$)/.test(one));
    const asked = at === -1 ? undefined : (args[at]!.split('=')[1] ?? args[at + 1]);
    if (asked === undefined) delete env[VARIABLE];
    else env[VARIABLE] = asked;
  }
  return parseShard(env[VARIABLE] ?? '');
}

/** @param text as it stands behind `--shard`, e.g. `1/2` @returns null for anything else */
export function parseShard(text: string): Shard | null {
  const [current = 0, total = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).slice(1).map(Number);
  return current >= 1 && current <= total ? { current, total } : null;
}

/** What falls to a shard: every item to exactly one of them. */
export function sliceOf<T>(items: readonly T[], shard: Shard | null): T[] {
  return items.filter((_, index) => !shard || index % shard.total === shard.current - 1);
}

/**
 * File with the milliseconds that each test takes, by its name in the history, from which the shards of a run are made
 * alike long; null when there is none.
 */
export const shardTimesFile = process.env['NETRA_SHARD_TIMES'] ?? null;
