import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { publish } from '../publish.ts';
import { fold } from '../record/fold.ts';
import { readJournal } from '../record/journal.ts';
import { loadRecord } from '../record/save.ts';
import type { Record } from '../record/schema.ts';
import { folderOf } from './run-folder.ts';

/**
 * `npm run worklog [-- RUN]`: writes the worklog of a run again, from its record; for a run that was cut off, makes the record first.
 * @param args id or folder of a run; by default the latest one
 * @returns the exit code
 */
export async function main(args: string[]): Promise<number> {
  const found = folderOf(args);
  if ('refusal' in found) {
    console.error(found.refusal);
    return 2;
  }
  await publish(recordIn(found.dir), found.dir);
  console.log(['worklog.md', 'worklog.html'].map((name) => relative(process.cwd(), join(found.dir, name))).join('\n'));
  return 0;
}

/** The record of a run, or what its journal holds of it. */
export function recordIn(dir: string): Record {
  const record = join(dir, 'record.json');
  return existsSync(record) ? loadRecord(record) : fold(readJournal(join(dir, 'record.jsonl')));
}
