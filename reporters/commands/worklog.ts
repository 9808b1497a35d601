import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { finish } from '../finish.ts';
import { publish } from '../publish.ts';
import { fold } from '../record/fold.ts';
import { readJournal } from '../record/journal.ts';
import { loadRecord } from '../record/save.ts';
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
  const record = join(found.dir, 'record.json');
  if (existsSync(record)) publish(loadRecord(record), found.dir);
  else await finish(fold(readJournal(join(found.dir, 'record.jsonl'))), found.dir);
  console.log(['worklog.md', 'worklog.html'].map((name) => relative(process.cwd(), join(found.dir, name))).join('\n'));
  return 0;
}
