import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { currentRun, markLatest } from '../../config/run.ts';
import { finish } from '../finish.ts';
import { fold } from '../record/fold.ts';
import { readJournal } from '../record/journal.ts';
import { type Shard, merge } from '../record/merge.ts';
import { loadRecord } from '../record/save.ts';

/**
 * `npm run merge -- FOLDER...`: makes one run of its parts, with one record, worklog and set of Allure results, in a run folder of its own.
 * @param args folders in which the parts lie, at any depth
 * @returns the exit code: 2 when there are none
 */
export async function main(args: string[]): Promise<number> {
  const found = args.flatMap(partsBelow);
  if (found.length === 0) {
    console.error(args.length === 0 ? 'Name the folders in which the parts of the run lie.' : `No part of a run lies below ${args.join(', ')}.`);
    return 2;
  }
  const run = currentRun();
  const shards = found.map((folder, index) => bringHome(folder, run.dir, index + 1));
  const record = await finish(merge(run.id, shards), run.dir);
  markLatest(run);
  console.log(`Merged ${shards.length} parts, ${record.counts.planned} tests: ${relative(process.cwd(), join(run.dir, 'worklog.md'))}`);
  return 0;
}

/** Folders at or below this one that hold a record or a journal. */
function partsBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  if (['record.json', 'record.jsonl'].some((name) => existsSync(join(folder, name)))) return [folder];
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).flatMap(({ name }) => partsBelow(join(folder, name))).sort();
}

/** Puts a part below the whole, and its Allure results among those of the whole. */
function bringHome(folder: string, dir: string, number: number): Shard {
  const inside = relative(dir, folder);
  const home = inside.startsWith('..') ? join('shards', String(number)) : inside;
  mkdirSync(dir, { recursive: true });
  if (inside.startsWith('..')) cpSync(folder, join(dir, home), { recursive: true });
  const results = join(dir, home, 'allure-results');
  if (existsSync(results)) {
    cpSync(results, join(dir, 'allure-results'), { recursive: true, filter: (source) => !/^(run-|environment\.)/.test(basename(source)) });
  }
  const record = join(folder, 'record.json');
  return { record: existsSync(record) ? loadRecord(record) : fold(readJournal(join(folder, 'record.jsonl'))), folder: home.replaceAll('\\', '/') };
}
