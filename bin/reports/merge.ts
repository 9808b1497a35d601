import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { currentRun, markLatest } from '../../config/run.ts';
import { completeRun } from '../../reporters/complete-run.ts';
import { type Shard, merge } from '../../reporters/record/merge.ts';
import { openRun, partsBelow } from '../../reporters/record/open.ts';
import type { Given } from '../given.ts';
import { orTell } from './run-folder.ts';

/**
 * `npm run merge -- FOLDER...`: merges the parts of a run, with one record, worklog and set of Allure results, into a
 * run folder of its own.
 * @param given.rest folders that contain the parts, at any depth
 * @returns the exit code: 2 when there are none
 */
export function main({ rest }: Given<'merge'>): Promise<number> {
  return orTell(() => mergeBelow(rest));
}

async function mergeBelow(args: string[]): Promise<number> {
  const found = args.flatMap(partsBelow);
  if (found.length === 0) {
    console.error(
      args.length === 0
        ? 'Name the folders that contain the parts of the run.'
        : `There are no parts of a run below ${args.join(', ')}.`,
    );
    return 2;
  }
  const run = currentRun();
  const shards = found.map((folder, index) => bringHome(folder, run.dir, index + 1));
  const { record } = await completeRun(merge(run.id, shards), run.dir);
  markLatest(run);
  console.log(
    `Merged ${shards.length} parts, ${record.counts.planned} tests: ${relative(process.cwd(), join(run.dir, 'worklog.html'))}`,
  );
  return 0;
}

/** Puts a part below the whole, and its Allure results among those of the whole. */
function bringHome(folder: string, dir: string, number: number): Shard {
  const inside = relative(dir, folder);
  const home = inside.startsWith('..') ? join('shards', String(number)) : inside;
  mkdirSync(dir, { recursive: true });
  if (inside.startsWith('..')) cpSync(folder, join(dir, home), { recursive: true });
  const results = join(dir, home, 'allure-results');
  if (existsSync(results)) {
    cpSync(results, join(dir, 'allure-results'), {
      recursive: true,
      filter: (source) => !/^(run-|environment\.)/.test(basename(source)),
    });
  }
  return { record: openRun(folder).record, folder: home.replaceAll('\\', '/') };
}
