import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../child.mjs';
import { readHistory } from '../../reporters/history/file.ts';
import { writeWhole } from '../../reporters/record/save.ts';

/**
 * Writes how long each test of a target took when it last passed, from the history; `NETRA_SHARD_TIMES` names such a
 * file.
 * @returns of how many tests it is known
 */
export function writeTestTimes(file: string, target: string): number {
  const times: Record<string, number> = {};
  for (const entry of readHistory(join(ROOT, 'reports', 'history.jsonl')).filter((one) => one.target === target))
    for (const [test, [outcome, took]] of Object.entries(entry.tests))
      if (outcome === 'passed' || outcome === 'flaky') times[test] = took;
  mkdirSync(dirname(file), { recursive: true });
  writeWhole(file, `${JSON.stringify(times)}\n`);
  return Object.keys(times).length;
}
