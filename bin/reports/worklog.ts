import { join, relative } from 'node:path';
import { completeRun } from '../../reporters/complete-run.ts';
import { assess } from '../../reporters/assess/assess.ts';
import { writeReports } from '../../reporters/write/write-reports.ts';
import { utc } from '../../reporters/write/worklog/words.ts';
import type { Given } from '../given.ts';
import { orTell, runNamed } from './run-folder.ts';

/**
 * `npm run worklog [-- RUN]`: writes the worklog of a run again, from its record; for a run that was cut off, makes
 * the record first.
 * @param given.rest id or folder of a run; by default the latest one
 * @returns the exit code
 */
export function main({ rest }: Given<'worklog'>): Promise<number> {
  return orTell(async () => {
    const { dir, record, written } = runNamed(rest);
    if (written) writeReports(assess(record), dir);
    else await completeRun(record, dir);
    console.log(
      `The run of ${utc(record.startedAt)}, ${record.state}: ${record.counts.planned} planned, ${record.counts.notRun} not run.`,
    );
    console.log(['worklog.md', 'worklog.html'].map((name) => relative(process.cwd(), join(dir, name))).join('\n'));
    return 0;
  });
}
