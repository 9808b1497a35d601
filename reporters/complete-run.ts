import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { enrichResults } from './write/allure/results.ts';
import { entryOf, kindOf } from './history/entry.ts';
import { readHistory, remember } from './history/file.ts';
import { stabilityOf } from './history/stability.ts';
import { writeReports, tellGitHub } from './write/write-reports.ts';
import type { Artefact, RunRecord } from './record/schema.ts';

/**
 * Brings a run to its end: holds it against the earlier ones, lists what it left, writes its record and reports, and
 * enters it into the
 * history. A shard is only a part of a run, and a run with faults on says nothing about the target: neither is
 * remembered.
 * @param dir the run's folder, `reports/runs/<id>`
 * @returns the record as it was written
 */
export async function completeRun(record: RunRecord, dir: string): Promise<RunRecord> {
  const history = join(dir, '..', '..', 'history.jsonl');
  const stability = stabilityOf(record, readHistory(history, kindOf(record)));
  const whole: RunRecord = { ...record, stability, artefacts: [...record.artefacts, ...artefactsIn(dir)] };
  writeReports(whole, dir);
  enrichResults(dir, whole);
  const isPart =
    whole.parts.some(({ shard }) => shard !== null) && whole.parts.length < (whole.parts[0]?.shard?.total ?? 1);
  if (isPart) return whole;
  if (whole.selection.faults.length === 0) await remember(history, entryOf(whole));
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
