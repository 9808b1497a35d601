import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UNFINISHED_ARTIFACTS } from '../config/playwright-internals.mjs';
import type { RunPlace } from '../config/run.ts';
import { secretsIn } from '../lib/secrets/known.ts';
import { scrubLeftovers, scrubNames } from '../lib/secrets/scrub-files.ts';
import { completeRun } from './complete-run.ts';
import { fold } from './record/fold.ts';
import { hasTests, readJournal } from './record/journal.ts';
import { LAST_REPORT } from './write/write-reports.ts';

/**
 * Closes a run whose runner vanished: takes the secrets out of what it left, then makes the record from the journal,
 * and the reports from that. Why no record could be made stands in `keeper.log`; the journal is still there for
 * `npm run worklog`.
 * @param outputs files and folders outside of the run's own that its reporters wrote
 * @returns whether a test of it had begun
 */
export async function recoverRun({ dir, secrets }: RunPlace, outputs: readonly string[] = []): Promise<boolean> {
  for (const unfinished of unfinishedIn(dir)) rmSync(unfinished, { recursive: true, force: true });
  const known = secretsIn(secrets);
  for (const path of [dir, ...outputs]) scrubLeftovers(path, known);
  scrubNames(join(dir, 'artifacts'), known);
  if (!existsSync(join(dir, 'record.jsonl'))) return false;
  try {
    const journal = readJournal(join(dir, 'record.jsonl'));
    if (!existsSync(join(dir, LAST_REPORT))) await completeRun(fold(journal), dir);
    return hasTests(journal);
  } catch (error) {
    writeFileSync(join(dir, 'keeper.log'), `${error instanceof Error ? error.stack : String(error)}\n`);
    return false;
  }
}

/** What was not yet whole: traces of tests that never ended, which nobody can open, and drafts of reports. */
function unfinishedIn(dir: string): string[] {
  const artifacts = join(dir, 'artifacts');
  return [
    ...namesIn(artifacts)
      .filter((name) => name.startsWith(UNFINISHED_ARTIFACTS))
      .map((name) => join(artifacts, name)),
    ...namesIn(dir)
      .filter((name) => name.endsWith('.part'))
      .map((name) => join(dir, name)),
  ];
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
