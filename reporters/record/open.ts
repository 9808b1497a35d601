import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fold } from './fold.ts';
import { readJournal } from './journal.ts';
import { merge } from './merge.ts';
import { Unusable, loadRecord } from './save.ts';
import type { RunRecord } from './schema.ts';

/**
 * Folders at or below this one that hold a record or a journal, and so are a part of a run; none when it is not there.
 * @throws Unusable when it is a file
 */
export function partsBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  if (!statSync(folder).isDirectory())
    throw new Unusable(`${folder} is a file: name the folder in which the parts of the run lie.`);
  if (['record.json', 'record.jsonl'].some((name) => existsSync(join(folder, name)))) return [folder];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => partsBelow(join(folder, name)))
    .sort();
}

/** The record of the run in a folder, and whether it stands there already and needs no more to be made. */
export interface Opened {
  record: RunRecord;
  written: boolean;
}

/**
 * Opens the run in a folder: by its record; of a run that was cut off, by its journal; of a whole that nobody merged
 * to its end, by its parts.
 * @throws Unusable when there is nothing of the kind, or it is damaged
 */
export function openRun(dir: string): Opened {
  const file = join(dir, 'record.json');
  const record = existsSync(file) ? loadRecord(file) : null;
  const parts = record && record.state !== 'crashed' ? [] : partsBelow(join(dir, 'shards'));
  if (parts.length > 0) return { record: merged(basename(dir), dir, parts), written: false };
  if (record) return { record, written: true };
  const journal = join(dir, 'record.jsonl');
  if (!existsSync(journal)) throw new Unusable(withoutRecord(dir));
  try {
    return { record: fold(readJournal(journal)), written: false };
  } catch (error) {
    throw new Unusable(`${journal} is no journal of a run: ${(error as Error).message}`);
  }
}

/** What a run that tries the specs leaves, and no record. */
const SCORES = { 'mutants.json': 'faults', 'random-mutants.json': 'random changes' } as const;

/** The file with the score of a run that tried the specs under faults or changes; undefined of any other run. */
export function scoreIn(dir: string): keyof typeof SCORES | undefined {
  return (Object.keys(SCORES) as (keyof typeof SCORES)[]).find((name) => existsSync(join(dir, name)));
}

/** What a run without a record was, and what to do, in a sentence. @param dir its folder */
export function withoutRecord(dir: string): string {
  const score = scoreIn(dir);
  const was = score
    ? `The run in ${dir} tried the specs under ${SCORES[score]} (npm run mutants), and left its score in ${score} and no record`
    : `The run in ${dir} left no record`;
  return `${was}: name another one, or make one with "npm run golden".`;
}

/** One record of these parts. @param dir the folder of the whole, below which they lie */
function merged(id: string, dir: string, parts: readonly string[]): RunRecord {
  return merge(
    id,
    parts.map((folder) => ({ record: openRun(folder).record, folder: relative(dir, folder).replaceAll('\\', '/') })),
  );
}
