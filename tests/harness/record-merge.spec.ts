import { expect, test } from '@playwright/test';
import { fold } from '../../reporters/record/fold.ts';
import type { Entry } from '../../reporters/record/journal.ts';
import { merge } from '../../reporters/record/merge.ts';
import type { Record } from '../../reporters/record/schema.ts';
import { attempted, ended, opened, planned, ran } from './record-samples.ts';

/** One part of a night of two. */
function part(current: number, title: string, ...rest: Entry[]): Record {
  const [open, plan] = opened([planned(title)], { id: `night-${current}of2` });
  return fold([open!, { ...plan, shard: { current, total: 2 } } as Entry, ...rest]);
}

const one = part(1, 'one', ...ran('one', attempted('passed')), ended());
const two = part(2, 'two', ...ran('two', attempted('failed')), ended('failed'));
const shards = (...records: Record[]) => records.map((record, index) => ({ record, folder: `shards/${index + 1}` }));

test.describe('The parts of a night', () => {
  test('become one record whose counts close', () => {
    const whole = merge('night', shards(one, two));
    expect(whole).toMatchObject({ id: 'night', state: 'finished', counts: { planned: 2, passed: 1, failed: 1 }, troubles: [] });
    expect(whole.parts.map(({ id }) => id)).toEqual(['night-1of2', 'night-2of2']);
  });

  test('are as whole as the least whole of them', () => {
    expect(merge('night', shards(one, part(2, 'two')))).toMatchObject({ state: 'crashed', endedAt: null, counts: { notRun: 1 } });
    expect(merge('night', shards(part(1, 'one', ended('interrupted')), two)).state).toBe('interrupted');
  });

  test('that are missing are told, since nobody knows what they were to run', () => {
    const whole = merge('night', shards(two));
    expect(whole.state).toBe('crashed');
    expect(whole.troubles.map(({ message }) => message)).toEqual(['Shard 1 of 2 left no record: nobody knows what it was to run.']);
  });

  test('keep their files below the whole', () => {
    const artefacts = [{ path: 'artifacts/trace.zip', bytes: 1, sha256: 'a' }];
    expect(merge('night', shards(one, { ...two, artefacts })).artefacts[0]?.path).toBe('shards/2/artifacts/trace.zip');
  });

  test('are refused when they are not parts of one run', () => {
    expect(() => merge('night', shards(one, one))).toThrow('Two parts have the test "one" (local)');
    expect(() => merge('night', [])).toThrow('no part');
  });
});
