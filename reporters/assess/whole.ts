import { absentShards } from '../record/merge.ts';
import type { RunRecord } from '../record/schema.ts';
import { isRed } from './verdict.ts';

/**
 * What speaks against taking a record for all that its run was to do: parts that are missing, that nobody knows, or of
 * which the runner says something else than their tests.
 * @returns one clause per fault; none for a whole run.
 */
export function gapsIn({ parts, tests, troubles }: Pick<RunRecord, 'parts' | 'tests' | 'troubles'>): string[] {
  const unknown = parts.filter(({ planned }) => planned === null);
  const outOfTime = parts.filter(({ status }) => status === 'timedout');
  const reason = tests.some(isRed) || troubles.length > 0;
  const absent = absentShards(parts);
  const failed = reason ? [] : parts.filter(({ status }) => status === 'failed');
  return [
    ...absent.map(({ current, total }) => `shard ${current} of ${total} left no record`),
    ...(absent.length + unknown.length > 0 ? [] : notSharedOut(parts)),
    ...unknown.map(({ id }) => `part ${id} ended before its tests were known`),
    ...outOfTime.map(({ id }) => `part ${id} used up the time of the whole run`),
    ...failed.map(({ id }) => `the runner of part ${id} says "failed", and no test or error says why`),
  ];
}

/** That the shards together are not the tests that were shared out: some ran nowhere. */
function notSharedOut(parts: RunRecord['parts']): string[] {
  const [first, ...others] = parts.flatMap(({ sharedOut }) => sharedOut ?? []);
  if (!first) return [];
  if (others.some(({ digest }) => digest !== first.digest)) return ['the shards were made of different tests'];
  const planned = parts.reduce((sum, part) => sum + (part.planned ?? 0), 0);
  return planned === first.tests ? [] : [`the shards had ${planned} of the ${first.tests} tests`];
}
