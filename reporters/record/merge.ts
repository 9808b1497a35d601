import { count } from './counts.ts';
import { withFailedAdvice } from './failed-advice.ts';
import { Unusable } from './save.ts';
import type { Part, RunRecord } from './schema.ts';
import { fullTitle } from './test-title.ts';

/** The worst first: a run is as whole as its least whole part. */
const STATES: readonly RunRecord['state'][] = ['crashed', 'interrupted', 'finished'];

/** A part of a run, and where its files lie below the folder of the whole. */
export interface Shard {
  record: RunRecord;
  folder: string;
}

/**
 * Of parts that were run again (failed jobs of one workflow run), the newest of each shard; all others stay.
 * @param shards parts of one run, perhaps in several attempts
 */
export function newestOf(shards: readonly Shard[]): Shard[] {
  const key = ({ record: { ci, parts } }: Shard) =>
    ci?.run && parts.length === 1 && parts[0]!.shard ? `${ci.run} ${parts[0]!.shard.current}` : null;
  const attempt = ({ record }: Shard) => record.ci?.attempt ?? 0;
  return shards.filter(
    (one) => key(one) === null || !shards.some((other) => key(other) === key(one) && attempt(other) > attempt(one)),
  );
}

/**
 * Makes one record of the parts of a run. A part that is missing leaves a trouble, since nobody knows what it had
 * planned.
 * @param id of the whole
 * @throws Unusable when there is no part at all, when one is there twice, or when they are parts of unlike wholes
 */
export function merge(id: string, shards: readonly Shard[]): RunRecord {
  const records = shards.map(({ record }) => record);
  const [first] = records;
  if (!first) throw new Unusable('There is no part of a run to merge.');
  const parts = records.flatMap((record) => record.parts);
  const names = parts.flatMap(({ id: name, shard }) => [`part ${name}`, ...(shard ? [`shard ${shard.current}`] : [])]);
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double) throw new Unusable(`The ${double} is there twice: name each part once.`);
  const tests = withFailedAdvice(records.flatMap((record) => record.tests));
  const twice = tests.find((test, index) => tests.findIndex((other) => other.id === test.id) !== index);
  if (twice)
    throw new Unusable(
      `Two parts have the test "${fullTitle(twice)}" (${twice.project}): they are not parts of one run.`,
    );
  const totals = new Set(parts.flatMap(({ shard }) => shard?.total ?? []));
  if (totals.size > 1)
    throw new Unusable(
      `The parts are of runs with ${[...totals].join(' and ')} shards: they are not parts of one run.`,
    );
  const missing = absentShards(parts).map(({ current, total }) => ({
    message: `Shard ${current} of ${total} left no record: nobody knows what it was to run.`,
    place: null,
    at: first.startedAt,
  }));
  const ends = records.map(({ endedAt }) => endedAt);
  return {
    ...first,
    id,
    startedAt: records.map(({ startedAt }) => startedAt).sort()[0]!,
    endedAt: ends.some((end) => end === null) ? null : ends.sort().at(-1)!,
    state: missing.length > 0 ? 'crashed' : STATES.find((state) => records.some((record) => record.state === state))!,
    parts,
    targets: [...new Map(records.flatMap(({ targets }) => targets).map((target) => [target.name, target])).values()],
    selection: { ...first.selection, projects: [...new Set(records.flatMap(({ selection }) => selection.projects))] },
    health: records.flatMap(({ health }) => health),
    tests,
    troubles: [...missing, ...records.flatMap(({ troubles }) => troubles)],
    counts: count(tests),
    stability: null,
    notes: records.flatMap(({ notes }) => notes),
    artefacts: shards.flatMap(({ record, folder }) =>
      record.artefacts.map((one) => ({ ...one, path: `${folder}/${one.path}` })),
    ),
  };
}

/** Shards that are not among these parts; one that ended before it knew which it is stands for one of them. */
export function absentShards(parts: readonly Part[]): NonNullable<Part['shard']>[] {
  const shards = parts.flatMap(({ shard }) => (shard ? [shard] : []));
  const total = Math.max(0, ...shards.map((shard) => shard.total));
  const absent = Array.from({ length: total }, (_, index) => index + 1).filter(
    (number) => !shards.some(({ current }) => current === number),
  );
  return absent.slice(parts.length - shards.length).map((current) => ({ current, total }));
}
