import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { enrichResults } from './write/allure/results.ts';
import { type Assessment, assess } from './assess/assess.ts';
import { entryOf } from './history/entry.ts';
import { readHistory, remember } from './history/file.ts';
import { stabilityOf } from './history/stability.ts';
import { writeReports, tellGitHub } from './write/write-reports.ts';
import { kindOf } from './record/kind.ts';
import type { Artefact, RunRecord } from './record/schema.ts';

/**
 * Completes a run: assesses it, compares it with the earlier ones, lists the files that it left, writes its record and
 * reports, and enters it into the history. A shard is only a part of a run: it does not enter the history. A run with
 * faults on, or a replay, says nothing about the target: it is not compared either.
 * @param dir the run's folder, `reports/runs/<id>`
 * @returns the assessment, with the record as it was written
 */
export async function completeRun(record: RunRecord, dir: string): Promise<Assessment> {
  const history = join(dir, '..', '..', 'history.jsonl');
  const assessed = assess(record);
  // What somebody broke on purpose, or recorded before, says nothing of what became of the target since.
  const isOfTheTarget = record.selection.faults.length === 0 && !record.selection.isReplay;
  const stability = isOfTheTarget ? stabilityOf(assessed, readHistory(history, kindOf(record))) : null;
  const artefacts = [...record.artefacts, ...artefactsIn(dir)];
  const whole: Assessment = { ...assessed, record: { ...record, stability, artefacts } };
  writeReports(whole, dir);
  enrichResults(dir, whole);
  // A night of which one part only is left is a whole all the same: it has an id of its own.
  const [first] = record.parts;
  const isPart = (first?.shard?.total ?? 1) > 1 && first?.id === record.id;
  if (isPart) return whole;
  if (isOfTheTarget) await remember(history, entryOf(whole));
  tellGitHub(whole);
  return whole;
}

/** The files that tests left: traces, screenshots. */
function artefactsIn(dir: string): Artefact[] {
  const folder = join(dir, 'artifacts');
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const content = readFileSync(path);
      return {
        path: relative(dir, path).replaceAll('\\', '/'),
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
      };
    });
}
