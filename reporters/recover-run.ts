import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UNFINISHED_ARTIFACTS } from '../config/playwright-internals.mjs';
import { currentRun, markLatest } from '../config/run.ts';
import { scrubLeftovers } from '../lib/secrets/scrub-files.ts';
import { completeRun } from './complete-run.ts';
import { fold } from './record/fold.ts';
import { readJournal } from './record/journal.ts';

/**
 * Closes a run whose runner vanished: takes the secrets out of what it left, makes the record from the journal, and the
 * reports from that. It is called by the run's keeper, which has inherited the run's place.
 * @param dir the run's folder
 */
export async function recoverRun(dir: string): Promise<void> {
  const artifacts = join(dir, 'artifacts');
  for (const unfinished of unfinishedBelow(artifacts)) rmSync(unfinished, { recursive: true, force: true });
  for (const folder of ['artifacts', 'blob']) scrubLeftovers(join(dir, folder));
  await completeRun(fold(readJournal(join(dir, 'record.jsonl'))), dir);
  markLatest(currentRun());
}

/** Where workers keep what is not yet whole: traces of tests that never ended. Nobody can open them. */
function unfinishedBelow(artifacts: string): string[] {
  if (!existsSync(artifacts)) return [];
  return readdirSync(artifacts)
    .filter((name) => name.startsWith(UNFINISHED_ARTIFACTS))
    .map((name) => join(artifacts, name));
}
